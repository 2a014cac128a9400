import type { Amount } from '../model/money.ts';
import { compareText } from '../model/order.ts';
import type { ResourceUse, WorkloadUse } from './workloads.ts';

/**
 * Room above average use that a recommended request leaves. An average hides peaks: a workload with steep ones
 * needs more, which its owner knows and Purser does not.
 */
export const HEADROOM = 1.2;

/** Days on which a workload must have run before a smaller request is recommended. */
export const MIN_WORKLOAD_DAYS = 3;

/** Days of a month in money terms: a year's by twelve. */
const MONTH_DAYS = 365 / 12;

export interface RightSizingOptions {
  readonly headroom: number;
  readonly minDays: number;
  /** Savings below this amount a month are not worth a change. */
  readonly least: Amount;
}

/** A workload that asks for more than it uses, and what a smaller request would save. */
export interface RightSizing {
  readonly clusterId: string;
  readonly namespace: string;
  readonly workload: string;
  /** Average requests and use, in cores and bytes, of the time that it ran. */
  readonly cpu: Sizing;
  readonly ram: Sizing;
  /** Of the charges on those days, the part that a right-sized request would not have cost. */
  readonly waste: Amount;
  /** The same a month. */
  readonly monthly: Amount;
}

/** Totals over the days, in core-hours or byte-hours. */
export interface Sizing {
  readonly requested: number;
  readonly used: number;
  readonly recommended: number;
}

/**
 * Prices what workloads ask for and do not use by what the bill charged for them: of a charge of a resource, the
 * share `1 − recommended ÷ allocated`, where `recommended` is use times {@link HEADROOM} and `allocated` is what
 * the charge was divided by. Workloads whose source tells no requests are left out: not told is not zero.
 * @returns the largest saving first
 */
export function findRightSizing(
  workloads: Iterable<WorkloadUse>,
  options: RightSizingOptions,
): readonly RightSizing[] {
  const found: RightSizing[] = [];
  for (const workload of workloads) {
    const sized = sizeWorkload(workload, options);
    if (sized && sized.monthly >= options.least && sized.monthly > 0n) found.push(sized);
  }
  return found.sort(
    (a, b) =>
      (a.monthly > b.monthly ? -1 : a.monthly < b.monthly ? 1 : 0) ||
      compareText(a.clusterId, b.clusterId) ||
      compareText(a.namespace, b.namespace) ||
      compareText(a.workload, b.workload),
  );
}

function sizeWorkload(
  { cpu, ram, charged, days, observedDays, clusterId, namespace, workload }: WorkloadUse,
  { headroom, minDays }: RightSizingOptions,
): RightSizing | undefined {
  if (days < minDays || charged <= 0n) return undefined;
  const [cpuSizing, ramSizing] = [size(cpu, headroom), size(ram, headroom)];
  const weights = cpu.weight + ram.weight;
  if (!cpuSizing || !ramSizing || weights === 0n) return undefined;
  const waste =
    wasteOf((charged * cpu.weight) / weights, cpu, cpuSizing) +
    wasteOf((charged * ram.weight) / weights, ram, ramSizing);
  return {
    ...{ clusterId, namespace, workload, waste },
    cpu: cpuSizing,
    ram: ramSizing,
    monthly: multiply(waste, MONTH_DAYS / Math.max(days, observedDays)),
  };
}

function size({ requested, used }: ResourceUse, headroom: number): Sizing | undefined {
  if (requested === undefined || used === undefined) return undefined;
  // What uses more than it asks for is recommended what it uses, which saves nothing.
  return { requested, used, recommended: used * headroom };
}

function wasteOf(charged: Amount, { allocated }: ResourceUse, { recommended }: Sizing): Amount {
  if (allocated <= 0 || recommended >= allocated) return 0n;
  return multiply(charged, 1 - recommended / allocated);
}

/** An amount times a ratio of measured quantities, which is an estimate: six digits are more than it bears. */
function multiply(amount: Amount, ratio: number): Amount {
  return (amount * BigInt(Math.round(ratio * 1e6))) / 1_000_000n;
}
