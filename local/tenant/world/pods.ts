import type { Day } from '../../../shared/model/time.ts';
import { drawHex, drawNumber, drawSuffix } from './chance.ts';
import { usageOf } from './usage.ts';
import type { TenantWorkload } from './workloads.ts';
import { dayNumber, type World } from './world.ts';

export interface TenantPod {
  readonly name: string;
  readonly workload: TenantWorkload;
  /** The pod's controller as Kubernetes names it: a ReplicaSet for a Deployment, a Job for a CronJob. */
  readonly owner: { readonly kind: string; readonly name: string } | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly image: string;
  readonly digest: string;
  readonly node: string;
}

/** Which rollout of the workload is live on the day: each brings a new image and new pod names. */
export function rolloutOn(world: World, workload: TenantWorkload, day: Day): number {
  const offset = drawNumber([world.seed, workload.cluster, workload.namespace, workload.name, 'offset']);
  return Math.floor((dayNumber(day) + (offset % workload.rolloutDays)) / workload.rolloutDays);
}

/** The image that the workload runs on the day; the digest depends on nothing but repository and tag. */
export function imageOn(world: World, workload: TenantWorkload, day: Day): { image: string; digest: string } {
  const ours = workload.repository.startsWith('contosofin');
  const rollout = ours ? rolloutOn(world, workload, day) : 7;
  const image = `${workload.repository}:1.${Math.floor(rollout / 40) % 100}.${rollout % 40}`;
  return { image, digest: `sha256:${drawHex([image])}` };
}

/** Names of the nodes of a pool on a day, as the scale set numbers them. */
export function listNodeNames(scaleSet: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${scaleSet}${index.toString(36).padStart(6, '0')}`);
}

/** The pods that run in a cluster on a day, by namespace and workload as the world lists them. */
export function listPods(world: World, cluster: string, day: Day): readonly TenantPod[] {
  const usage = usageOf(world, cluster, day);
  return usage.workloads.flatMap((used) => {
    const { workload } = used;
    const { image, digest } = imageOn(world, workload, day);
    const rollout = rolloutOn(world, workload, day);
    const key = [world.seed, workload.cluster, workload.namespace, workload.name, rollout];
    const nodes = used.shares.flatMap((share) =>
      listNodeNames(share.pool.scaleSet, usage.nodes.get(share.pool.name) ?? 1),
    );
    return Array.from({ length: used.pods }, (_, index): TenantPod => {
      const identity = identifyPod(workload, key, index);
      const place = workload.kind === 'DaemonSet' ? index : drawNumber([...key, index]);
      return {
        ...identity,
        workload,
        labels: { ...workload.labels, ...identity.labels },
        image,
        digest,
        node: nodes[place % nodes.length] ?? '',
      };
    });
  });
}

function identifyPod(
  workload: TenantWorkload,
  key: readonly (string | number)[],
  index: number,
): Pick<TenantPod, 'name' | 'owner' | 'labels'> {
  const suffix = drawSuffix(5, [...key, 'pod', index]);
  switch (workload.kind) {
    case 'Deployment': {
      const hash = drawSuffix(9, [...key, 'template']);
      const replicaSet = `${workload.name}-${hash}`;
      return {
        name: `${replicaSet}-${suffix}`,
        owner: { kind: 'ReplicaSet', name: replicaSet },
        labels: { 'pod-template-hash': hash },
      };
    }
    case 'StatefulSet':
      return {
        name: `${workload.name}-${index}`,
        owner: { kind: 'StatefulSet', name: workload.name },
        labels: { 'statefulset.kubernetes.io/pod-name': `${workload.name}-${index}` },
      };
    case 'DaemonSet':
      return {
        name: `${workload.name}-${suffix}`,
        owner: { kind: 'DaemonSet', name: workload.name },
        labels: { 'controller-revision-hash': drawSuffix(10, [...key, 'revision']) },
      };
    case 'CronJob': {
      const minutes = 29_000_000 + (drawNumber([...key, 'minutes']) % 1_000_000);
      const job = `${workload.name}-${minutes}`;
      return {
        name: `${job}-${suffix}`,
        owner: { kind: 'Job', name: job },
        labels: { 'batch.kubernetes.io/job-name': job },
      };
    }
    case 'Pod':
      return { name: workload.name, owner: undefined, labels: {} };
  }
}
