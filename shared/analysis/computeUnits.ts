import type { AllocationRow } from '../model/cost.ts';

/** Relative prices of an hour of each resource. */
export interface ResourcePrices {
  readonly cpuCoreHour: number;
  readonly ramGibHour: number;
  readonly gpuHour: number;
}

/** What OpenCost prices resources at where it knows no better (opencost configs/default.json). */
export const DEFAULT_PRICES: ResourcePrices = { cpuCoreHour: 0.031611, ramGibHour: 0.004237, gpuHour: 0.95 };

const GIB = 1024 ** 3;

/**
 * How much compute a workload was allocated, at constant prices: CPU, memory and GPU as one quantity, which grows
 * only when more is allocated. In whole millionths of the prices' unit, so that sums do not hang on their order.
 */
export function measureCompute(row: AllocationRow, prices: ResourcePrices): number {
  const quantity =
    positive(row.cpuCoreHours) * prices.cpuCoreHour +
    (positive(row.ramByteHours) / GIB) * prices.ramGibHour +
    positive(row.gpuHours) * prices.gpuHour;
  return Math.round(quantity * 1e6);
}

function positive(value: number): number {
  return Number.isFinite(value) && value > 0 ? value : 0;
}
