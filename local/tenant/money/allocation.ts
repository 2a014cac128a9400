import type { Day } from '../../../shared/model/time.ts';
import { drawNumber, drawSuffix } from '../world/chance.ts';
import type { NodePool } from '../world/clusters.ts';
import { listNodeNames, rolloutOn } from '../world/pods.ts';
import { type ClusterUsage, usageOf, type WorkloadUsage } from '../world/usage.ts';
import { rememberByDay, type World } from '../world/world.ts';
import { listVolumes, monthly } from './clusterBill.ts';
import { LISTED, listedPrices } from './prices.ts';

const GIB = 1024 ** 3;

/** What a cost tool knows of one workload's day on one node, at list prices and not yet rounded. */
export interface AllocationPart {
  readonly kind: 'workload' | 'idle' | 'unmounted';
  /** `''` for what is on no node. */
  readonly node: string;
  readonly namespace: string;
  readonly controllerKind: string;
  readonly controller: string;
  /** Pod, namespace and node labels merged, names as Prometheus sanitises them. */
  readonly labels: Readonly<Record<string, string>>;
  readonly namespaceLabels: Readonly<Record<string, string>>;
  readonly coreHours: number;
  readonly coreHoursUsed: number;
  readonly ramByteHours: number;
  readonly ramByteHoursUsed: number;
  readonly gpuHours: number;
  readonly cpuCost: number;
  readonly ramCost: number;
  readonly gpuCost: number;
  readonly pvByteHours: number;
  readonly pvCost: number;
  readonly networkBytes: number;
  readonly networkCost: number;
  readonly loadBalancerCost: number;
}

/** The allocation of a cluster (by name) on a whole day; empty outside the history. */
export const allocationOf = rememberByDay((world, cluster, day): readonly AllocationPart[] => {
  if (day < world.from || day > world.to) return [];
  const usage = usageOf(world, cluster, day);
  const parts = usage.workloads.flatMap((used) => workloadParts(world, usage, used, day));
  return [
    ...parts,
    ...usage.cluster.pools.flatMap((pool) => idleParts(usage, pool, parts)),
    unmountedPart(usage),
  ];
});

/** A part for each node; what hangs on no machine (volumes, traffic) is divided as the machines are. */
function workloadParts(
  world: World,
  usage: ClusterUsage,
  used: WorkloadUsage,
  day: Day,
): readonly AllocationPart[] {
  const { workload, namespace } = used;
  const gib = workload.diskGiB * used.pods;
  const namespaceLabels = sanitise(namespace.labels);
  const key = [
    world.seed,
    workload.cluster,
    workload.namespace,
    workload.name,
    rolloutOn(world, workload, day),
  ];
  const coreHours = total(used.shares.map((share) => share.coreHours));
  return used.shares.flatMap((share) => {
    const prices = listedPrices(share.pool);
    const nodes = chooseNodes(usage, used, share.pool);
    const ofShare = 1 / nodes.length;
    const ofAll = share.coreHours / coreHours / nodes.length;
    return nodes.map((node): AllocationPart => {
      const ramByteHours = share.ramGiBHours * GIB * ofShare;
      return {
        kind: 'workload',
        node,
        namespace: workload.namespace,
        controllerKind: workload.kind === 'Pod' ? '' : workload.kind.replace('CronJob', 'Job').toLowerCase(),
        controller: workload.kind === 'Pod' ? '' : workload.name,
        labels: {
          ...nodeLabels(share.pool, node),
          topology_kubernetes_io_region: usage.cluster.location,
          ...namespaceLabels,
          ...sanitise(workload.labels),
          ...(workload.kind === 'Deployment'
            ? { pod_template_hash: drawSuffix(9, [...key, 'template']) }
            : {}),
        },
        namespaceLabels,
        coreHours: share.coreHours * ofShare,
        coreHoursUsed: share.coreHours * ofShare * workload.efficiency,
        ramByteHours,
        ramByteHoursUsed: ramByteHours * Math.min(1, workload.efficiency * 1.15),
        gpuHours: share.gpuHours * ofShare,
        cpuCost: share.coreHours * ofShare * prices.core,
        ramCost: share.ramGiBHours * ofShare * prices.gib,
        gpuCost: share.gpuHours * ofShare * prices.gpu,
        pvByteHours: gib * GIB * 24 * ofAll,
        pvCost: monthly(gib * LISTED.diskPerGiBMonth) * ofAll,
        networkBytes: used.egressGiB * GIB * ofAll,
        networkCost: used.egressGiB * LISTED.bandwidthPerGiB * ofAll,
        loadBalancerCost: workload.loadBalancer ? LISTED.loadBalancerPerHour * 24 * ofAll : 0,
      };
    });
  });
}

