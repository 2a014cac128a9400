import type { Inventory } from '../model/estate.ts';
import type { Readings, Snapshot, SnapshotRow, Source } from '../model/reading.ts';
import { addDays, type Day, dayOf } from '../model/time.ts';
import type { ReportingApp } from './app.ts';

/** Days before the asked one in which a reading is looked for first: state is read daily. */
const NEAR_DAYS = 35;
/** Days before the asked one in which a state reading still speaks for it. */
const FAR_DAYS = 400;

/**
 * The reading that speaks for a day: the latest on or before it, else the earliest after. An estate's shape
 * and labels are read from the day Purser is installed, and bills reach further back.
 */
export function nearestRow(rows: readonly SnapshotRow[], day: Day): SnapshotRow | undefined {
  const good = rows.filter((row) => row.reading);
  return good.findLast((row) => row.day <= day) ?? good.find((row) => row.day > day);
}

/** The inventory that speaks for a day; undefined when none was ever read. */
export async function loadInventory(app: ReportingApp, day: Day): Promise<Inventory | undefined> {
  const rows = await listStateRows(app, 'inventory', day);
  const row = nearestRow(rows, day);
  if (!row?.reading) return undefined;
  const known = loaded.get(app) ?? new Map<string, Promise<Inventory>>();
  loaded.set(app, known);
  const { blob } = row.reading;
  const loading =
    known.get(blob) ??
    app.store.snapshots.loadSnapshot({ ...row, source: 'inventory' }).then(({ data }) => data);
  known.set(blob, loading);
  loading.catch(() => known.delete(blob));
  return loading;
}

/** Inventories of this process by blob, which never changes: every task of a collection asks for the same one. */
const loaded = new WeakMap<ReportingApp, Map<string, Promise<Inventory>>>();

/**
 * The latest reading of each scope on or before a day.
 * @param condense leaves out what is not needed of a reading as soon as it is loaded
 */
export async function loadLatest<S extends Source>(
  app: ReportingApp,
  source: S,
  from: Day,
  to: Day,
  condense: (data: Readings[S]) => Readings[S] = (data) => data,
): Promise<ReadonlyMap<string, Snapshot<S>>> {
  const latest = new Map<string, SnapshotRow>();
  for (const row of await app.store.snapshots.listRows(source, from, to))
    if (row.reading) latest.set(row.scope, row);
  const loaded = new Map<string, Snapshot<S>>();
  for (const [scope, row] of latest) {
    const snapshot = await app.store.snapshots.loadSnapshot({ ...row, source });
    loaded.set(scope, { ...snapshot, data: condense(snapshot.data) });
  }
  return loaded;
}

/** Rows of a state source from well before a day until today; further back only when there are none nearer. */
export async function listStateRows(
  app: ReportingApp,
  source: Source,
  day: Day,
): Promise<readonly SnapshotRow[]> {
  const today = dayOf(app.clock.now());
  const to = today > day ? today : day;
  const near = await app.store.snapshots.listRows(source, addDays(day, -NEAR_DAYS), to);
  if (near.some((row) => row.reading)) return near;
  return app.store.snapshots.listRows(source, addDays(day, -FAR_DAYS), to);
}
