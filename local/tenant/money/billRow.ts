import type { Day } from '../../../shared/model/time.ts';

export type ChargeType = 'Usage' | 'Purchase' | 'UnusedReservation' | 'Refund';

/**
 * One line of the bill. Money is a whole number of 10⁻⁸ currency units, so that sums are exact and every
 * amount has a short decimal form.
 */
export interface BillRow {
  readonly day: Day;
  readonly subscriptionId: string;
  /** Lower case, as Cost Management writes it; `''` where the charge hangs on no resource. */
  readonly resourceId: string;
  readonly resourceGroup: string;
  readonly meterCategory: string;
  readonly chargeType: ChargeType;
  /** In the actual cost; undefined when the row is not part of it. */
  readonly billed: number | undefined;
  /** In the amortized cost; undefined when the row is not part of it. */
  readonly effective: number | undefined;
}

/** Units in one whole currency unit. */
export const UNITS = 100_000_000;

export function toUnits(cost: number): number {
  return Math.round(cost * UNITS);
}

/** A row whose actual and amortized costs are the same: everything but reservations. */
export function usageRow(day: Day, resourceId: string, meterCategory: string, cost: number): BillRow {
  const units = toUnits(cost);
  return { ...place(day, resourceId, meterCategory), chargeType: 'Usage', billed: units, effective: units };
}

/** Where and on what a row falls, read from the resource id. */
export function place(
  day: Day,
  resourceId: string,
  meterCategory: string,
): Pick<BillRow, 'day' | 'subscriptionId' | 'resourceId' | 'resourceGroup' | 'meterCategory'> {
  const id = resourceId.toLowerCase();
  return {
    day,
    subscriptionId: /\/subscriptions\/([^/]+)/.exec(id)?.[1] ?? '',
    resourceId: id,
    resourceGroup: /\/resourcegroups\/([^/]+)/.exec(id)?.[1] ?? '',
    meterCategory,
  };
}
