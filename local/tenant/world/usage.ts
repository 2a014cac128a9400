import type { Day } from '../../../shared/model/time.ts';
import { drawBetween } from './chance.ts';
import { findCluster, type NodePool, type TenantCluster } from './clusters.ts';
import type { TenantNamespace } from './namespaces.ts';
import type { TenantWorkload } from './workloads.ts';
import { dayNumber, namespacesOn, rememberByDay, type World } from './world.ts';

/** What one workload reserved on a day, by the node pool it ran on. */
export interface WorkloadUsage {
  readonly workload: TenantWorkload;
  readonly namespace: TenantNamespace;
  readonly pods: number;
  readonly shares: readonly {
    readonly pool: NodePool;
    readonly coreHours: number;
    readonly ramGiBHours: number;
    readonly gpuHours: number;
  }[];
  readonly egressGiB: number;
}

/** One cluster's day: the one thing that both the bill and the allocation are computed from. */
export interface ClusterUsage {
  readonly cluster: TenantCluster;
  readonly day: Day;
  readonly workloads: readonly WorkloadUsage[];
  /** Nodes that ran all day, by pool name. */
  readonly nodes: ReadonlyMap<string, number>;
}

/** Share of a node that the autoscaler lets requests fill. */
const PACKING = 0.74;

/** Hours of a day that a training job holds its GPU; its node stays for the whole day. */
const GPU_JOB_HOURS = 15;

/** The usage of a cluster (by name) on a day. */
export const usageOf = rememberByDay((world, clusterName, day): ClusterUsage => {
  const cluster = findCluster(clusterName);
  const active = namespacesOn(world, clusterName, day).flatMap((namespace) =>
    (world.workloads.get(namespace) ?? []).map((workload) => ({
      namespace,
      workload,
      scale: activityOf(world, namespace, workload, day),
    })),
  );
  const onEveryNode = active.filter(({ workload }) => workload.kind === 'DaemonSet');
  const nodes = new Map(
    cluster.pools.map((pool) => [
      pool.name,
      countNodes(
        pool,
        active
          .filter(({ workload }) => workload.kind !== 'DaemonSet' && workload.pool === pool.name)
          .map(({ workload, scale }) => ({
            cores: workload.cores * workload.replicas * scale,
            ramGiB: workload.ramGiB * workload.replicas * scale,
            gpus: workload.gpus * workload.replicas,
          })),
        onEveryNode.map(({ workload }) => workload),
      ),
    ]),
  );
  return {
    cluster,
    day,
    nodes,
    workloads: active.map(({ namespace, workload, scale }) => ({
      workload,
      namespace,
      pods: countPods(workload, scale, nodes),
      shares: shareOf(workload, scale, cluster, nodes),
      egressGiB: workload.egressGiB * scale,
    })),
  };
});

/** How busy a workload is against its ordinary weekday: weekends, slow growth, a little noise. */
function activityOf(world: World, namespace: TenantNamespace, workload: TenantWorkload, day: Day): number {
  if (workload.kind === 'DaemonSet' || workload.kind === 'Pod') return 1;
  const weekday = (dayNumber(day) + 4) % 7;
  const weekend = weekday === 0 || weekday === 6;
  const quiet = namespace.cluster === 'aks-devtest' ? 0.35 : namespace.purpose === 'service' ? 0.72 : 0.95;
  const growth = 1 + 0.0015 * (dayNumber(day) - dayNumber(world.from));
  const surge = namespace.doublesFrom !== undefined && day >= namespace.doublesFrom ? 2 : 1;
  const noise = drawBetween(0.96, 1.04, [
    world.seed,
    workload.cluster,
    workload.namespace,
    workload.name,
    day,
  ]);
  return (weekend ? quiet : 1) * growth * surge * noise;
}

function countNodes(
  pool: NodePool,
  demand: readonly { readonly cores: number; readonly ramGiB: number; readonly gpus: number }[],
  onEveryNode: readonly TenantWorkload[],
): number {
  const agents = sum(onEveryNode.map((workload) => workload.cores));
  const agentRam = sum(onEveryNode.map((workload) => workload.ramGiB));
  const byCores = sum(demand.map((each) => each.cores)) / (pool.size.cores * PACKING - agents);
  const byRam = sum(demand.map((each) => each.ramGiB)) / (pool.size.ramGiB * PACKING - agentRam);
  const byGpus = pool.size.gpus === 0 ? 0 : sum(demand.map((each) => each.gpus)) / pool.size.gpus;
  return Math.max(pool.mode === 'System' ? 2 : 1, Math.ceil(Math.max(byCores, byRam, byGpus)));
}

function countPods(workload: TenantWorkload, scale: number, nodes: ReadonlyMap<string, number>): number {
  if (workload.kind === 'DaemonSet') return sum([...nodes.values()]);
  if (workload.kind === 'StatefulSet') return workload.replicas;
  return Math.max(1, Math.round(workload.replicas * scale));
}

function shareOf(
  workload: TenantWorkload,
  scale: number,
  cluster: TenantCluster,
  nodes: ReadonlyMap<string, number>,
): WorkloadUsage['shares'] {
  return cluster.pools
    .filter((pool) => workload.kind === 'DaemonSet' || pool.name === workload.pool)
    .map((pool) => {
      const replicas =
        workload.kind === 'DaemonSet' ? (nodes.get(pool.name) ?? 0) : workload.replicas * scale;
      return {
        pool,
        coreHours: workload.cores * replicas * 24,
        ramGiBHours: workload.ramGiB * replicas * 24,
        gpuHours: workload.gpus * replicas * GPU_JOB_HOURS,
      };
    });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
