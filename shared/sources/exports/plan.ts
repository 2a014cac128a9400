import type { CostMetric } from '../../model/cost.ts';
import { type Day, daysBetween, type Period } from '../../model/time.ts';
import type { Run } from './manifest.ts';
import { chooseRuns, isOfSubscription, mayOverlap } from './overlap.ts';

/** A run that was read, and what it tells of the month. */
export interface ReadRun {
  /** Its number in the table of charges. */
  readonly number: number;
  readonly run: Run;
  /** The days that it tells in full; undefined when it tells none. */
  readonly covers: { readonly from: Day; readonly to: Day } | undefined;
  /** The days that it has charges of, by subscription. */
  readonly charged: ReadonlyMap<string, ReadonlySet<Day>>;
}

/** A day of a subscription and the runs whose charges count; undefined for a sum that no run tells of that day. */
export interface PlannedDay extends Readonly<Record<CostMetric, ReadonlySet<number> | undefined>> {
  readonly subscriptionId: string;
  readonly day: Day;
}

const HOLDERS: Readonly<Record<CostMetric, readonly Run['type'][]>> = {
  effective: ['focus', 'amortized'],
  billed: ['focus', 'actual'],
};

/**
 * Decides which run tells which day of which subscription, so that no charge counts twice and no day that
 * nobody told is taken for one without cost.
 * @param subscriptions in the order in which they are handed out
 */
export function planDays(
  runs: readonly ReadRun[],
  subscriptions: readonly string[],
  month: Period,
): { readonly days: readonly PlannedDay[]; readonly warnings: readonly string[] } {
  const days: PlannedDay[] = [];
  const overlaps = new Map<string, Set<string>>();
  for (const subscriptionId of subscriptions) {
    for (const day of daysBetween(month.from, month.to)) {
      const choose = (metric: CostMetric): ReadonlySet<number> | undefined => {
        const choice = chooseHolders(runs, metric, subscriptionId, day);
        for (const text of choice?.overlaps ?? []) {
          overlaps.set(text, (overlaps.get(text) ?? new Set()).add(subscriptionId));
        }
        return choice?.numbers;
      };
      const [effective, billed] = [choose('effective'), choose('billed')];
      if (effective || billed) days.push({ subscriptionId, day, effective, billed });
    }
  }
  const warnings = [...overlaps].map(
    ([text, { size }]) => `${text} ${size} subscriptions; there only the first is used.`,
  );
  return { days, warnings };
}

function chooseHolders(
  runs: readonly ReadRun[],
  metric: CostMetric,
  subscriptionId: string,
  day: Day,
): { readonly numbers: ReadonlySet<number>; readonly overlaps: readonly string[] } | undefined {
  const holders = runs.filter(({ run }) => HOLDERS[metric].includes(run.type));
  const charging = holders.filter(({ charged }) => charged.get(subscriptionId)?.has(day));
  if (charging.length === 0 && !holders.some((holder) => coversDay(holder, subscriptionId, day)))
    return undefined;
  const chosen = chooseRuns(charging.map(({ run }) => run));
  const overlaps = charging.flatMap(({ run }) => {
    const used = chosen.find((other) => mayOverlap(run, other));
    if (!used || used === run || used.subject === run.subject) return [];
    return [
      `The exports ${used.name} (${used.type}) and ${run.name} (${run.type}) both tell the ${metric} cost of`,
    ];
  });
  const numbers = new Set(charging.flatMap(({ number, run }) => (chosen.includes(run) ? [number] : [])));
  return { numbers, overlaps };
}

/** An export of a billing scope tells of the subscriptions that it has charges of; there is no list of others. */
function coversDay({ run, covers, charged }: ReadRun, subscriptionId: string, day: Day): boolean {
  if (!covers || day < covers.from || day > covers.to) return false;
  return charged.has(subscriptionId) || isOfSubscription(run, subscriptionId);
}
