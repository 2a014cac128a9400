import type { AllocationDay } from '../../model/cost.ts';
import { type ArmId, type Cluster, parseArmId } from '../../model/estate.ts';
import { type Day, dayOf } from '../../model/time.ts';
import { type AllocationSet, parseAllocationAnswer } from '../allocation/allocationAnswer.ts';
import { sortRows } from '../allocation/rows.ts';
import { type Answer, isRecord } from './answer.ts';
import { findCluster, inferCluster } from './clusters.ts';
import { UNKNOWN_SUBSCRIPTION } from './costAnswers.ts';
import type { Warning } from './warning.ts';

/** One window of one cluster, as a recorded answer has it. */
export interface RecordedAllocation {
  readonly place: string;
  /** The cluster's name or ARM id by `replay.yaml`; `''` when it says nothing. */
  readonly namedCluster: string;
  /** What the source itself calls its cluster; `''` when it does not say. */
  readonly ownCluster: string;
  readonly producer: AllocationDay['producer'];
  readonly currency: string;
  readonly set: AllocationSet;
}

/** A cluster's allocation by UTC day. */
export interface ClusterAllocation {
  readonly cluster: Cluster;
  readonly currency: string;
  readonly days: ReadonlyMap<Day, AllocationDay>;
}

export interface GatheredAllocations {
  readonly clusters: readonly ClusterAllocation[];
  readonly warnings: readonly Warning[];
}

/**
 * Reads a recorded allocation answer. One that spans several clusters is taken apart by the cluster that
 * each row names; a row that names none goes with the others when they all name the same one.
 * @throws SourceError malformed
 */
export function readAllocations(
  answer: Answer,
  payload: unknown,
  known: { readonly cluster: string | undefined; readonly currency: string },
): readonly RecordedAllocation[] {
  const producer = /kubecost|\/model\/allocation/i.test(`${answer.place} ${answer.uri}`)
    ? 'kubecost'
    : 'opencost';
  return splitByCluster(payload).flatMap(([ownCluster, part]) =>
    parseAllocationAnswer(part, { source: 'recorded allocation', scope: answer.place }).map((set) => ({
      place: answer.place,
      namedCluster: known.cluster ?? '',
      ownCluster,
      producer,
      currency: known.currency,
      set,
    })),
  );
}

function splitByCluster(payload: unknown): readonly (readonly [cluster: string, payload: unknown])[] {
  const sets = isRecord(payload) && Array.isArray(payload.data) ? payload.data.filter(isRecord) : [];
  const names = [...new Set(sets.flatMap((set) => Object.values(set).map(clusterOf)))].filter(Boolean).sort();
  if (names.length <= 1) return [[names[0] ?? '', payload]];
  return ['', ...names].map((name) => [
    name,
    {
      code: 200,
      data: sets.map((set) =>
        Object.fromEntries(Object.entries(set).filter(([, row]) => clusterOf(row) === name)),
      ),
    },
  ]);
}

function clusterOf(row: unknown): string {
  const properties = isRecord(row) && isRecord(row.properties) ? row.properties : {};
  return typeof properties.cluster === 'string' ? properties.cluster : '';
}

/**
 * Gives each recorded window to a cluster and to the UTC day that it begins on. Sources that do not know
 * their cluster's Azure name (every installation is called `default-cluster` at first) go to the folder's
 * only cluster when there is one; else a cluster of the source's own name is made up, and tagged so.
 */
export function gatherAllocations(
  recorded: readonly RecordedAllocation[],
  clusters: readonly Cluster[],
): GatheredAllocations {
  const warnings: Warning[] = [];
  const only = isOneSource(recorded) && clusters.length === 1 ? clusters[0] : undefined;
  const made = new Map<string, Cluster>();
  const byCluster = new Map<ArmId, { cluster: Cluster; sets: RecordedAllocation[] }>();
  for (const allocation of recorded) {
    const name = allocation.namedCluster || allocation.ownCluster || baseName(allocation.place);
    const found = findCluster([...clusters, ...made.values()], name);
    const cluster = found ?? (allocation.namedCluster === '' ? only : undefined) ?? makeCluster(name);
    if (!found && cluster === only) {
      warnings.push({
        place: allocation.place,
        warning: `It calls its cluster "${name}"; it is taken for ${cluster.name}, the only cluster of the folder.`,
      });
    }
    if (!clusters.includes(cluster)) made.set(cluster.id, cluster);
    const entry = byCluster.get(cluster.id) ?? { cluster, sets: [] };
    entry.sets.push(allocation);
    byCluster.set(cluster.id, entry);
  }
  const gathered = [...byCluster.values()].sort((a, b) => (a.cluster.id < b.cluster.id ? -1 : 1));
  return {
    clusters: gathered.map(({ cluster, sets }) => ({
      cluster,
      currency: sets[0]?.currency ?? '',
      days: gatherDays(sets, warnings),
    })),
    warnings,
  };
}

function isOneSource(recorded: readonly RecordedAllocation[]): boolean {
  return new Set(recorded.map((allocation) => allocation.ownCluster)).size === 1;
}

function makeCluster(name: string): Cluster {
  const id = name.startsWith('/') ? name.toLowerCase() : undefined;
  const plain = id ? parseArmId(id).name : name;
  const group = plain.toLowerCase().replace(/[^a-z0-9._()-]+/g, '-') || 'cluster';
  return inferCluster({
    ...(id && { id }),
    name: plain,
    subscriptionId: (id && parseArmId(id).subscriptionId) || UNKNOWN_SUBSCRIPTION,
    nodeResourceGroup: group,
  });
}

function baseName(place: string): string {
  const file = place.slice(place.lastIndexOf('/') + 1);
  return file.replace(/#\d+$/, '').replace(/(\.[A-Za-z]+)+$/, '') || file;
}

/** Windows that overlap one already taken are left out: the same use must not count twice. */
function gatherDays(
  allocations: readonly RecordedAllocation[],
  warnings: Warning[],
): ReadonlyMap<Day, AllocationDay> {
  const inOrder = [...allocations].sort(
    (a, b) =>
      a.set.start.getTime() - b.set.start.getTime() ||
      a.set.end.getTime() - b.set.end.getTime() ||
      b.set.rows.length - a.set.rows.length,
  );
  const days = new Map<Day, AllocationDay>();
  let reached = Number.NEGATIVE_INFINITY;
  for (const { place, producer, set } of inOrder) {
    const window = `${set.start.toISOString()} to ${set.end.toISOString()}`;
    if (set.start.getTime() < reached) {
      warnings.push({ place, warning: `The window ${window} overlaps one already read; it is left out.` });
      continue;
    }
    reached = set.end.getTime();
    const day = dayOf(set.start);
    const own = [...set.warnings];
    if (dayOf(new Date(set.end.getTime() - 1)) !== day) {
      own.push(`The window ${window} is no UTC day; all of it counts on ${day}.`);
      warnings.push({ place, warning: own.at(-1) ?? '' });
    }
    const known = days.get(day);
    days.set(day, {
      producer,
      idleTold: true,
      rows: sortRows([...(known?.rows ?? []), ...set.rows]),
      coveredHours: Math.min(24, (known?.coveredHours ?? 0) + set.coveredHours),
      warnings: [...(known?.warnings ?? []), ...own],
    });
  }
  return days;
}
