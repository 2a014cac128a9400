/**
 * Public list prices, pay as you go, US dollars, East US, as known on 2026-11-23; check them at
 * azure.microsoft.com/pricing before quoting. Free grants are left in, as most subscriptions have them once.
 */
export const PRICES_ON = '2026-11-23';

export const PRICES = {
  functions: {
    perGigabyteSecond: 0.000_026,
    freeGigabyteSeconds: 100_000,
    perMillionExecutions: 0.4,
    freeExecutions: 250_000,
  },
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
