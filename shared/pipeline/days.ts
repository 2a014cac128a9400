import {
  type Distribution,
  distributePool,
  type OwnedRow,
  type SharingPolicy,
} from '../allocation/distribution.ts';
import { chargeOutside } from '../allocation/outside.ts';
import { buildPools, type DayPools } from '../allocation/pools.ts';
import type { Config } from '../config/schema.ts';
import type { AllocationDay, Charge, CostRow } from '../model/cost.ts';
import type { ArmId, Cluster } from '../model/estate.ts';
import { compareText } from '../model/order.ts';
import type { SnapshotRow } from '../model/reading.ts';
import { type Day, daysBetween } from '../model/time.ts';
import { createOwnership } from '../ownership/ownership.ts';
import { mapConcurrently } from '../store/concurrency.ts';
import type { ReportingApp } from './app.ts';
import { listStateRows, nearestRow } from './inventory.ts';
import { LabelBook, subjectOf } from './labels.ts';

/** Blobs read at once. */
const READERS = 16;

/**
 * A part of one UTC day. The first part of a day has the bill, its pools, and what is charged without a cluster;
 * each further part has one cluster's charges, so that a day of a large estate never has to fit in memory.
 */
export interface DayPart {
  readonly day: Day;
  readonly rows: { readonly effective: readonly CostRow[]; readonly billed: readonly CostRow[] };
  readonly pools: DayPools;
  readonly charges: readonly Charge[];
  readonly warnings: readonly string[];
}

/** The days of a period, prepared: what is kept for them, and who owns what. */
export interface DayReader {
  /** Clusters of the period's inventories, the latest description of each. */
  readonly clusters: readonly Cluster[];
  /** Rows of cost and allocation on those days. */
  readonly rows: readonly SnapshotRow[];
  /** Every day of the period in order, part by part. */
  parts(): AsyncGenerator<DayPart>;
}

/** Opens the days `from` to `to` for reading. */
export async function openDays(app: ReportingApp, from: Day, to: Day): Promise<DayReader> {
  const { snapshots } = app.store;
  const [inventories, effective, billed, allocation, labels] = await Promise.all([
    listStateRows(app, 'inventory', from),
    snapshots.listRows('cost.effective', from, to),
    snapshots.listRows('cost.billed', from, to),
    snapshots.listRows('allocation', from, to),
    LabelBook.open(app, from, to),
  ]);
  const clusters = await loadClusters(app, inventories, from, to);
  const policy = toSharingPolicy(app.config);
  const findOwner = createOwnership(app.config);
  const byDay = (rows: readonly SnapshotRow[]): ReadonlyMap<Day, readonly SnapshotRow[]> =>
    Map.groupBy(
      rows.filter((row) => row.reading),
      (row) => row.day,
    );
  const kept = { effective: byDay(effective), billed: byDay(billed), allocation: byDay(allocation) };

  async function* divideDay(day: Day): AsyncGenerator<DayPart> {
    const rows = {
      effective: await loadCost(app, kept.effective.get(day) ?? []),
      billed: await loadCost(app, kept.billed.get(day) ?? []),
    };
    const divided = buildPools(day, clusters, rows, app.config.cost.extras);
    const { pools, charges } =
      app.config.cost.outside === 'charge' ? chargeOutside(day, divided) : { pools: divided, charges: [] };
    yield { day, rows, pools, charges, warnings: [] };
    const ofCluster = Map.groupBy(pools.pools, (pool) => pool.clusterId);
    const rowOf = new Map((kept.allocation.get(day) ?? []).map((row) => [row.scope, row]));
    const billedClusters = clusters.filter((cluster) => ofCluster.has(cluster.id));
    for (let next = 0; next < billedClusters.length; next += READERS) {
      const batch = billedClusters.slice(next, next + READERS);
      const read = await mapConcurrently(batch, READERS, async (cluster) => ({
        cluster,
        allocation: await loadAllocation(app, rowOf.get(cluster.id)),
        state: await labels.stateOf(cluster.id, day),
      }));
      for (const { cluster, allocation, state } of read) {
        const owned = allocation?.rows
          .map((row): OwnedRow => ({ row, owner: findOwner(subjectOf(cluster, row, day, state)) }))
          .sort(compareRows);
        yield {
          ...{ day, rows: NO_ROWS, pools: NO_POOLS },
          charges: (ofCluster.get(cluster.id) ?? []).flatMap((pool) => distributePool(pool, owned, policy)),
          warnings: (allocation?.warnings ?? []).map((warning) => `${cluster.name}, ${day}: ${warning}`),
        };
      }
    }
  }

  return {
    clusters,
    rows: [...effective, ...billed, ...allocation],
    async *parts() {
      for (const day of daysBetween(from, to)) yield* divideDay(day);
    },
  };
}

const NO_ROWS = { effective: [], billed: [] } as const;
const NO_POOLS: DayPools = { pools: [], outside: [] };

/** The sharing policy that the configuration asks for. */
export function toSharingPolicy(config: Config): SharingPolicy {
  const team = config.cost.platformTeam;
  const choose = (method: string): Distribution =>
    method === 'platform' && team ? { method, team } : { method: 'proportional' };
  return {
    idle: choose(config.cost.idle),
    shared: choose(config.cost.shared),
    overhead: choose(config.cost.overhead),
  };
}

async function loadClusters(
  app: ReportingApp,
  rows: readonly SnapshotRow[],
  from: Day,
  to: Day,
): Promise<Cluster[]> {
  const speaking = new Map<string, SnapshotRow>();
  const inside = rows.filter((row) => row.reading && row.day >= from && row.day <= to);
  for (const row of [nearestRow(rows, from), ...inside, nearestRow(rows, to)])
    if (row?.reading) speaking.set(row.reading.hash, row);
  const clusters = new Map<ArmId, Cluster>();
  for (const row of [...speaking.values()].sort((a, b) => (a.day < b.day ? -1 : 1))) {
    const { data } = await app.store.snapshots.loadSnapshot({ ...row, source: 'inventory' });
    for (const cluster of data.clusters) clusters.set(cluster.id, cluster);
  }
  return [...clusters.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function loadCost(app: ReportingApp, rows: readonly SnapshotRow[]): Promise<CostRow[]> {
  const loaded = await mapConcurrently(rows, READERS, async (row) =>
    row.source === 'cost.billed'
      ? (await app.store.snapshots.loadSnapshot({ ...row, source: 'cost.billed' })).data
      : (await app.store.snapshots.loadSnapshot({ ...row, source: 'cost.effective' })).data,
  );
  return loaded.flat();
}

async function loadAllocation(
  app: ReportingApp,
  row: SnapshotRow | undefined,
): Promise<AllocationDay | undefined> {
  if (!row) return undefined;
  return (await app.store.snapshots.loadSnapshot({ ...row, source: 'allocation' })).data;
}

/** A fixed order, so that remainders fall the same way whatever order the source answered in. */
function compareRows({ row: a }: OwnedRow, { row: b }: OwnedRow): number {
  return (
    compareText(a.kind, b.kind) ||
    compareText(a.namespace, b.namespace) ||
    compareText(a.controllerKind, b.controllerKind) ||
    compareText(a.controller, b.controller)
  );
}
