import { matchesPattern } from '../config/pattern.ts';
import type { CostExtra } from '../config/schema.ts';
import type { CostCategory, CostRow, Pool } from '../model/cost.ts';
import type { ArmId, Cluster } from '../model/estate.ts';
import { type Amount, apportion } from '../model/money.ts';
import { byKey } from '../model/order.ts';
import type { Day } from '../model/time.ts';
import { categorizeRow } from './category.ts';

/** One day's bill of the whole estate, divided into what belongs to clusters and what does not. */
export interface DayPools {
  /** By cluster, category, currency. */
  readonly pools: readonly Pool[];
  /** By currency, subscription, resource group. */
  readonly outside: readonly OutsideCost[];
}

/** Cost of the watched subscriptions that belongs to no cluster. */
export interface OutsideCost {
  readonly currency: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly effective: Amount;
  readonly billed: Amount;
}

interface Sums {
  effective: Amount;
  billed: Amount;
}

type Place =
  | { readonly kind: 'cluster'; readonly clusterId: ArmId; readonly category: CostCategory }
  | { readonly kind: 'extra'; readonly extra: CostExtra }
  | { readonly kind: 'outside' };

/**
 * Puts every cost row of one day in exactly one place: the cluster resource itself, the cluster's node
 * resource group, the first configured extra that names it, or outside. An extra that serves several
 * clusters is divided between them in proportion to their own effective cost of the day, evenly when
 * they have none.
 */
export function buildPools(
  day: Day,
  clusters: readonly Cluster[],
  rows: { readonly effective: readonly CostRow[]; readonly billed: readonly CostRow[] },
  extras: readonly CostExtra[],
): DayPools {
  const findPlace = createPlacement(clusters, extras);
  const pools = new Map<string, Sums>();
  const shared = new Map<string, { extra: CostExtra; currency: string; sums: Sums; rows: CostRow }>();
  const outside = new Map<string, Sums>();
  for (const metric of ['effective', 'billed'] as const) {
    for (const row of rows[metric]) {
      const place = findPlace(row);
      const sums =
        place.kind === 'cluster'
          ? entry(pools, poolId(day, place.clusterId, place.category, row.currency))
          : place.kind === 'outside'
            ? entry(outside, `${row.currency}|${row.subscriptionId}|${row.resourceGroup}`)
            : extraSums(shared, place.extra, row);
      sums[metric] += row.amount;
    }
  }
  divideExtras(day, clusters, pools, outside, shared);
  return {
    pools: [...pools].sort(byKey).map(([id, sums]) => poolOf(id, sums)),
    outside: [...outside].sort(byKey).map(([key, sums]) => {
      const [currency = '', subscriptionId = '', resourceGroup = ''] = key.split('|');
      return { currency, subscriptionId, resourceGroup, ...sums };
    }),
  };
}

function createPlacement(
  clusters: readonly Cluster[],
  extras: readonly CostExtra[],
): (row: CostRow) => Place {
  const byId = new Map(clusters.map((cluster) => [cluster.id, cluster.id]));
  const byGroup = new Map(
    clusters.map((cluster) => [
      `${cluster.subscriptionId}/${cluster.nodeResourceGroup}`.toLowerCase(),
      cluster.id,
    ]),
  );
  return (row) => {
    const own = byId.get(row.resourceId);
    if (own) return { kind: 'cluster', clusterId: own, category: 'controlPlane' };
    const group = byGroup.get(`${row.subscriptionId}/${row.resourceGroup}`.toLowerCase());
    if (group) return { kind: 'cluster', clusterId: group, category: categorizeRow(row) };
    const extra = extras.find((candidate) =>
      candidate.resourceIds.some((pattern) => matchesPattern(row.resourceId, pattern)),
    );
    return extra ? { kind: 'extra', extra } : { kind: 'outside' };
  };
}

function extraSums(
  shared: Map<string, { extra: CostExtra; currency: string; sums: Sums; rows: CostRow }>,
  extra: CostExtra,
  row: CostRow,
): Sums {
  const key = `${extra.name}|${row.currency}|${row.subscriptionId}|${row.resourceGroup}`;
  const known = shared.get(key);
  if (known) return known.sums;
  const sums: Sums = { effective: 0n, billed: 0n };
  shared.set(key, { extra, currency: row.currency, sums, rows: row });
  return sums;
}

function divideExtras(
  day: Day,
  clusters: readonly Cluster[],
  pools: Map<string, Sums>,
  outside: Map<string, Sums>,
  shared: ReadonlyMap<string, { extra: CostExtra; currency: string; sums: Sums; rows: CostRow }>,
): void {
  const own = new Map<string, Amount>();
  for (const [id, sums] of pools) {
    const { clusterId, currency } = partsOf(id);
    own.set(`${clusterId}|${currency}`, (own.get(`${clusterId}|${currency}`) ?? 0n) + sums.effective);
  }
  for (const [, { extra, currency, sums, rows }] of [...shared].sort(byKey)) {
    const sharers = clusters
      .filter((cluster) => extra.clusters.some((pattern) => matchesPattern(cluster.name, pattern)))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    if (sharers.length === 0) {
      const left = entry(outside, `${currency}|${rows.subscriptionId}|${rows.resourceGroup}`);
      left.effective += sums.effective;
      left.billed += sums.billed;
      continue;
    }
    const weights = sharers.map((cluster) => own.get(`${cluster.id}|${currency}`) ?? 0n);
    const even = sharers.map(() => 1n);
    for (const metric of ['effective', 'billed'] as const) {
      const parts = apportion(sums[metric], weights) ?? apportion(sums[metric], even) ?? [];
      sharers.forEach((cluster, index) => {
        entry(pools, poolId(day, cluster.id, extra.category, currency))[metric] += parts[index] ?? 0n;
      });
    }
  }
}

function poolId(day: Day, clusterId: ArmId, category: CostCategory, currency: string): string {
  return `${day}|${clusterId}|${category}|${currency}`;
}

function partsOf(id: string): { day: Day; clusterId: ArmId; category: CostCategory; currency: string } {
  const [day, clusterId = '', category, currency = ''] = id.split('|');
  return { day: day as Day, clusterId, category: category as CostCategory, currency };
}

function poolOf(id: string, sums: Sums): Pool {
  return { id, ...partsOf(id), ...sums, portions: [{ use: { kind: 'rest' }, ...sums }] };
}

function entry(sums: Map<string, Sums>, key: string): Sums {
  const known = sums.get(key);
  if (known) return known;
  const fresh: Sums = { effective: 0n, billed: 0n };
  sums.set(key, fresh);
  return fresh;
}
