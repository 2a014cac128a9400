import type { AllocationRow } from '../model/cost.ts';
import type { MachineWeights } from './policy.ts';

/** What a row used of machines, in billionths of core-hours, GiB-hours and GPU-hours. */
interface MachineUse {
  readonly cpu: bigint;
  readonly ram: bigint;
  readonly gpu: bigint;
}

const GIB = 2 ** 30;
const BILLION = 1e9;

/** A row's weight by the prices of the allocation source. */
export function weighByCost({ cost }: AllocationRow): bigint {
  return cost.cpu + cost.ram + cost.gpu;
}

/**
 * Makes the weighing of one cluster's rows by configured prices. A source that prices idle capacity without
 * telling its hours (OpenCost) is taken by what an hour of each resource costs on the same cluster and day.
 * @returns undefined when the rows tell no hours at all
 */
export function weighByHours(
  rows: readonly AllocationRow[],
  weights: MachineWeights,
): ((row: AllocationRow) => bigint) | undefined {
  const used = { cpu: 0n, ram: 0n, gpu: 0n };
  const cost = { cpu: 0n, ram: 0n, gpu: 0n };
  for (const row of rows) {
    if (row.kind === 'idle') continue;
    const hours = hoursOf(row);
    for (const resource of ['cpu', 'ram', 'gpu'] as const) {
      used[resource] += hours[resource];
      cost[resource] += row.cost[resource];
    }
  }
  if (used.cpu + used.ram + used.gpu === 0n) return undefined;
  const priced = (row: AllocationRow, resource: 'cpu' | 'ram' | 'gpu'): bigint =>
    cost[resource] > 0n ? (row.cost[resource] * used[resource]) / cost[resource] : 0n;
  return (row) => {
    const told = hoursOf(row);
    const hours =
      row.kind === 'idle' && told.cpu + told.ram + told.gpu === 0n
        ? { cpu: priced(row, 'cpu'), ram: priced(row, 'ram'), gpu: priced(row, 'gpu') }
        : told;
    return hours.cpu * weights.cpuCoreHour + hours.ram * weights.ramGibHour + hours.gpu * weights.gpuHour;
  };
}

function hoursOf(row: AllocationRow): MachineUse {
  return {
    cpu: toBillionths(row.cpuCoreHours),
    ram: toBillionths(row.ramByteHours / GIB),
    gpu: toBillionths(row.gpuHours),
  };
}

/** Quantities come as floating-point numbers, and from the wild as NaN or below zero: those count as none. */
export function toBillionths(quantity: number): bigint {
  return quantity > 0 && Number.isFinite(quantity) ? BigInt(Math.round(quantity * BILLION)) : 0n;
}
