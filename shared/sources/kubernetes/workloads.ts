import { judgePods } from '../../governance/posture/judgePods.ts';
import type { Workload } from '../../model/estate.ts';
import { imagesOf } from './images.ts';
import type { PodObject } from './objects.ts';
import { ownerOf, type PodOwner } from './owner.ts';

/** Labels that controllers write for themselves: they tell one revision or run from the next, not whose it is. */
const MACHINE_LABELS = new Set([
  'pod-template-hash',
  'pod-template-generation',
  'controller-revision-hash',
  'controller-uid',
  'job-name',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
]);
const MACHINE_LABEL_PREFIX = 'batch.kubernetes.io/';

/**
 * Gathers pods to the workloads that own them, sorted by namespace, kind and name. Labels and images are
 * those of the pods that are not over (`Succeeded`, `Failed`), so that an evicted pod of an old revision
 * says nothing about today; when all are over, as between the runs of a CronJob, all of them count. Posture
 * checks judge the same pods.
 * @param trustedRegistries patterns of registries that images may come from; none means that all may
 */
export function gatherWorkloads(
  pods: readonly PodObject[],
  trustedRegistries: readonly string[] = [],
): Workload[] {
  const groups = new Map<string, { owner: PodOwner; namespace: string; pods: PodObject[] }>();
  for (const pod of [...pods].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))) {
    const owner = ownerOf(pod);
    const { namespace } = pod.metadata;
    const key = `${namespace}/${owner.kind}/${owner.name}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { owner, namespace, pods: [pod] });
    else group.pods.push(pod);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { owner, namespace, pods: members }]) => {
      const alive = members.filter((pod) => !isOver(pod));
      const telling = alive.length > 0 ? alive : members;
      return {
        namespace,
        kind: owner.kind,
        name: owner.name,
        labels: sharedLabels(telling),
        pods: members.map((pod) => pod.metadata.name),
        images: imagesOf(telling),
        posture: judgePods(
          telling.map(({ checked }) => checked),
          { trustedRegistries },
        ),
      };
    });
}

/** Whether people write the label, and not a controller for itself. */
export function isWritten(key: string): boolean {
  return !MACHINE_LABELS.has(key) && !key.startsWith(MACHINE_LABEL_PREFIX);
}

function isOver(pod: PodObject): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

function sharedLabels(pods: readonly PodObject[]): Record<string, string> {
  const [first, ...others] = pods;
  const shared = Object.entries(first?.metadata.labels ?? {}).filter(
    ([key, value]) => isWritten(key) && others.every((pod) => pod.metadata.labels[key] === value),
  );
  return Object.fromEntries(shared.sort(([a], [b]) => (a < b ? -1 : 1)));
}
