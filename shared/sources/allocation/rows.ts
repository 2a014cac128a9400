import { ALLOCATION_RESOURCES, type AllocationResource, type AllocationRow } from '../../model/cost.ts';
import { type Amount, sumAmounts } from '../../model/money.ts';

/** Makes one row of all idle rows: sources give one for the cluster, or one for each node. */
export function mergeIdle(rows: readonly AllocationRow[]): AllocationRow[] {
  const idle = rows.filter((row) => row.kind === 'idle');
  const [first] = idle;
  if (first === undefined) return [...rows];
  const cost = Object.fromEntries(
    ALLOCATION_RESOURCES.map((resource) => [resource, sumAmounts(idle.map((row) => row.cost[resource]))]),
  ) as Record<AllocationResource, Amount>;
  const merged: AllocationRow = {
    ...first,
    cost,
    cpuCoreHours: idle.reduce((sum, row) => sum + row.cpuCoreHours, 0),
    ramByteHours: idle.reduce((sum, row) => sum + row.ramByteHours, 0),
    efficiency: undefined,
  };
  return [...rows.filter((row) => row.kind !== 'idle'), merged];
}

/** Sorts by kind, namespace, kind of controller and controller. */
export function sortRows(rows: readonly AllocationRow[]): AllocationRow[] {
  const byParts = (a: AllocationRow, b: AllocationRow): number => {
    for (const part of ['kind', 'namespace', 'controllerKind', 'controller'] as const) {
      if (a[part] !== b[part]) return a[part] < b[part] ? -1 : 1;
    }
    return 0;
  };
  return [...rows].sort(byParts);
}
