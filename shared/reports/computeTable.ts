import { measureCompute, type ResourcePrices } from '../analysis/computeUnits.ts';
import { sharesOf } from '../analysis/owners.ts';
import type { AllocationRow } from '../model/cost.ts';
import { byKey } from '../model/order.ts';
import type { Owner } from '../model/ownership.ts';
import type { ComputeBlock } from './chargebackReport.ts';

/** How much compute each team's namespaces took in a period, added a cluster's day at a time and in any order. */
export class ComputeSums {
  readonly #prices: ResourcePrices;
  readonly #sums = new Map<string, Map<string, Map<string, number>>>();

  constructor(prices: ResourcePrices) {
    this.#prices = prices;
  }

  addUsage(clusterId: string, rows: Iterable<{ readonly row: AllocationRow; readonly owner: Owner }>): void {
    for (const { row, owner } of rows) {
      if (row.kind !== 'workload') continue;
      const quantity = measureCompute(row, this.#prices);
      for (const { team, part } of sharesOf(owner)) {
        const clusters = this.#sums.get(team) ?? new Map<string, Map<string, number>>();
        this.#sums.set(team, clusters);
        const namespaces = clusters.get(clusterId) ?? new Map<string, number>();
        clusters.set(clusterId, namespaces);
        namespaces.set(row.namespace, (namespaces.get(row.namespace) ?? 0) + Math.round(quantity * part));
      }
    }
  }

  /** By team, cluster and namespace. */
  toTable(): readonly ComputeBlock[] {
    return [...this.#sums].sort(byKey).flatMap(([team, clusters]) =>
      [...clusters].sort(byKey).map(([clusterId, namespaces]) => {
        const used = [...namespaces].filter(([, quantity]) => quantity > 0).sort(byKey);
        return {
          team,
          clusterId,
          namespaces: used.map(([namespace]) => namespace),
          quantities: used.map(([, quantity]) => quantity).join(' '),
        };
      }),
    );
  }
}
