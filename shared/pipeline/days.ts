import { chargeAgreements, chargeCredits } from '../allocation/agreements.ts';
import { distributePool } from '../allocation/distribution.ts';
import { chargeOutside, NO_CLUSTER } from '../allocation/outside.ts';
import { toSharingPolicy } from '../allocation/policy.ts';
import { buildPools, type DayPools } from '../allocation/pools.ts';
import { type OwnedRow, prepareUsage } from '../allocation/usage.ts';
import { hashOf } from '../model/canonical.ts';
import { mapConcurrently } from '../model/concurrency.ts';
import type { AllocationDay, Charge, CostRow, Pool } from '../model/cost.ts';
import type { ArmId, Cluster } from '../model/estate.ts';
import type { SnapshotRow } from '../model/reading.ts';
import { type Day, daysBetween, monthOf } from '../model/time.ts';
import { createOwnership } from '../ownership/ownership.ts';
import type { ReportingApp } from './app.ts';
import { loadClusters, loadResources } from './clusters.ts';
import { listStateRows } from './inventory.ts';
import { LabelBook, subjectOf } from './labels.ts';

/** Blobs read at once. */
const READERS = 16;

/**
 * A part of one UTC day: first its bill, with the pools made of it and what is charged without a cluster; later,
 * for each cluster by itself, what is charged there. So neither a day nor the charges of a month of a large estate
 * ever have to fit in memory.
 */
export interface DayPart {
  readonly day: Day;
  readonly rows: { readonly effective: readonly CostRow[]; readonly billed: readonly CostRow[] };
  readonly pools: DayPools;
  readonly charges: readonly Charge[];
  readonly warnings: readonly string[];
  /** What was read of the use of a cluster; undefined in the part with the bill. */
  readonly use: ClusterUse | undefined;
  /** The rows of that cluster's allocation with their owners; undefined where none was read. */
  readonly owned?: readonly OwnedRow[] | undefined;
}

/** One cluster's allocations of one day, as far as there are any. */
export interface ClusterUse {
  readonly cluster: Cluster;
  readonly allocation: AllocationDay | undefined;
  /** Purser's own metering, where it was read beside another allocation. */
  readonly metering: AllocationDay | undefined;
}

/** The days of a period, prepared: what is kept for them, and who owns what. */
export interface DayReader {
  /** Clusters of the period's inventories, the latest description of each. */
  readonly clusters: readonly Cluster[];
  /** Rows of cost and allocation on those days. */
  readonly rows: readonly SnapshotRow[];
  /** Subscriptions whose resource tags were not read, though the bill does not carry them itself. */
  readonly untagged: readonly string[];
  /** Hash of every reading that may have a say in the parts: where it is the same, nothing has changed. */
  readonly inputs: string;
  /** The bills of all days in order, then cluster by cluster its days in order. */
  parts(): AsyncGenerator<DayPart>;
}