/** A DaemonSet is on every node of a pool; the pods of anything else are together on two at most. */
function chooseNodes(
  usage: ClusterUsage,
  { workload, pods }: WorkloadUsage,
  pool: NodePool,
): readonly string[] {
  const nodes = listNodeNames(pool.scaleSet, usage.nodes.get(pool.name) ?? 1);
  if (workload.kind === 'DaemonSet') return nodes;
  const first = drawNumber([workload.cluster, workload.namespace, workload.name, 'node']);
  const places = Array.from({ length: Math.min(pods, nodes.length, 2) }, (_, index) => first + index);
  return places.map((place) => nodes[place % nodes.length] ?? '');
}

function nodeLabels(pool: NodePool, node: string): Readonly<Record<string, string>> {
  return {
    agentpool: pool.name,
    kubernetes_azure_com_agentpool: pool.name,
    kubernetes_azure_com_scalesetpriority: pool.spot ? 'spot' : 'regular',
    kubernetes_io_hostname: node,
    node_kubernetes_io_instance_type: pool.size.name,
  };
}

/** What the machines of a pool cost beyond what ran on them, the same on each. */
function idleParts(
  usage: ClusterUsage,
  pool: NodePool,
  parts: readonly AllocationPart[],
): readonly AllocationPart[] {
  const nodes = listNodeNames(pool.scaleSet, usage.nodes.get(pool.name) ?? 0);
  const prices = listedPrices(pool);
  const own = parts.filter((part) => part.node.startsWith(pool.scaleSet));
  const idle = (listed: number, used: readonly number[]): number => listed * 24 - total(used) / nodes.length;
  return nodes.map((node) => ({
    ...NOTHING,
    kind: 'idle',
    node,
    cpuCost: idle(
      pool.size.cores * prices.core,
      own.map((part) => part.cpuCost),
    ),
    ramCost: idle(
      pool.size.ramGiB * prices.gib,
      own.map((part) => part.ramCost),
    ),
    gpuCost: idle(
      pool.size.gpus * prices.gpu,
      own.map((part) => part.gpuCost),
    ),
  }));
}

function unmountedPart(usage: ClusterUsage): AllocationPart {
  const gib = total(
    listVolumes(usage)
      .filter((volume) => volume.workload === undefined)
      .map((volume) => volume.gib),
  );
  return {
    ...NOTHING,
    kind: 'unmounted',
    namespace: '__unmounted__',
    pvByteHours: gib * GIB * 24,
    pvCost: monthly(gib * LISTED.diskPerGiBMonth),
  };
}

const NOTHING: Omit<AllocationPart, 'kind'> = {
  node: '',
  namespace: '',
  controllerKind: '',
  controller: '',
  labels: {},
  namespaceLabels: {},
  coreHours: 0,
  coreHoursUsed: 0,
  ramByteHours: 0,
  ramByteHoursUsed: 0,
  gpuHours: 0,
  cpuCost: 0,
  ramCost: 0,
  gpuCost: 0,
  pvByteHours: 0,
  pvCost: 0,
  networkBytes: 0,
  networkCost: 0,
  loadBalancerCost: 0,
};

/** Prometheus allows letters, digits and underscores in label names; everything else becomes an underscore. */
function sanitise(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).map(([name, value]) => [name.replaceAll(/[^a-zA-Z0-9_]/g, '_'), value]),
  );
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
