import type { ArmId, Cluster, TaggedResource } from '../model/estate.ts';
import type { SnapshotRow } from '../model/reading.ts';
import type { Day } from '../model/time.ts';
import type { ReportingApp } from './app.ts';
import { nearestRow } from './inventory.ts';

/** What some readings of state came to for a period, and their rows. */
export interface StateOfPeriod<T> {
  readonly found: T;
  readonly rows: readonly SnapshotRow[];
}

/** The clusters that the inventories in a period and nearest to its ends know, the latest description of each, by id. */
export async function loadClusters(
  app: ReportingApp,
  rows: readonly SnapshotRow[],
  from: Day,
  to: Day,
): Promise<StateOfPeriod<readonly Cluster[]>> {
  const speaking = listSpeaking(rows, from, to);
  const clusters = new Map<ArmId, Cluster>();
  for (const row of speaking) {
    const { data } = await app.store.snapshots.loadSnapshot({ ...row, source: 'inventory' });
    for (const cluster of data.clusters) clusters.set(cluster.id, cluster);
  }
  return { found: [...clusters.values()].sort((a, b) => (a.id < b.id ? -1 : 1)), rows: speaking };
}

/** Tagged resources of every subscription, likewise; one that was deleted in the period is still among them. */
export async function loadResources(
  app: ReportingApp,
  rows: readonly SnapshotRow[],
  from: Day,
  to: Day,
): Promise<StateOfPeriod<ReadonlyMap<ArmId, TaggedResource>>> {
  const scopes = Map.groupBy(rows, (row) => row.scope);
  const speaking = [...scopes.values()].flatMap((own) => listSpeaking(own, from, to));
  const resources = new Map<ArmId, TaggedResource>();
  for (const row of speaking) {
    const { data } = await app.store.snapshots.loadSnapshot({ ...row, source: 'resources' });
    for (const resource of data) resources.set(resource.id, resource);
  }
  return { found: resources, rows: speaking };
}

/** Readings in the period and those nearest to its first and last day, each content once, in order of days. */
function listSpeaking(rows: readonly SnapshotRow[], from: Day, to: Day): readonly SnapshotRow[] {
  const speaking = new Map<string, SnapshotRow>();
  const inside = rows.filter((row) => row.reading && row.day >= from && row.day <= to);
  for (const row of [nearestRow(rows, from), ...inside, nearestRow(rows, to)])
    if (row?.reading) speaking.set(row.reading.hash, row);
  return [...speaking.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}
