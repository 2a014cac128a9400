import type { Day } from '../model/time.ts';

/**
 * What running functions on the Flex Consumption plan costs by public list price, pay as you go, US dollars, East US, as
 * known on {@link LIST_PRICES_ON}: azure.microsoft.com/pricing/details/functions.
 */
export const FUNCTION_PRICES = {
  perGigabyteSecond: 0.000_026,
  freeGigabyteSeconds: 100_000,
  perMillionExecutions: 0.4,
  freeExecutions: 250_000,
} as const;

/** The day of which the list prices are known. */
export const LIST_PRICES_ON: Day = '2026-11-23';

/** What some work comes to by list price, in US dollars, before the month's free grant. */
export function priceExecutions(executions: number, gigabyteSeconds: number): number {
  const { perGigabyteSecond, perMillionExecutions } = FUNCTION_PRICES;
  return gigabyteSeconds * perGigabyteSecond + (executions / 1_000_000) * perMillionExecutions;
}
