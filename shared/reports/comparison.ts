import type { AllocationDay } from '../model/cost.ts';
import { compareText } from '../model/order.ts';
import type { AllocationComparison } from './chargebackReport.ts';

/** Namespaces that a comparison names. */
const NAMED = 5;
const DECIMALS = 4;

/**
 * How far two allocations of one cluster are from each other: by half the sum of the differences between the
 * namespaces' shares of the machines, which is the part of a day's cost that would be charged to others. Days count
 * by what their machines cost. Shares are proportions for people to read, so floating point serves.
 */
export class UsageComparison {
  readonly #shares = new Map<string, { allocation: number; metering: number }>();
  #days = 0;
  #weight = 0;
  #difference = 0;

  /**
   * Compares one day; nothing comes of a day on which either saw no use.
   * @param cost what the machines cost that day, by which it counts; in any unit, the same for all days
   */
  addDay(allocation: AllocationDay, metering: AllocationDay, cost: number): void {
    const [own, other] = [shareOut(allocation), shareOut(metering)];
    if (own.size === 0 || other.size === 0 || cost <= 0) return;
    this.#days++;
    this.#weight += cost;
    for (const namespace of [...new Set([...own.keys(), ...other.keys()])].sort()) {
      const [here, there] = [own.get(namespace) ?? 0, other.get(namespace) ?? 0];
      this.#difference += (Math.abs(here - there) / 2) * cost;
      const sum = this.#shares.get(namespace) ?? { allocation: 0, metering: 0 };
      sum.allocation += here * cost;
      sum.metering += there * cost;
      this.#shares.set(namespace, sum);
    }
  }

  /** Undefined when there was no day to compare. */
  describe(cluster: { readonly id: string; readonly name: string }): AllocationComparison | undefined {
    if (this.#days === 0) return undefined;
    const write = (sum: number): string => (sum / this.#weight).toFixed(DECIMALS);
    return {
      clusterId: cluster.id,
      clusterName: cluster.name,
      days: this.#days,
      differenceShare: write(this.#difference),
      largest: [...this.#shares]
        .map(([namespace, sum]) => ({ namespace, ...sum, apart: Math.abs(sum.allocation - sum.metering) }))
        .sort((a, b) => b.apart - a.apart || compareText(a.namespace, b.namespace))
        .slice(0, NAMED)
        .map(({ namespace, allocation, metering }) => ({
          namespace,
          allocation: write(allocation),
          metering: write(metering),
        })),
    };
  }
}

/** Each namespace's share of what workloads used of machines; empty when none did. */
function shareOut({ rows }: AllocationDay): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  let whole = 0;
  for (const { kind, namespace, cost } of rows) {
    const used = Number(cost.cpu + cost.ram + cost.gpu);
    if (kind !== 'workload' || used <= 0) continue;
    whole += used;
    sums.set(namespace, (sums.get(namespace) ?? 0) + used);
  }
  return new Map([...sums].map(([namespace, used]) => [namespace, used / whole]));
}
