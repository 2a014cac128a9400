import type { AllocationRow } from '../../model/cost.ts';
import { type Amount, apportion, sumAmounts } from '../../model/money.ts';
import { MACHINE_RESOURCES, type MachineCosts, type MachineResource } from './machineCosts.ts';

/** The one idle row of a whole cluster whose workloads ran on several node pools; undefined when there is none. */
export function findUndividedIdle(rows: readonly AllocationRow[]): AllocationRow | undefined {
  const idle = rows.filter(({ kind }) => kind === 'idle');
  const [only] = idle;
  if (only === undefined || idle.length > 1 || only.nodePool !== '') return undefined;
  return listPools(rows).length > 1 ? only : undefined;
}

/**
 * Divides the idle of a cluster among its node pools: each resource in proportion to what the pool's machines
 * cost beyond what ran on them. The parts sum to the idle that was told; a resource that no pool has left over
 * stays undivided.
 */
export function divideIdle(
  rows: readonly AllocationRow[],
  idle: AllocationRow,
  machines: MachineCosts,
): readonly AllocationRow[] {
  const pools = [...machines.keys()].filter((pool) => pool !== '').toSorted();
  const left = { ...idle, cost: { ...idle.cost } };
  const parts = pools.map((nodePool) => ({ ...idle, ...NO_HOURS, nodePool, cost: { ...NO_COST } }));
  for (const resource of MACHINE_RESOURCES) {
    const weights = pools.map(
      (pool) => (machines.get(pool)?.[resource] ?? 0n) - sumUse(rows, pool, resource),
    );
    const amounts = apportion(idle.cost[resource], weights);
    if (amounts === undefined || idle.cost[resource] === 0n) continue;
    const hours = HOURS[resource];
    parts.forEach((part, index) => {
      const amount = amounts[index] ?? 0n;
      part.cost[resource] = amount;
      part[hours] = (idle[hours] * Number(amount)) / Number(idle.cost[resource]);
    });
    left.cost[resource] = 0n;
    left[hours] = 0;
  }
  return [...rows.filter((row) => row !== idle), ...[left, ...parts].filter(tellsAnything)];
}

const HOURS = { cpu: 'cpuCoreHours', ram: 'ramByteHours', gpu: 'gpuHours' } as const;
const NO_HOURS = { cpuCoreHours: 0, ramByteHours: 0, gpuHours: 0 };
const NO_COST = { cpu: 0n, ram: 0n, gpu: 0n, pv: 0n, network: 0n, loadBalancer: 0n };

function tellsAnything(row: AllocationRow): boolean {
  const hours = Object.values(HOURS).some((name) => row[name] !== 0);
  return hours || Object.values(row.cost).some((amount) => amount !== 0n);
}

function sumUse(rows: readonly AllocationRow[], pool: string, resource: MachineResource): Amount {
  const there = rows.filter((row) => row.kind !== 'idle' && row.nodePool === pool);
  return sumAmounts(there.map(({ cost }) => cost[resource]));
}

function listPools(rows: readonly AllocationRow[]): readonly string[] {
  return [...new Set(rows.map(({ nodePool }) => nodePool))].filter((pool) => pool !== '');
}
