import type { AllocationRow } from '../model/cost.ts';
import type { ArmId, Cluster, KubernetesState } from '../model/estate.ts';
import type { OwnershipSubject } from '../model/ownership.ts';
import type { SnapshotRow } from '../model/reading.ts';
import { addDays, type Day, dayOf } from '../model/time.ts';
import type { ReportingApp } from './app.ts';
import { nearestRow } from './inventory.ts';

/** Days back in which a reading of a cluster's labels still speaks for it. */
const LABEL_DAYS = 35;

type Labels = Readonly<Record<string, string>>;

/** The labels of one cluster as one reading of its API server has them. */
interface LabelState {
  readonly day: Day;
  readonly namespaces: ReadonlyMap<string, Labels>;
  /** By `namespace/name`. */
  readonly workloads: ReadonlyMap<string, Labels>;
}

const NO_LABELS: Labels = {};

/**
 * Tells the labels of any workload on any day: those read from the cluster on or before the day; else those
 * that the allocation of the very day carries; else the earliest read later.
 */
export class LabelBook {
  readonly #app: ReportingApp;
  readonly #rows: ReadonlyMap<ArmId, readonly SnapshotRow[]>;
  /** The latest one looked up: days come cluster by cluster, and all states would not fit in memory. */
  #latest: { readonly blob: string; readonly state: Promise<LabelState> } | undefined;

  private constructor(app: ReportingApp, rows: ReadonlyMap<ArmId, readonly SnapshotRow[]>) {
    this.#app = app;
    this.#rows = rows;
  }

  /** Opens the book for the days `from` to `to`. */
  static async open(app: ReportingApp, from: Day, to: Day): Promise<LabelBook> {
    const today = dayOf(app.clock.now());
    const rows = await app.store.snapshots.listRows(
      'kubernetes',
      addDays(from, -LABEL_DAYS),
      today > to ? today : to,
    );
    return new LabelBook(
      app,
      Map.groupBy(rows, (row) => row.scope),
    );
  }

  /** What is known of a cluster's labels on a day; undefined when it was never read. */
  async stateOf(clusterId: ArmId, day: Day): Promise<LabelState | undefined> {
    const row = nearestRow(this.#rows.get(clusterId) ?? [], day);
    if (!row?.reading) return undefined;
    const { blob } = row.reading;
    if (this.#latest?.blob === blob) return this.#latest.state;
    const state = this.#load(row);
    this.#latest = { blob, state };
    return state;
  }

  /** The rows whose readings may tell of days until `to`: those up to it, else a cluster's first after. */
  speaking(to: Day): readonly SnapshotRow[] {
    return [...this.#rows.values()].flatMap((rows) => {
      const good = rows.filter((row) => row.reading);
      const until = good.filter((row) => row.day <= to);
      return until.length > 0 ? until : good.slice(0, 1);
    });
  }

  async #load(row: SnapshotRow): Promise<LabelState> {
    const { data } = await this.#app.store.snapshots.loadSnapshot({ ...row, source: 'kubernetes' });
    return toLabelState(row.day, data);
  }
}

/** What ownership needs to know of an allocation row. */
export function subjectOf(
  cluster: Cluster,
  row: Pick<AllocationRow, 'namespace' | 'controllerKind' | 'controller' | 'labels' | 'namespaceLabels'>,
  day: Day,
  state: LabelState | undefined,
): OwnershipSubject {
  const workload = row.controller === '' ? '' : `${row.controllerKind}/${row.controller}`;
  const read = {
    workload: state?.workloads.get(`${row.namespace}/${row.controller}`),
    namespace: state?.namespaces.get(row.namespace),
  };
  const timely = state !== undefined && state.day <= day;
  return {
    clusterName: cluster.name,
    namespace: row.namespace,
    workload,
    workloadLabels: timely ? (read.workload ?? row.labels) : orElse(row.labels, read.workload),
    namespaceLabels: timely
      ? (read.namespace ?? row.namespaceLabels)
      : orElse(row.namespaceLabels, read.namespace),
    day,
  };
}

function orElse(labels: Labels, other: Labels | undefined): Labels {
  return Object.keys(labels).length > 0 ? labels : (other ?? NO_LABELS);
}

/** Arranges a cluster's labels for looking up. */
export function toLabelState(day: Day, state: KubernetesState): LabelState {
  return {
    day,
    namespaces: new Map(state.namespaces.map((namespace) => [namespace.name, namespace.labels])),
    workloads: new Map(
      state.workloads.map((workload) => [`${workload.namespace}/${workload.name}`, workload.labels]),
    ),
  };
}
