import type { KubernetesState, Workload } from '../model/estate.ts';

/** Which workload something belongs to. */
export interface WorkloadPlace {
  /** The same over rollouts and runs, and whether or not the cluster could be asked: what identity is made of. */
  readonly stableName: string;
  /** `Deployment/api`, for readers. */
  readonly display: string;
  /** True when only the pod's name told, so that the kind is a guess. */
  readonly inferred: boolean;
}

/** Finds the workloads of one cluster by namespace and pod, or by namespace and name. */
export interface WorkloadIndex {
  readonly byPod: ReadonlyMap<string, Workload>;
  readonly byName: ReadonlyMap<string, Workload>;
  readonly byNamespace: ReadonlyMap<string, readonly Workload[]>;
}

/**
 * What Kubernetes appends to names: five characters to a pod, up to ten of the same alphabet (consonants, and
 * digits but `0`, `1`, `3`) to a ReplicaSet. `SafeEncodeString` in k8s.io/apimachinery/pkg/util/rand.
 */
const SAFE = '[bcdfghjklmnpqrstvwxz2456789]';
const REPLICA_SET = new RegExp(`^(.+)-${SAFE}{7,10}$`);
const DEPLOYMENT_POD = new RegExp(`^(.+)-${SAFE}{7,10}-${SAFE}{5}$`);
const CRON_JOB_POD = new RegExp(`^(.+)-[0-9]{8,10}-${SAFE}{5}$`);
const GENERATED_POD = new RegExp(`^(.+)-${SAFE}{5}$`);
const STATEFUL_SET_POD = /^(.+)-[0-9]{1,4}$/;
/** Five characters may be a word (`https`, `pgsql`), so a run's must hold a digit. */
const JOB_RUN = new RegExp(`^(.+)-(?:[0-9]{5,}|(?=[a-z]*[0-9])${SAFE}{5})$`);

/** A generated name is cut to 58 characters before its last five: `MaxGeneratedNameLength` in k8s.io/apiserver. */
const LONGEST_BASE = 58;
const CUT_REPLICA_SET = new RegExp(`-${SAFE}{0,10}$`);

const CONTROLLERS: ReadonlyMap<string, string> = new Map(
  ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job'].map((kind) => [kind.toLowerCase(), kind]),
);

/** Indexes the workloads of a cluster; the first by kind and name wins where two claim a pod or share a name. */
export function indexWorkloads(state: KubernetesState | undefined): WorkloadIndex {
  const byPod = new Map<string, Workload>();
  const byName = new Map<string, Workload>();
  const workloads = [...(state?.workloads ?? [])].sort((a, b) =>
    toDisplay(a.kind, a.name) < toDisplay(b.kind, b.name) ? -1 : 1,
  );
  for (const workload of workloads) {
    const name = toKey(workload.namespace, workload.name);
    if (!byName.has(name)) byName.set(name, workload);
    for (const pod of workload.pods) {
      const key = toKey(workload.namespace, pod);
      if (!byPod.has(key)) byPod.set(key, workload);
    }
  }
  return { byPod, byName, byNamespace: Map.groupBy(workloads, (workload) => workload.namespace) };
}

/** The place of a workload that the cluster itself names. */
export function placeWorkload(workload: { readonly kind: string; readonly name: string }): WorkloadPlace {
  const stableName = workload.kind === 'Job' ? stripRun(workload.name) : workload.name;
  return { stableName, display: toDisplay(workload.kind, workload.name), inferred: false };
}

/**
 * Places an object that a policy names: pods by the workload that holds them, controllers by themselves.
 * @param type the source's word for the object's kind, in any case
 * @returns undefined when such an object is no workload's: a service, an ingress, a role
 */
export function placeComponent(
  index: WorkloadIndex,
  type: string,
  namespace: string,
  name: string,
): WorkloadPlace | undefined {
  const kind = type.toLowerCase();
  if (kind === 'pod') return placePod(index, namespace, name);
  if (kind === 'replicaset') return placeReplicaSet(index, namespace, name);
  const controller = CONTROLLERS.get(kind);
  return controller === undefined ? undefined : placeWorkload({ kind: controller, name });
}

function placePod(index: WorkloadIndex, namespace: string, pod: string): WorkloadPlace {
  const holder = index.byPod.get(toKey(namespace, pod));
  if (holder) return placeWorkload(holder);
  const guesses = guessWorkloads(pod);
  for (const guess of guesses) {
    const known = index.byName.get(toKey(namespace, guess.name));
    if (known) return placeWorkload(known);
  }
  const cut = findCutWorkload(index.byNamespace.get(namespace) ?? [], pod);
  if (cut) return placeWorkload(cut);
  const [guess = { kind: 'Pod', name: pod }] = guesses;
  const stableName = guess.kind === 'DaemonSet' ? stripRun(guess.name) : guess.name;
  return { stableName, display: toDisplay(guess.kind, stableName), inferred: true };
}

function placeReplicaSet(index: WorkloadIndex, namespace: string, name: string): WorkloadPlace {
  const deployment = REPLICA_SET.exec(name)?.[1];
  if (deployment === undefined) return placeWorkload({ kind: 'ReplicaSet', name });
  const known = index.byName.get(toKey(namespace, deployment));
  if (known) return placeWorkload(known);
  return { stableName: deployment, display: toDisplay('Deployment', deployment), inferred: true };
}

/** The workloads that a pod's name may come from, likeliest first. */
function guessWorkloads(pod: string): readonly { readonly kind: string; readonly name: string }[] {
  const guesses = [
    { kind: 'Deployment', name: DEPLOYMENT_POD.exec(pod)?.[1] },
    { kind: 'Deployment', name: cutBase(pod)?.replace(CUT_REPLICA_SET, '') },
    { kind: 'CronJob', name: CRON_JOB_POD.exec(pod)?.[1] },
    { kind: 'DaemonSet', name: GENERATED_POD.exec(pod)?.[1] },
    { kind: 'StatefulSet', name: STATEFUL_SET_POD.exec(pod)?.[1] },
    { kind: 'Pod', name: pod },
  ];
  return guesses.flatMap(({ kind, name }) => (name === undefined ? [] : [{ kind, name }]));
}

/** The longest-named workload that a pod's cut name can come from. */
function findCutWorkload(workloads: readonly Workload[], pod: string): Workload | undefined {
  const base = cutBase(pod);
  if (base === undefined) return undefined;
  return workloads
    .filter(({ name }) => name.startsWith(base) || base.startsWith(`${name}-`))
    .reduce<Workload | undefined>(
      (best, next) => (best && best.name.length >= next.name.length ? best : next),
      undefined,
    );
}

/** What a pod was named after, where that was cut: the cut takes the hyphen before the last five with it. */
function cutBase(pod: string): string | undefined {
  const base = pod.slice(0, LONGEST_BASE);
  return pod.length < LONGEST_BASE + 5 || base.endsWith('-') ? undefined : base;
}

function stripRun(name: string): string {
  return JOB_RUN.exec(name)?.[1] ?? name;
}

function toDisplay(kind: string, name: string): string {
  return `${kind}/${name}`;
}

/** No name in Kubernetes holds a slash. */
function toKey(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}
