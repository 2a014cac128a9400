import { FUNCTION_PRICES, LIST_PRICES_ON } from '../../shared/analysis/functionPrices.ts';

/**
 * Public list prices, pay as you go, US dollars, East US, as known on {@link PRICES_ON}; check them at
 * azure.microsoft.com/pricing before quoting. Free grants are left in, as most subscriptions have them once.
 */
export const PRICES_ON = LIST_PRICES_ON;

export const PRICES = {
  functions: FUNCTION_PRICES,
  storage: {
    perGigabyteMonth: 0.023,
    perTenThousand: {
      blobWrite: 0.065,
      blobList: 0.065,
      blobRead: 0.005,
      queue: 0.004,
      tableWrite: 0.000_36,
      tableRead: 0.000_36,
    },
  },
  logs: { perGigabyte: 2.3, freeGigabytes: 5 },
  mail: { perMessage: 0.000_25, perMegabyte: 0.000_12 },
} as const;
