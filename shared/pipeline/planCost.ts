import type { SnapshotRow } from '../model/reading.ts';
import type { CollectTask } from '../model/tasks.ts';
import { addDays, type Day, dayOf, monthOf } from '../model/time.ts';
import type { ReportingApp } from './app.ts';
import { EXPORTS_SCOPE } from './collectExports.ts';

/** Azure answers a daily query for 31 days at most. */
const SLICE_DAYS = 31;
/** A reading younger than this is not repeated, so that a second run on a day picks up where the first was. */
const FRESH_MS = 20 * 3_600_000;

/**
 * The tasks of reading the bill: by subscription from the Query API, or by month from exports.
 * @param anew whether days that are kept and settled are read all the same
 */
export async function planCost(
  app: ReportingApp,
  days: readonly Day[],
  now: Date,
  run: string,
  anew: boolean,
): Promise<CollectTask[]> {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return [];
  const settled = addDays(dayOf(now), -app.config.cost.trailingDays);
  const rows = [
    ...(await app.store.snapshots.listRows('cost.effective', first, last)),
    ...(await app.store.snapshots.listRows('cost.billed', first, last)),
  ];
  const kept = new Set(
    rows
      .filter((row) => !anew && row.reading && (row.day < settled || isFresh(row, now)))
      .map((row) => `${row.source}|${row.scope}|${row.day}`),
  );
  const { subscriptions } = app.config.azure;
  const lacks = (scope: string, day: Day): boolean =>
    !kept.has(`cost.effective|${scope}|${day}`) || !kept.has(`cost.billed|${scope}|${day}`);
  if (app.config.cost.exports.length > 0) {
    const needed = days.filter((day) => subscriptions.some((scope) => lacks(scope, day)));
    return sliceDays(needed).map((slice) => ({ source: 'cost', scope: EXPORTS_SCOPE, ...slice, run }));
  }
  return subscriptions.flatMap((scope) =>
    sliceDays(days.filter((day) => lacks(scope, day))).map((slice) => ({
      source: 'cost',
      scope,
      ...slice,
      run,
    })),
  );
}

/** Whether a reading is so young that it need not be repeated. */
export function isFresh(row: SnapshotRow, now: Date): boolean {
  return row.reading !== undefined && now.getTime() - Date.parse(row.reading.asOf) < FRESH_MS;
}

/** Joins days to runs without gaps, within one month and one query's length. */
function sliceDays(days: readonly Day[]): { from: Day; to: Day }[] {
  const slices: { from: Day; to: Day }[] = [];
  for (const day of days) {
    const current = slices.at(-1);
    const joins =
      current &&
      addDays(current.to, 1) === day &&
      monthOf(current.from).id === monthOf(day).id &&
      addDays(current.from, SLICE_DAYS - 1) >= day;
    if (joins) current.to = day;
    else slices.push({ from: day, to: day });
  }
  return slices;
}
