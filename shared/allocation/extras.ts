import { matchesPattern } from '../config/pattern.ts';
import type { CostExtra } from '../config/schema.ts';
import type { CostMetric, CostRow, PortionUse } from '../model/cost.ts';
import type { Cluster } from '../model/estate.ts';
import { apportion } from '../model/money.ts';
import { byKey, compareText } from '../model/order.ts';
import type { PoolBook, Sums } from './poolBook.ts';
import { REST } from './portions.ts';

/** One extra's cost in one resource group and currency. */
interface ExtraCost extends Sums {
  readonly extra: CostExtra;
  readonly row: Pick<CostRow, 'currency' | 'subscriptionId' | 'resourceGroup'>;
}

/** Machine cost outside the node resource groups is of no machine that ran: unused reservations and the like. */
const OVERHEAD: readonly PortionUse[] = [{ kind: 'overhead' }];

/** The configured extras of one day while they are being summed. */
export class ExtraBook {
  readonly #costs = new Map<string, ExtraCost>();

  add(extra: CostExtra, row: CostRow, metric: CostMetric): void {
    const key = `${extra.name}|${row.currency}|${row.subscriptionId}|${row.resourceGroup}`;
    const known = this.#costs.get(key) ?? { extra, row, effective: 0n, billed: 0n };
    known[metric] += row.amount;
    this.#costs.set(key, known);
  }

  /**
   * Divides each extra between its clusters in proportion to their own effective cost of the day, evenly when
   * they have none.
   * @param leave takes what has no cluster to serve
   */
  divide(
    pools: PoolBook,
    clusters: readonly Cluster[],
    leave: (row: ExtraCost['row'], sums: Sums) => void,
  ): void {
    const ownCost = pools.sumClusters();
    for (const [, { extra, currency, sharers, sums }] of this.#sumServed(clusters, leave)) {
      const weights = sharers.map((cluster) => ownCost(cluster.id, currency));
      const even = sharers.map(() => 1n);
      const uses = extra.category === 'compute' ? OVERHEAD : REST;
      for (const metric of ['effective', 'billed'] as const) {
        const parts = apportion(sums[metric], weights) ?? apportion(sums[metric], even) ?? [];
        sharers.forEach(({ id }, index) => {
          const key = { clusterId: id, category: extra.category, currency };
          pools.add(key, uses, metric, parts[index] ?? 0n);
        });
      }
    }
  }

  /**
   * Sums what has clusters to serve by extra and currency: an estate may have a resource group for each cluster,
   * and dividing each of them among all clusters would take the square of the time.
   */
  #sumServed(
    clusters: readonly Cluster[],
    leave: (row: ExtraCost['row'], sums: Sums) => void,
  ): readonly (readonly [string, ServedExtra])[] {
    const served = new Map<string, ServedExtra>();
    const sharersOf = new Map<CostExtra, readonly Cluster[]>();
    for (const [, cost] of [...this.#costs].sort(byKey)) {
      const { extra, row } = cost;
      const sharers = sharersOf.get(extra) ?? listSharers(extra, clusters);
      sharersOf.set(extra, sharers);
      if (sharers.length === 0) {
        leave(row, cost);
        continue;
      }
      const key = `${extra.name}|${row.currency}`;
      const known = served.get(key) ?? {
        ...{ extra, currency: row.currency, sharers },
        sums: { effective: 0n, billed: 0n },
      };
      known.sums.effective += cost.effective;
      known.sums.billed += cost.billed;
      served.set(key, known);
    }
    return [...served].sort(byKey);
  }
}

/** One extra's cost in one currency, and the clusters that it serves. */
interface ServedExtra {
  readonly extra: CostExtra;
  readonly currency: string;
  readonly sharers: readonly Cluster[];
  readonly sums: Sums;
}

function listSharers(extra: CostExtra, clusters: readonly Cluster[]): readonly Cluster[] {
  return clusters
    .filter((cluster) => extra.clusters.some((pattern) => matchesPattern(cluster.name, pattern)))
    .sort((a, b) => compareText(a.id, b.id));
}
