import type { ClusterFacts } from '../closing/gate.ts';
import type { AllocationDay, Pool } from '../model/cost.ts';
import type { ArmId, Cluster } from '../model/estate.ts';
import { type Amount, sumAmounts } from '../model/money.ts';
import type { SnapshotRow } from '../model/reading.ts';
import type { Day } from '../model/time.ts';
import type { AllocationComparison } from '../reports/chargebackReport.ts';
import { UsageComparison } from '../reports/comparison.ts';
import type { Notice } from '../reports/notice.ts';
import type { ClusterUse, DayPart } from './days.ts';

/** Hours of a whole day; an allocation that has fewer speaks for the day all the same. */
const DAY_HOURS = 24;

/** What an allocation prices as well, so that its estimate can be held against the bill. */
const ESTIMATED: ReadonlySet<Pool['category']> = new Set(['compute', 'storage', 'network', 'loadBalancer']);

/** What the days of a report told of themselves: for its coverage, its notices, and the gate before finance. */
export class SeenDays {
  readonly #remarks: string[] = [];
  readonly #clusters = new Map<ArmId, SeenCluster>();

  /** @param withWarnings false for a day that is only read to compare with */
  addPart({ day, pools, warnings, use }: DayPart, withWarnings = true): void {
    for (const pool of pools.pools) this.#of(pool.clusterId).addPool(pool);
    if (!withWarnings) return;
    this.#remarks.push(...warnings);
    if (use) this.#of(use.cluster.id).addUse(use, day);
  }

  /** Whether a cluster's machines cost something on a day, so that an allocation is needed. */
  usedMachines(clusterId: ArmId, day: Day): boolean {
    return this.#clusters.get(clusterId)?.machines.has(day) ?? false;
  }

  /** What was odd but usable. */
  get warnings(): readonly (Notice | string)[] {
    return [...[...this.#clusters.values()].flatMap((seen) => seen.listRemarks()), ...this.#remarks];
  }

  /** Days on which a cluster was used without a bill for it. */
  listUnbilled(clusters: readonly Cluster[], rows: readonly SnapshotRow[]): readonly Notice[] {
    const read = new Set(rows.filter((row) => row.source === 'cost.effective' && row.reading).map(placeOf));
    const used = Map.groupBy(
      rows.filter((row) => row.source === 'allocation' && row.reading && row.reading.rows > 0),
      (row) => row.scope,
    );
    return clusters.flatMap((cluster) => {
      const days = (used.get(cluster.id) ?? [])
        .map((row) => row.day)
        .filter((day) => read.has(placeOf({ scope: cluster.subscriptionId, day })))
        .filter((day) => !this.#clusters.get(cluster.id)?.billed.has(day));
      return days.length === 0 ? [] : [{ kind: 'unbilled', clusterName: cluster.name, days }];
    });
  }

  /** What each cluster's allocation says beside its bill, for the publish gate. */
  clusterFacts(): readonly ClusterFacts[] {
    return this.#seen().flatMap((seen) => seen.facts() ?? []);
  }

  /** Clusters that were metered beside another allocation. */
  comparisons(): readonly AllocationComparison[] {
    return this.#seen().flatMap((seen) => (seen.cluster && seen.comparison.describe(seen.cluster)) ?? []);
  }

  #seen(): readonly SeenCluster[] {
    return [...this.#clusters].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, seen]) => seen);
  }

  #of(clusterId: ArmId): SeenCluster {
    const known = this.#clusters.get(clusterId);
    if (known) return known;
    const fresh = new SeenCluster();
    this.#clusters.set(clusterId, fresh);
    return fresh;
  }
}

/** What was seen of one cluster. Its bill comes before its use. */
class SeenCluster {
  cluster: Cluster | undefined;
  readonly machines = new Map<Day, Amount>();
  /** By day and currency, what an allocation prices as well. */
  readonly billed = new Map<Day, Map<string, Amount>>();
  readonly comparison = new UsageComparison();
  readonly #days: Day[] = [];
  readonly #partial: { readonly day: Day; readonly hours: number }[] = [];
  readonly #idleUntold: Day[] = [];
  #estimate: Amount | undefined = 0n;
  #allocated: Amount = 0n;
  #negativeIdle: Amount = 0n;

  addPool({ category, day, currency, effective }: Pool): void {
    const sums = this.billed.get(day) ?? new Map<string, Amount>();
    this.billed.set(day, sums);
    if (!ESTIMATED.has(category)) return;
    sums.set(currency, (sums.get(currency) ?? 0n) + effective);
    if (category === 'compute' && effective !== 0n)
      this.machines.set(day, (this.machines.get(day) ?? 0n) + effective);
  }

  addUse({ cluster, allocation, metering }: ClusterUse, day: Day): void {
    this.cluster = cluster;
    if (!allocation) return;
    this.#days.push(day);
    this.#addEstimate(allocation);
    if (allocation.coveredHours < DAY_HOURS) this.#partial.push({ day, hours: allocation.coveredHours });
    if (!allocation.idleTold) this.#idleUntold.push(day);
    if (metering) this.comparison.addDay(allocation, metering, Number(this.machines.get(day) ?? 0n));
  }

  facts(): ClusterFacts | undefined {
    if (!this.cluster || this.#days.length === 0) return undefined;
    const sums = this.#days.flatMap((day) => [...(this.billed.get(day) ?? [])]);
    const currencies = new Set(sums.map(([currency]) => currency));
    return {
      clusterName: this.cluster.name,
      estimate: this.#estimate,
      billed: currencies.size > 1 ? undefined : sumAmounts(sums.map(([, amount]) => amount)),
      allocated: this.#allocated,
      negativeIdle: this.#negativeIdle,
    };
  }

  listRemarks(): readonly Notice[] {
    const clusterName = this.cluster?.name ?? '';
    const remarks: Notice[] = [];
    if (this.#partial.length > 0) {
      const hours = Math.min(...this.#partial.map((partial) => partial.hours));
      remarks.push({
        ...{ kind: 'partialDays', clusterName, hours: Number(hours.toFixed(1)) },
        days: this.#partial.map(({ day }) => day),
      });
    }
    if (this.#idleUntold.length > 0) {
      remarks.push({ kind: 'idleUntold', clusterName, days: this.#idleUntold });
    }
    return remarks;
  }

  /** Metering knows no prices of its own, so its costs are weights and no estimate. */
  #addEstimate({ producer, rows }: AllocationDay): void {
    let idle = 0n;
    let allocated = 0n;
    for (const { kind, cost } of rows) {
      const whole = cost.cpu + cost.ram + cost.gpu + cost.pv + cost.network + cost.loadBalancer;
      if (kind === 'idle') idle += whole;
      else allocated += whole;
    }
    this.#allocated += allocated;
    if (idle < 0n) this.#negativeIdle -= idle;
    if (producer === 'metering') this.#estimate = undefined;
    else if (this.#estimate !== undefined) this.#estimate += allocated + idle;
  }
}

function placeOf({ scope, day }: Pick<SnapshotRow, 'scope' | 'day'>): string {
  return `${scope}|${day}`;
}
