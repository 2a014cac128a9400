import { type Charge, type Pool, UNOWNED } from '../model/cost.ts';
import type { Day } from '../model/time.ts';
import type { DayPools } from './pools.ts';

/** Stands for a cluster where there is none. */
export const NO_CLUSTER = '';

/** What report data calls it, where a cluster has its name; none is called so, since names have no spaces. */
export const OUTSIDE_NAME = 'outside the clusters';

/**
 * Charges what belongs to no cluster to {@link UNOWNED}, a line a resource group, so that the charges make the
 * whole bill of the subscriptions. It is a pool of its own, beside those of tagged resources.
 */
export function chargeOutside(
  day: Day,
  { pools, outside }: DayPools,
): { readonly pools: DayPools; readonly charges: readonly Charge[] } {
  const byCurrency = Map.groupBy(outside, (cost) => cost.currency);
  const added = [...byCurrency].map(([currency, costs]): Pool => {
    const sums = {
      effective: costs.reduce((sum, cost) => sum + cost.effective, 0n),
      billed: costs.reduce((sum, cost) => sum + cost.billed, 0n),
    };
    return {
      id: outsideId(day, currency),
      clusterId: NO_CLUSTER,
      day,
      category: 'other',
      currency,
      ...sums,
      portions: [{ use: { kind: 'rest' }, ...sums }],
    };
  });
  const charges = outside
    .filter((cost) => cost.effective !== 0n)
    .map(
      ({ currency, resourceGroup, effective }): Charge => ({
        team: UNOWNED,
        ownerReason: `${resourceGroup === '' ? 'it has no resource group and' : 'its resource group'} belongs to no cluster`,
        clusterId: NO_CLUSTER,
        day,
        namespace: resourceGroup,
        workload: '',
        category: 'other',
        kind: 'direct',
        currency,
        amount: effective,
        part: '',
        rule: 'outside',
        poolId: outsideId(day, currency),
      }),
    );
  return { pools: { pools: [...pools, ...added], outside: [] }, charges };
}

function outsideId(day: Day, currency: string): string {
  return `${day}|outside|other|${currency}`;
}
