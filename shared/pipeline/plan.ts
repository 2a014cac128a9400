import type { Cluster, Inventory } from '../model/estate.ts';
import type { SnapshotRow, Source } from '../model/reading.ts';
import type { CollectTask } from '../model/tasks.ts';
import { addDays, type Day, dayOf, daysBetween, monthOf, startOf } from '../model/time.ts';
import type { ReportingApp } from './app.ts';

/** What to collect: a window of days, and optionally one source or the clusters of one name. */
export interface CollectionRequest {
  readonly from: Day;
  readonly to: Day;
  readonly source?: CollectTask['source'];
  readonly cluster?: string;
}

/** Azure answers a daily query for 31 days at most. */
const SLICE_DAYS = 31;
/** A reading younger than this is not repeated, so that a second run on a day picks up where the first was. */
const FRESH_MS = 20 * 3_600_000;
/** Usage reaches an allocation source late: a reading made this soon after its day is made once more. */
const SETTLE_MS = 12 * 3_600_000;

/** The window a timer collects: the trailing days that Azure may still change, up to today. */
export function nightlyRequest(app: ReportingApp): CollectionRequest {
  const today = dayOf(app.clock.now());
  return { from: addDays(today, -app.config.cost.trailingDays), to: today };
}

/** The first task of a collection: what the estate consists of decides what else there is to read. */
export function planCollection(request: CollectionRequest, run: string): CollectTask {
  const { from, to, ...only } = request;
  return {
    source: 'inventory',
    scope: 'estate',
    from,
    to,
    run,
    ...(Object.keys(only).length > 0 && { only }),
  };
}

/** The tasks that an inventory asks for, leaving out what is already kept and fresh. */
export async function planEstate(
  app: ReportingApp,
  inventory: Inventory,
  { from, to, run, only }: CollectTask,
): Promise<readonly CollectTask[]> {
  const now = app.clock.now();
  const today = dayOf(now);
  const yesterday = addDays(today, -1);
  const closed = daysBetween(from, to < yesterday ? to : yesterday);
  const wants = (source: CollectTask['source']): boolean =>
    !only?.source || only.source === source || (source === 'cost' && only.source.startsWith('cost.'));
  const clusters = inventory.clusters.filter(
    (cluster) => cluster.running && (!only?.cluster || only.cluster === cluster.name),
  );
  const tasks: CollectTask[] = [];
  if (wants('cost') && !only?.cluster) tasks.push(...(await planCost(app, closed, now, run)));
  if (wants('allocation')) tasks.push(...(await planAllocation(app, clusters, closed, now, run)));
  if (to >= today) {
    const scopes: readonly (readonly [Source, readonly string[]])[] = [
      ['kubernetes', clusters.map((cluster) => cluster.id)],
      ['policy', only?.cluster ? [] : app.config.azure.subscriptions],
      ['defender', only?.cluster ? [] : app.config.azure.subscriptions],
    ];
    for (const [source, names] of scopes) {
      if (wants(source)) tasks.push(...(await planToday(app, source, names, today, run)));
    }
  }
  return tasks;
}

async function planCost(
  app: ReportingApp,
  days: readonly Day[],
  now: Date,
  run: string,
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
      .filter((row) => row.reading && (row.day < settled || isFresh(row, now)))
      .map((row) => `${row.source}|${row.scope}|${row.day}`),
  );
  return app.config.azure.subscriptions.flatMap((scope) => {
    const needed = days.filter(
      (day) => !kept.has(`cost.effective|${scope}|${day}`) || !kept.has(`cost.billed|${scope}|${day}`),
    );
    return sliceDays(needed).map(({ from, to }) => ({ source: 'cost' as const, scope, from, to, run }));
  });
}

async function planAllocation(
  app: ReportingApp,
  clusters: readonly Cluster[],
  days: readonly Day[],
  now: Date,
  run: string,
): Promise<CollectTask[]> {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return [];
  const rows = await app.store.snapshots.listRows('allocation', first, last);
  const kept = new Set(
    rows
      .filter((row) => row.reading && (isSettled(row) || isFresh(row, now)))
      .map((row) => `${row.scope}|${row.day}`),
  );
  return days.flatMap((day) =>
    clusters
      .filter((cluster) => !kept.has(`${cluster.id}|${day}`))
      .map((cluster) => ({ source: 'allocation' as const, scope: cluster.id, from: day, to: day, run })),
  );
}

async function planToday(
  app: ReportingApp,
  source: Source,
  scopes: readonly string[],
  today: Day,
  run: string,
): Promise<CollectTask[]> {
  const rows = await app.store.snapshots.listRows(source, today, today);
  const kept = new Set(rows.filter((row) => row.reading).map((row) => row.scope));
  return scopes
    .filter((scope) => !kept.has(scope))
    .map((scope) => ({ source, scope, from: today, to: today, run }));
}

function isFresh(row: SnapshotRow, now: Date): boolean {
  return row.reading !== undefined && now.getTime() - Date.parse(row.reading.asOf) < FRESH_MS;
}

function isSettled(row: SnapshotRow): boolean {
  const end = startOf(addDays(row.day, 1)).getTime();
  return row.reading !== undefined && Date.parse(row.reading.asOf) >= end + SETTLE_MS;
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
