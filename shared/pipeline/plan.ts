import { isAllocatedByMetering, isSampled } from '../metering/clusters.ts';
import { mapConcurrently } from '../model/concurrency.ts';
import type { Cluster, Inventory } from '../model/estate.ts';
import type { SnapshotRow, Source } from '../model/reading.ts';
import type { CollectTask } from '../model/tasks.ts';
import { addDays, type Day, dayOf, daysBetween, startOf } from '../model/time.ts';
import type { ReportingApp } from './app.ts';
import { isFresh, planCost } from './planCost.ts';

/** What to collect: a window of days, and optionally one source or the clusters of one name. */
export interface CollectionRequest {
  readonly from: Day;
  readonly to: Day;
  readonly source?: CollectTask['source'];
  readonly cluster?: string;
}

/** Usage reaches an allocation source late: a reading made this soon after its day is made once more. */
const SETTLE_MS = 12 * 3_600_000;
/** Listings of samples at once. */
const LISTINGS = 16;

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

/**
 * The tasks that an inventory asks for, leaving out what is already kept and fresh; whoever names a source wants it read
 * again.
 */
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
  const anew = only?.source !== undefined;
  if (wants('cost') && !only?.cluster) tasks.push(...(await planCost(app, closed, now, run, anew)));
  if (wants('allocation')) tasks.push(...(await planAllocation(app, clusters, closed, now, run, anew)));
  if (wants('metering')) tasks.push(...(await planMetering(app, clusters, closed, now, run)));
  if (to >= today) {
    const scopes: readonly (readonly [Source, readonly string[]])[] = [
      ['kubernetes', clusters.map((cluster) => cluster.id)],
      // Rows of exports carry the tags of their resources themselves.
      [
        'resources',
        only?.cluster || app.config.cost.exports.length > 0 ? [] : app.config.azure.subscriptions,
      ],
      ['policy', only?.cluster ? [] : app.config.azure.subscriptions],
      ['defender', only?.cluster ? [] : app.config.azure.subscriptions],
      ['posture', only?.cluster ? [] : app.config.azure.subscriptions],
    ];
    for (const [source, names] of scopes) {
      if (wants(source)) tasks.push(...(await planToday(app, source, names, today, run, anew)));
    }
  }
  return tasks;
}

async function planAllocation(
  app: ReportingApp,
  clusters: readonly Cluster[],
  days: readonly Day[],
  now: Date,
  run: string,
  anew: boolean,
): Promise<CollectTask[]> {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return [];
  const rows = await app.store.snapshots.listRows('allocation', first, last);
  const kept = new Set(
    rows
      .filter((row) => !anew && row.reading && (isSettled(row) || isFresh(row, now)))
      .map((row) => `${row.scope}|${row.day}`),
  );
  const metered = clusters.filter((cluster) => isAllocatedByMetering(app.config, cluster));
  const sampled = await findSampledDays(app, metered, first, last);
  const inVain = new Set(
    rows
      .filter((row) => row.problem && metered.some((cluster) => cluster.id === row.scope))
      .map((row) => `${row.scope}|${row.day}`)
      .filter((key) => !sampled.has(key)),
  );
  return days.flatMap((day) =>
    clusters
      .map((cluster) => ({ cluster, key: `${cluster.id}|${day}` }))
      .filter(({ key }) => !kept.has(key) && !inVain.has(key))
      .map(({ cluster }) => ({ source: 'allocation' as const, scope: cluster.id, from: day, to: day, run })),
  );
}

/** Samples of a cluster whose allocation comes from elsewhere, for comparison: of the days that have any. */
async function planMetering(
  app: ReportingApp,
  clusters: readonly Cluster[],
  days: readonly Day[],
  now: Date,
  run: string,
): Promise<CollectTask[]> {
  const [first, last] = [days[0], days.at(-1)];
  const compared = clusters.filter(
    (cluster) => isSampled(app.config, cluster) && !isAllocatedByMetering(app.config, cluster),
  );
  if (!first || !last || compared.length === 0) return [];
  const kept = new Set(
    (await app.store.snapshots.listRows('metering', first, last))
      .filter((row) => row.reading && (isSettled(row) || isFresh(row, now)))
      .map((row) => `${row.scope}|${row.day}`),
  );
  const sampled = await findSampledDays(app, compared, first, last);
  return days.flatMap((day) =>
    compared
      .map(({ id }) => ({ id, key: `${id}|${day}` }))
      .filter(({ key }) => sampled.has(key) && !kept.has(key))
      .map(({ id }) => ({ source: 'metering' as const, scope: id, from: day, to: day, run })),
  );
}

/** `cluster|day` of the days that have samples: what was not sampled on its day never will be. */
async function findSampledDays(
  app: ReportingApp,
  clusters: readonly Cluster[],
  from: Day,
  to: Day,
): Promise<ReadonlySet<string>> {
  const found = await mapConcurrently(clusters, LISTINGS, async ({ id }) =>
    (await app.store.samples.listDays(id, from, to)).map((day) => `${id}|${day}`),
  );
  return new Set(found.flat());
}

async function planToday(
  app: ReportingApp,
  source: Source,
  scopes: readonly string[],
  today: Day,
  run: string,
  anew: boolean,
): Promise<CollectTask[]> {
  const rows = await app.store.snapshots.listRows(source, today, today);
  const kept = new Set(rows.filter((row) => !anew && row.reading).map((row) => row.scope));
  return scopes
    .filter((scope) => !kept.has(scope))
    .map((scope) => ({ source, scope, from: today, to: today, run }));
}

function isSettled(row: SnapshotRow): boolean {
  const end = startOf(addDays(row.day, 1)).getTime();
  return row.reading !== undefined && Date.parse(row.reading.asOf) >= end + SETTLE_MS;
}
