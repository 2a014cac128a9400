import {
  ALLOCATION_RESOURCES,
  type AllocationResource,
  type AllocationRow,
  type ResourceHours,
} from '../../model/cost.ts';
import { type Amount, sumAmounts } from '../../model/money.ts';

const IDENTITY = ['kind', 'nodePool', 'namespace', 'controllerKind', 'controller'] as const;

/**
 * Makes one row of all that tell of the same use: sources give one for each node, and one for each hour.
 * Labels stay where all of them agree; a quantity that one of them does not tell is not told by the sum.
 */
export function foldRows(rows: readonly AllocationRow[]): AllocationRow[] {
  const groups = Map.groupBy(rows, (row) => JSON.stringify(IDENTITY.map((part) => row[part])));
  return [...groups.values()].map((group) => group.reduce(addRow));
}

/** Makes one row of all idle rows of a node pool, and leaves the others as they are. */
export function foldIdle(rows: readonly AllocationRow[]): AllocationRow[] {
  const idle = rows.filter((row) => row.kind === 'idle');
  return [...rows.filter((row) => row.kind !== 'idle'), ...foldRows(idle)];
}

function addRow(a: AllocationRow, b: AllocationRow): AllocationRow {
  return {
    ...a,
    labels: intersect(a.labels, b.labels),
    namespaceLabels: intersect(a.namespaceLabels, b.namespaceLabels),
    cost: Object.fromEntries(
      ALLOCATION_RESOURCES.map((resource) => [resource, a.cost[resource] + b.cost[resource]]),
    ) as Record<AllocationResource, Amount>,
    cpuCoreHours: a.cpuCoreHours + b.cpuCoreHours,
    ramByteHours: a.ramByteHours + b.ramByteHours,
    gpuHours: a.gpuHours + b.gpuHours,
    requested: addHours(a.requested, b.requested),
    used: addHours(a.used, b.used),
    efficiency: a.kind === 'idle' ? undefined : meanEfficiency(a, b),
  };
}

function addHours(a: ResourceHours | undefined, b: ResourceHours | undefined): ResourceHours | undefined {
  if (a === undefined || b === undefined) return undefined;
  return {
    cpuCoreHours: a.cpuCoreHours + b.cpuCoreHours,
    ramByteHours: a.ramByteHours + b.ramByteHours,
  };
}

/** Weighted by the cost of CPU and memory, as the source itself weighs them. */
function meanEfficiency(a: AllocationRow, b: AllocationRow): number | undefined {
  if (a.efficiency === undefined || b.efficiency === undefined) return a.efficiency ?? b.efficiency;
  const [weightOfA, weightOfB] = [a, b].map(({ cost }) => Number(cost.cpu + cost.ram)) as [number, number];
  const weight = weightOfA + weightOfB;
  return weight === 0 ? a.efficiency : (a.efficiency * weightOfA + b.efficiency * weightOfB) / weight;
}

function intersect(
  a: Readonly<Record<string, string>>,
  b: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(a).filter(([name, value]) => b[name] === value));
}

/** What a row costs at the source's prices, all resources together. */
export function totalCost(row: AllocationRow): Amount {
  return sumAmounts(Object.values(row.cost));
}

/** Sorts by kind, node pool, namespace, kind of controller and controller. */
export function sortRows(rows: readonly AllocationRow[]): AllocationRow[] {
  const byParts = (a: AllocationRow, b: AllocationRow): number => {
    for (const part of IDENTITY) {
      if (a[part] !== b[part]) return a[part] < b[part] ? -1 : 1;
    }
    return 0;
  };
  return [...rows].sort(byParts);
}
