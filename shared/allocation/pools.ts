import type { CostRow, Pool } from '../model/cost.ts';
import type { Cluster } from '../model/estate.ts';
import type { Amount } from '../model/money.ts';
import { byKey } from '../model/order.ts';
import type { Day } from '../model/time.ts';
import { ExtraBook } from './extras.ts';
import { createPlacement, type PlacementRules } from './placement.ts';
import { PoolBook, type Sums } from './poolBook.ts';

/** One day's bill of the whole estate, divided into what belongs to clusters and what does not. */
export interface DayPools {
  /** By cluster, category, currency; those of tagged resources outside the clusters have no cluster. */
  readonly pools: readonly Pool[];
  /** By currency, subscription, resource group. */
  readonly outside: readonly OutsideCost[];
}

/** Cost of the watched subscriptions that belongs to no cluster and no team. */
export interface OutsideCost {
  readonly currency: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly effective: Amount;
  readonly billed: Amount;
}

/**
 * Puts every cost row of one day in exactly one place: a pool, and in it the portion of who may be charged for
 * it, or outside. The order of the rows changes nothing.
 */
export function buildPools(
  day: Day,
  clusters: readonly Cluster[],
  rows: { readonly effective: readonly CostRow[]; readonly billed: readonly CostRow[] },
  rules: PlacementRules,
): DayPools {
  const findPlace = createPlacement(clusters, rules);
  const pools = new PoolBook(day);
  const extras = new ExtraBook();
  const outside = new Map<string, OutsideSums>();
  for (const metric of ['effective', 'billed'] as const) {
    for (const row of rows[metric]) {
      const place = findPlace(row);
      if (place.kind === 'pool') {
        const { clusterId, category, uses } = place;
        pools.add({ clusterId, category, currency: row.currency }, uses, metric, row.amount);
      } else if (place.kind === 'extra') extras.add(place.extra, row, metric);
      else openOutside(outside, row)[metric] += row.amount;
    }
  }
  extras.divide(pools, clusters, (row, sums) => {
    const left = openOutside(outside, row);
    left.effective += sums.effective;
    left.billed += sums.billed;
  });
  return {
    pools: pools.close(),
    outside: [...outside].sort(byKey).map(([, cost]) => cost),
  };
}

interface OutsideSums extends Sums {
  readonly currency: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
}

function openOutside(
  outside: Map<string, OutsideSums>,
  { currency, subscriptionId, resourceGroup }: Pick<CostRow, 'currency' | 'subscriptionId' | 'resourceGroup'>,
): OutsideSums {
  const key = `${currency}|${subscriptionId}|${resourceGroup}`;
  const known = outside.get(key);
  if (known) return known;
  const fresh: OutsideSums = { currency, subscriptionId, resourceGroup, effective: 0n, billed: 0n };
  outside.set(key, fresh);
  return fresh;
}