/** Opens the days `from` to `to` for reading. */
export async function openDays(app: ReportingApp, from: Day, to: Day): Promise<DayReader> {
  const { snapshots } = app.store;
  const [inventories, tagged, effective, billed, allocation, metering, labels] = await Promise.all([
    listStateRows(app, 'inventory', from),
    listStateRows(app, 'resources', from),
    snapshots.listRows('cost.effective', from, to),
    snapshots.listRows('cost.billed', from, to),
    snapshots.listRows('allocation', from, to),
    snapshots.listRows('metering', from, to),
    LabelBook.open(app, from, to),
  ]);
  const known = await loadClusters(app, inventories, from, to);
  const clusters = known.found;
  const resources = await loadResources(app, tagged, from, to);
  const { cost } = app.config;
  const policy = toSharingPolicy(app.config);
  const findOwner = createOwnership(app.config);
  const bills = { effective: groupByDay(effective), billed: groupByDay(billed) };
  const uses = { allocation: groupByScope(allocation), metering: groupByScope(metering) };

  async function readBill(day: Day): Promise<DayPart> {
    const rows = {
      effective: await loadCost(app, bills.effective.get(day) ?? []),
      billed: await loadCost(app, bills.billed.get(day) ?? []),
    };
    const options = { extras: cost.extras, tagKeys: cost.tagKeys, resources: resources.found };
    const built = buildPools(day, clusters, rows, options);
    const tagged = built.pools
      .filter((pool) => pool.clusterId === NO_CLUSTER)
      .flatMap((pool) => distributePool(pool, undefined, policy));
    const { pools, charges } =
      cost.outside === 'charge' ? chargeOutside(day, built) : { pools: built, charges: [] };
    const agreed = [...chargeAgreements(tagged, app.config, day), ...creditsOf(day)];
    return { day, rows, pools, charges: [...tagged, ...charges, ...agreed], warnings: [], use: undefined };
  }

  /** Agreed credits are of a month as a whole, and dated on its first day. */
  function creditsOf(day: Day): readonly Charge[] {
    const month = monthOf(day);
    return day === month.from ? chargeCredits(app.config, month) : [];
  }

  async function readUse(cluster: Cluster, day: Day): Promise<ClusterUse> {
    const rows = { allocation: uses.allocation.get(cluster.id), metering: uses.metering.get(cluster.id) };
    const allocation = await loadAllocation(app, rows.allocation?.get(day));
    const isCompared = allocation !== undefined && allocation.producer !== 'metering';
    return {
      cluster,
      allocation,
      metering: isCompared ? await loadAllocation(app, rows.metering?.get(day)) : undefined,
    };
  }

  async function divide(use: ClusterUse, day: Day, pools: readonly Pool[]): Promise<DayPart> {
    const { cluster, allocation } = use;
    const state = await labels.stateOf(cluster.id, day);
    const owned = allocation?.rows.map(
      (row): OwnedRow => ({ row, owner: findOwner(subjectOf(cluster, row, day, state)) }),
    );
    const usage = prepareUsage(owned, policy);
    const charges = pools.flatMap((pool) =>
      distributePool(pool, usage, policy, (namespace) =>
        findOwner(subjectOf(cluster, { ...NO_WORKLOAD, namespace }, day, state)),
      ),
    );
    return {
      ...{ day, rows: NO_ROWS, pools: NO_POOLS, use, owned },
      charges: [...charges, ...chargeAgreements(charges, app.config, day)],
      warnings: (allocation?.warnings ?? []).map((warning) => `${cluster.name}, ${day}: ${warning}`),
    };
  }

  async function* parts(): AsyncGenerator<DayPart> {
    const poolsOf = new Map<ArmId, Map<Day, Pool[]>>();
    for (const day of daysBetween(from, to)) {
      const part = await readBill(day);
      for (const [clusterId, pools] of Map.groupBy(part.pools.pools, (pool) => pool.clusterId))
        poolsOf.set(clusterId, (poolsOf.get(clusterId) ?? new Map<Day, Pool[]>()).set(day, pools));
      yield part;
    }
    const billedClusters = clusters.filter((cluster) => poolsOf.has(cluster.id));
    const readAhead = (cluster: Cluster | undefined): Promise<ClusterUse[]> | undefined => {
      if (!cluster) return undefined;
      const days = [...(poolsOf.get(cluster.id)?.keys() ?? [])];
      const reading = mapConcurrently(days, READERS, (day) => readUse(cluster, day));
      // Whoever waits for it is told; until then nobody may be waiting.
      reading.catch(() => {});
      return reading;
    };
    let next = readAhead(billedClusters[0]);
    for (const [place, cluster] of billedClusters.entries()) {
      const read = (await next) ?? [];
      next = readAhead(billedClusters[place + 1]);
      const days = [...(poolsOf.get(cluster.id) ?? [])];
      poolsOf.delete(cluster.id);
      for (const [index, [day, pools]] of days.entries()) {
        const use = read[index];
        if (use) yield await divide(use, day, pools);
      }
    }
  }

  return {
    clusters,
    rows: [...effective, ...billed, ...allocation],
    untagged: cost.exports.length > 0 ? [] : listUnread(app, resources.rows),
    inputs: hashReadings([
      ...[...effective, ...billed, ...allocation, ...metering],
      ...[...known.rows, ...resources.rows, ...labels.speaking(to)],
    ]),
    parts,
  };
}

/** Subscriptions of which no reading speaks. */
function listUnread(app: ReportingApp, rows: readonly SnapshotRow[]): readonly string[] {
  const read = new Set(rows.map((row) => row.scope));
  return app.config.azure.subscriptions.filter((scope) => !read.has(scope));
}

function hashReadings(rows: readonly SnapshotRow[]): string {
  const inputs = rows.flatMap(({ source, scope, day, reading }) =>
    reading ? [`${source} ${scope} ${day} ${reading.hash}`] : [],
  );
  return hashOf([...new Set(inputs)].sort());
}

function groupByDay(rows: readonly SnapshotRow[]): ReadonlyMap<Day, readonly SnapshotRow[]> {
  return Map.groupBy(
    rows.filter((row) => row.reading),
    (row) => row.day,
  );
}

function groupByScope(rows: readonly SnapshotRow[]): ReadonlyMap<string, ReadonlyMap<Day, SnapshotRow>> {
  const scopes = new Map<string, Map<Day, SnapshotRow>>();
  for (const row of rows) {
    if (!row.reading) continue;
    const days = scopes.get(row.scope) ?? new Map<Day, SnapshotRow>();
    scopes.set(row.scope, days.set(row.day, row));
  }
  return scopes;
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
  return row.source === 'metering'
    ? (await app.store.snapshots.loadSnapshot({ ...row, source: 'metering' })).data
    : (await app.store.snapshots.loadSnapshot({ ...row, source: 'allocation' })).data;
}

const NO_ROWS = { effective: [], billed: [] } as const;
const NO_POOLS: DayPools = { pools: [], outside: [] };
/** Stands for a namespace as a whole. */
const NO_WORKLOAD = { controllerKind: '', controller: '', labels: {}, namespaceLabels: {} } as const;
