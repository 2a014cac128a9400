import { type ImageIndex, indexImages } from '../governance/image.ts';
import type { GovernanceInput } from '../governance/input.ts';
import type { ArmId, Inventory, KubernetesState } from '../model/estate.ts';
import type { Readings, SnapshotRow, Source } from '../model/reading.ts';
import { addDays, type Day } from '../model/time.ts';
import type { ReportingApp } from './app.ts';

/** Days back in which a cluster's workloads still tell which one a pod belonged to. */
const WORKLOAD_DAYS = 7;
/** Clusters whose readings are held at once, as far as subscriptions allow: a subscription is never split. */
const CLUSTERS_AT_ONCE = 20;

/** What was read of some subscriptions on a day, with the images that run anywhere in the estate. */
export interface Portion {
  readonly input: GovernanceInput;
  /** Clusters of the portion whose pods were read that very day. */
  readonly podsRead: ReadonlySet<ArmId>;
}

/** Governance readings by scope: the rows of those that are to be loaded. */
type Rows = ReadonlyMap<string, SnapshotRow>;

/**
 * A day's governance readings, some subscriptions at a time: the largest part of the estate is never in memory
 * at once. What one cluster runs matters to the images of every subscription, so that is read first.
 */
export async function* eachPortion(
  app: ReportingApp,
  inventory: Inventory,
  day: Day,
): AsyncGenerator<Portion> {
  const policy = await findLatest(app, 'policy', day, day);
  const defender = await findLatest(app, 'defender', day, day);
  const posture = await findLatest(app, 'posture', day, day);
  const kubernetes = await findLatest(app, 'kubernetes', addDays(day, -WORKLOAD_DAYS), day);
  const images = await indexEstate(app, inventory, kubernetes);
  for (const subscriptions of divide(inventory, [...policy.keys(), ...defender.keys(), ...posture.keys()])) {
    const clusters = inventory.clusters.filter((cluster) => subscriptions.has(cluster.subscriptionId));
    const ids = new Set(clusters.map(({ id }) => id));
    yield {
      input: {
        day,
        inventory,
        images,
        kubernetes: await loadScopes(app, 'kubernetes', kubernetes, ids),
        policy: await loadScopes(app, 'policy', policy, subscriptions),
        defender: await loadScopes(app, 'defender', defender, subscriptions),
        posture: await loadScopes(app, 'posture', posture, subscriptions),
        postureSettings: app.config.governance.posture,
      },
      // Workloads of some days ago tell whose a pod was; only today's prove that an image runs no more.
      podsRead: new Set([...ids].filter((id) => kubernetes.get(id)?.day === day)),
    };
  }
}

/** Subscription ids in order, in groups of about as many clusters; as scopes are written. */
function* divide(inventory: Inventory, scopes: readonly string[]): Generator<ReadonlySet<string>> {
  const clusters = Map.groupBy(inventory.clusters, ({ subscriptionId }) => subscriptionId);
  let group = new Set<string>();
  let count = 0;
  for (const subscription of [...new Set([...scopes, ...clusters.keys()])].sort()) {
    group.add(subscription);
    count += clusters.get(subscription)?.length ?? 0;
    if (count < CLUSTERS_AT_ONCE) continue;
    yield group;
    group = new Set();
    count = 0;
  }
  if (group.size > 0) yield group;
}

/** Keeps of every cluster no more than whose images run there. */
async function indexEstate(app: ReportingApp, inventory: Inventory, rows: Rows): Promise<ImageIndex> {
  const kubernetes = new Map<ArmId, KubernetesState>();
  for (const { id } of inventory.clusters) {
    const state = (await loadScopes(app, 'kubernetes', rows, new Set([id]))).get(id);
    if (!state) continue;
    const workloads = state.workloads.map(({ namespace, kind, name, images }) => ({
      ...{ namespace, kind, name, images },
      pods: [],
      labels: {},
    }));
    kubernetes.set(id, { ...state, namespaces: [], nodes: [], constraints: [], workloads });
  }
  return indexImages({ inventory, kubernetes });
}

/** The latest good reading of each scope on the days `from` to `to`. */
async function findLatest(app: ReportingApp, source: Source, from: Day, to: Day): Promise<Rows> {
  const latest = new Map<string, SnapshotRow>();
  for (const row of await app.store.snapshots.listRows(source, from, to)) {
    if (row.reading) latest.set(row.scope, row);
  }
  return latest;
}

async function loadScopes<S extends Source>(
  app: ReportingApp,
  source: S,
  rows: Rows,
  scopes: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Readings[S]>> {
  const loaded = new Map<string, Readings[S]>();
  for (const scope of scopes) {
    const row = rows.get(scope);
    if (row) loaded.set(scope, (await app.store.snapshots.loadSnapshot({ ...row, source })).data);
  }
  return loaded;
}
