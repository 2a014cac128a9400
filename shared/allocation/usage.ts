import type { AllocationRow } from '../model/cost.ts';
import { compareText } from '../model/order.ts';
import type { Owner } from '../model/ownership.ts';
import { listTeams, type NamespaceOwner, nameOwner, sumByOwner } from './owners.ts';
import type { SharingMetric, SharingPolicy } from './policy.ts';
import { isSharer, toUse, toUsers, type Use, type Users } from './use.ts';
import { toBillionths, weighByCost, weighByHours } from './weights.ts';

/** An allocation row with the owner that ownership gave it. */
export interface OwnedRow {
  readonly row: AllocationRow;
  readonly owner: Owner;
}

/** Categories that a workload uses by itself; the others are overhead of the cluster. */
export const USED_CATEGORIES = ['compute', 'storage', 'network', 'loadBalancer'] as const;
export type UsedCategory = (typeof USED_CATEGORIES)[number];

/**
 * One cluster's allocation of one day, weighed once for all pools of that day. The order that the rows came in
 * changes nothing.
 */
export class ClusterUsage {
  /** Whether machines are weighed by configured prices rather than those of the source. */
  readonly weighted: boolean;
  /** Use of the whole cluster by category; machines for compute. */
  readonly of: Readonly<Record<UsedCategory, Use>>;
  /** Machines by node pool, in lower case, where the source tells the pool. */
  readonly nodePools: ReadonlyMap<string, Use>;
  /** Machines where the source tells no pool. */
  readonly unplaced: Use;
  /** Teams with direct use of anything, `unowned` among them when such workloads ran; sorted. */
  readonly teams: readonly string[];
  readonly #sharers: readonly OwnedRow[];
  readonly #metrics = new Map<SharingMetric, Users>();
  readonly #namespaces: ReadonlyMap<string, readonly OwnedRow[]>;

  constructor(rows: readonly OwnedRow[], weights: SharingPolicy['weights']) {
    const weighByWeights =
      weights &&
      weighByHours(
        rows.map(({ row }) => row),
        weights,
      );
    const weigh = weighByWeights ?? weighByCost;
    this.weighted = weighByWeights !== undefined;
    const entries = rows.map((owned) => ({ owned, machines: weigh(owned.row) })).sort(compareEntries);
    const sorted = entries.map(({ owned }) => owned);
    const machines = entries.map((entry) => entry.machines);
    this.of = {
      compute: toUse(sorted, machines),
      storage: toUse(
        sorted,
        sorted.map(({ row }) => row.cost.pv),
      ),
      network: toUse(
        sorted,
        sorted.map(({ row }) => row.cost.network),
      ),
      loadBalancer: toUse(
        sorted,
        sorted.map(({ row }) => row.cost.loadBalancer),
      ),
    };
    const places = Map.groupBy(
      entries.filter((entry) => entry.machines > 0n),
      ({ owned }) => owned.row.nodePool.toLowerCase(),
    );
    const useAt = (place: string): Use => {
      const there = places.get(place) ?? [];
      return toUse(
        there.map(({ owned }) => owned),
        there.map((entry) => entry.machines),
      );
    };
    this.unplaced = useAt('');
    this.nodePools = new Map(
      [...places.keys()]
        .filter((place) => place !== '')
        .sort()
        .map((place) => [place, useAt(place)]),
    );
    this.#sharers = sorted.filter(isSharer);
    this.teams = listTeams(USED_CATEGORIES.flatMap((category) => this.of[category].sharers.rows));
    this.#namespaces = Map.groupBy(
      sorted.filter(({ row }) => row.kind === 'workload' || row.kind === 'unmounted'),
      ({ row }) => row.namespace,
    );
  }

  /** The workloads by a metric; nobody when the source told it of none. */
  usersBy(metric: SharingMetric): Users {
    const known = this.#metrics.get(metric);
    if (known) return known;
    const users = toUsers(
      this.#sharers,
      this.#sharers.map(({ row }) => measure(row, metric)),
    );
    this.#metrics.set(metric, users);
    return users;
  }

  /**
   * The owners within a namespace by what they used of a category, or else of machines; nobody when nothing of
   * the kind ran there.
   */
  ownersIn(namespace: string, category: UsedCategory): readonly NamespaceOwner[] {
    const rows = this.#namespaces.get(namespace) ?? [];
    const own = sumByOwner(rows, (row) => costOf(row, category));
    return own.length > 0 ? own : sumByOwner(rows, weighByCost);
  }
}

/** Weighs one cluster's rows of one day, for {@link distributePool}; undefined when no allocation was read. */
export function prepareUsage(
  rows: readonly OwnedRow[] | undefined,
  policy: Pick<SharingPolicy, 'weights'>,
): ClusterUsage | undefined {
  return rows === undefined || rows.length === 0 ? undefined : new ClusterUsage(rows, policy.weights);
}

function costOf(row: AllocationRow, category: UsedCategory): bigint {
  switch (category) {
    case 'compute':
      return weighByCost(row);
    case 'storage':
      return row.cost.pv;
    default:
      return row.cost[category];
  }
}

function measure({ requested, used }: AllocationRow, metric: SharingMetric): bigint {
  switch (metric) {
    case 'cpuRequests':
      return toBillionths(requested?.cpuCoreHours ?? 0);
    case 'ramRequests':
      return toBillionths(requested?.ramByteHours ?? 0);
    case 'cpuUsage':
      return toBillionths(used?.cpuCoreHours ?? 0);
    case 'ramUsage':
      return toBillionths(used?.ramByteHours ?? 0);
  }
}

interface Entry {
  readonly owned: OwnedRow;
  readonly machines: bigint;
}

/** One order for all: remainders fall the same way whatever order the source answered in. */
function compareEntries(a: Entry, b: Entry): number {
  return (
    compareRows(a.owned.row, b.owned.row) ||
    compareWeights(a.machines, b.machines) ||
    compareWeights(a.owned.row.cost.pv, b.owned.row.cost.pv) ||
    compareWeights(a.owned.row.cost.network, b.owned.row.cost.network) ||
    compareWeights(a.owned.row.cost.loadBalancer, b.owned.row.cost.loadBalancer) ||
    compareText(nameOwner(a.owned.owner), nameOwner(b.owned.owner))
  );
}

function compareRows(a: AllocationRow, b: AllocationRow): number {
  return (
    compareText(a.kind, b.kind) ||
    compareText(a.namespace, b.namespace) ||
    compareText(a.controllerKind, b.controllerKind) ||
    compareText(a.controller, b.controller) ||
    compareText(a.nodePool, b.nodePool)
  );
}

function compareWeights(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
