import type { AllocationRow } from '../model/cost.ts';
import type { Amount } from '../model/money.ts';

/** What one workload asked for, used and was charged over some days. CPU in core-hours, memory in byte-hours. */
export interface WorkloadUse {
  readonly clusterId: string;
  readonly namespace: string;
  /** Name of the controller; its kind is not in a charge. */
  readonly workload: string;
  readonly cpu: ResourceUse;
  readonly ram: ResourceUse;
  /** Direct charges for its CPU and memory on those days, exact. */
  readonly charged: Amount;
  /** Days on which it ran. */
  readonly days: number;
  /** Days on which it would have been seen: those of the period on which its cluster was read. */
  readonly observedDays: number;
}

/** One resource of a workload. */
export interface ResourceUse {
  /** The larger of request and use, a container at a time. */
  readonly allocated: number;
  /** Undefined where a day's source did not tell. */
  readonly requested: number | undefined;
  readonly used: number | undefined;
  /** Its weight in the charge: what the allocation source prices it at. */
  readonly weight: bigint;
}

interface ResourceSum {
  allocated: number;
  requested: number;
  used: number;
  weight: bigint;
}

/**
 * Adds a workload's days up, in any order: hours count in whole small units, so that no order rounds otherwise.
 */
export class WorkloadSum {
  readonly #cpu: ResourceSum = { allocated: 0, requested: 0, used: 0, weight: 0n };
  readonly #ram: ResourceSum = { allocated: 0, requested: 0, used: 0, weight: 0n };
  #gpuWeight = 0n;
  readonly #days = new Set<string>();
  #isTold = true;

  addRow(day: string, row: AllocationRow): void {
    this.#days.add(day);
    const { requested, used } = row;
    if (!requested || !used) this.#isTold = false;
    addUse(this.#cpu, row.cpuCoreHours, requested?.cpuCoreHours, used?.cpuCoreHours, CPU_UNIT);
    addUse(this.#ram, row.ramByteHours, requested?.ramByteHours, used?.ramByteHours, RAM_UNIT);
    this.#cpu.weight += row.cost.cpu > 0n ? row.cost.cpu : 0n;
    this.#ram.weight += row.cost.ram > 0n ? row.cost.ram : 0n;
    this.#gpuWeight += row.cost.gpu > 0n ? row.cost.gpu : 0n;
  }

  /**
   * The sum, with what was charged directly for it on those days; a GPU's part of that is left out, since a GPU
   * cannot be sized.
   */
  toUse(
    place: Pick<WorkloadUse, 'clusterId' | 'namespace' | 'workload' | 'observedDays'>,
    charged: Amount,
  ): WorkloadUse {
    const read = (sum: ResourceSum, unit: number): ResourceUse => ({
      allocated: sum.allocated / unit,
      requested: this.#isTold ? sum.requested / unit : undefined,
      used: this.#isTold ? sum.used / unit : undefined,
      weight: sum.weight,
    });
    const weights = this.#cpu.weight + this.#ram.weight + this.#gpuWeight;
    const sized = this.#cpu.weight + this.#ram.weight;
    return {
      ...place,
      cpu: read(this.#cpu, CPU_UNIT),
      ram: read(this.#ram, RAM_UNIT),
      charged: weights === 0n ? 0n : (charged * sized) / weights,
      days: this.#days.size,
    };
  }
}

/** A millionth of a core-hour. */
const CPU_UNIT = 1e6;
/** A KiB-hour: sums of them stay whole numbers. */
const RAM_UNIT = 1 / 1024;

function addUse(
  sum: ResourceSum,
  allocated: number,
  requested: number | undefined,
  used: number | undefined,
  unit: number,
): void {
  sum.allocated += whole(allocated, unit);
  sum.requested += whole(requested, unit);
  sum.used += whole(used, unit);
}

/** In whole units; a figure that is negative or no number counts as nothing. */
function whole(value: number | undefined, unit: number): number {
  return value !== undefined && Number.isFinite(value) && value > 0 ? Math.round(value * unit) : 0;
}
