import type { SnapshotRow, Source } from '../model/reading.ts';
import { SOURCES } from '../model/reading.ts';
import { addDays, type Day, daysBetween, type Period } from '../model/time.ts';
import type { Expectation } from '../reports/coverage.ts';
import type { ReportingApp } from './app.ts';
import { lastClosedDay } from './chargebackReport.ts';
import { listStateRows, loadInventory } from './inventory.ts';
import { PUBLISHED_AFTER_DAYS } from './readings.ts';

/** What should have been read for a week, and what is kept of it. */
export interface ExpectedWeek {
  readonly expected: readonly Expectation[];
  readonly rows: readonly SnapshotRow[];
  /** The first day of which an inventory is known, as far back as it is looked for; undefined for none. */
  readonly begun: Day | undefined;
}

/** Sources that are read of every subscription every day. */
const DAILY = ['policy', 'defender', 'posture'] as const satisfies readonly Source[];

/**
 * What the nights of a week should have read since the first inventory was: the state of each day, and the usage of the
 * clusters that ran. Days of the bill are looked at as late as Azure publishes them, so that each is looked at once.
 */
export async function expectWeek(app: ReportingApp, period: Period): Promise<ExpectedWeek> {
  const { azure, cost } = app.config;
  const to = lastClosedDay(app, period.to);
  const billDays = daysBetween(
    addDays(period.from, -PUBLISHED_AFTER_DAYS),
    addDays(to, -PUBLISHED_AFTER_DAYS),
  );
  const begun = (await listStateRows(app, 'inventory', period.from))[0]?.day;
  const days = daysBetween(begun !== undefined && begun > period.from ? begun : period.from, to);
  const estate = await readEstate(app, days);
  const expect = (source: Source, scope: string, own: readonly Day[]): Expectation => ({
    ...{ source, scope, name: estate.names.get(scope) ?? scope, days: own },
  });
  const expected = [
    expect('inventory', 'estate', days),
    ...azure.subscriptions.flatMap((scope) => [
      ...DAILY.map((source) => expect(source, scope, days)),
      // Rows of exports carry the tags of their resources themselves.
      ...(cost.exports.length > 0 ? [] : [expect('resources', scope, days)]),
      expect('cost.effective', scope, billDays),
      expect('cost.billed', scope, billDays),
    ]),
    ...[...estate.clusterDays].flatMap(([scope, own]) => [
      expect('kubernetes', scope, own),
      expect('allocation', scope, own),
    ]),
  ];
  const rows = await Promise.all(
    SOURCES.map((source) => app.store.snapshots.listRows(source, billDays[0] ?? period.from, to)),
  );
  return { expected: [...expected, ...expectTried(rows.flat(), expected)], rows: rows.flat(), begun };
}

/** Names of what there was, and the days on which each cluster ran. */
async function readEstate(app: ReportingApp, days: readonly Day[]) {
  const names = new Map<string, string>();
  const clusterDays = new Map<string, Day[]>();
  for (const day of days) {
    const inventory = await loadInventory(app, day);
    for (const { id, name } of inventory?.subscriptions ?? []) names.set(id, name);
    for (const { id, name, running } of inventory?.clusters ?? []) {
      names.set(id, name);
      if (running) clusterDays.set(id, [...(clusterDays.get(id) ?? []), day]);
    }
  }
  return { names, clusterDays };
}

/** What was tried in vain without being expected: a problem that is kept is told. */
function expectTried(rows: readonly SnapshotRow[], expected: readonly Expectation[]): readonly Expectation[] {
  const known = new Set(
    expected.flatMap(({ source, scope, days }) => days.map((day) => `${source}|${scope}|${day}`)),
  );
  const names = new Map(expected.map(({ scope, name }) => [scope, name]));
  const tried = rows.filter(
    ({ source, scope, day, reading, problem }) =>
      !reading && problem && !known.has(`${source}|${scope}|${day}`) && !isBill(source),
  );
  return [...Map.groupBy(tried, ({ source, scope }) => `${source}|${scope}`).values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const { source, scope } = first;
    return [{ source, scope, name: names.get(scope) ?? scope, days: own.map(({ day }) => day) }];
  });
}

/** Recent days of the bill are a problem only while Azure has not published them. */
function isBill(source: Source): boolean {
  return source === 'cost.effective' || source === 'cost.billed';
}
