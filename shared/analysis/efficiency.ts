import { type Amount, sumAmounts } from '../model/money.ts';
import type { RightSizing } from './rightSizing.ts';
import type { WorkloadUse } from './workloads.ts';

/** How much of what its workloads asked for a team used. */
export interface Efficiency {
  /** Use over request, 0.35 for 35 %; undefined when nothing was asked for. */
  readonly cpu: number | undefined;
  readonly ram: number | undefined;
  /** What right-sizing all of its workloads would save a month. */
  readonly monthlySaving: Amount;
  /** Workloads whose requests and use were told, and those whose source does not tell them. */
  readonly told: number;
  readonly untold: number;
}

/** Sums a team's workloads up; where no source tells requests, it says so by `told: 0`. */
export function measureEfficiency(
  workloads: Iterable<WorkloadUse>,
  rightSizing: readonly RightSizing[],
): Efficiency {
  const sums = { cpu: { requested: 0, used: 0 }, ram: { requested: 0, used: 0 } };
  let [told, untold] = [0, 0];
  for (const workload of workloads) {
    const { cpu, ram } = workload;
    if (cpu.requested === undefined || ram.requested === undefined) {
      untold += 1;
      continue;
    }
    told += 1;
    sums.cpu.requested += cpu.requested;
    sums.cpu.used += cpu.used ?? 0;
    sums.ram.requested += ram.requested;
    sums.ram.used += ram.used ?? 0;
  }
  const ratio = ({ requested, used }: { readonly requested: number; readonly used: number }) =>
    requested > 0 ? used / requested : undefined;
  return {
    cpu: ratio(sums.cpu),
    ram: ratio(sums.ram),
    monthlySaving: sumAmounts(rightSizing.map(({ monthly }) => monthly)),
    told,
    untold,
  };
}
