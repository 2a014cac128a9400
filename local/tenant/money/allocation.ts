import type { Day } from '../../../shared/model/time.ts';
import { drawSuffix } from '../world/chance.ts';
import { rolloutOn } from '../world/pods.ts';
import { type ClusterUsage, usageOf, type WorkloadUsage } from '../world/usage.ts';
import { rememberByDay, type World } from '../world/world.ts';
import { listVolumes, monthly } from './clusterBill.ts';
import { LISTED, listedPerHour, listedPrices } from './prices.ts';

const GIB = 1024 ** 3;

/** What a cost tool knows of one workload's day, at list prices and not yet rounded. */
export interface AllocationPart {
  readonly kind: 'workload' | 'idle' | 'unmounted';
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
  readonly cpuCost: number;
  readonly ramCost: number;
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
  const parts = usage.workloads.map((used) => workloadPart(world, usage, used, day));
  return [...parts, idlePart(usage, parts), unmountedPart(usage)];
});

function workloadPart(world: World, usage: ClusterUsage, used: WorkloadUsage, day: Day): AllocationPart {
  const { workload, namespace } = used;
  const priced = used.shares.map((share) => ({ ...share, prices: listedPrices(share.pool) }));
  const coreHours = total(priced.map((share) => share.coreHours));
  const ramByteHours = total(priced.map((share) => share.ramGiBHours)) * GIB;
  const gib = workload.diskGiB * used.pods;
  const namespaceLabels = sanitise(namespace.labels);
  const [pool, ...otherPools] = used.shares.map((share) => share.pool);
  const key = [
    world.seed,
    workload.cluster,
    workload.namespace,
    workload.name,
    rolloutOn(world, workload, day),
  ];
  return {
    kind: 'workload',
    namespace: workload.namespace,
    controllerKind: workload.kind === 'Pod' ? '' : workload.kind.replace('CronJob', 'Job').toLowerCase(),
    controller: workload.kind === 'Pod' ? '' : workload.name,
    labels: {
      ...(pool && otherPools.length === 0
        ? {
            agentpool: pool.name,
            kubernetes_azure_com_scalesetpriority: pool.spot ? 'spot' : 'regular',
            node_kubernetes_io_instance_type: pool.size.name,
          }
        : {}),
      topology_kubernetes_io_region: usage.cluster.location,
      ...namespaceLabels,
      ...sanitise(workload.labels),
      ...(workload.kind === 'Deployment' ? { pod_template_hash: drawSuffix(9, [...key, 'template']) } : {}),
    },
    namespaceLabels,
    coreHours,
    coreHoursUsed: coreHours * workload.efficiency,
    ramByteHours,
    ramByteHoursUsed: ramByteHours * Math.min(1, workload.efficiency * 1.15),
    cpuCost: total(priced.map((share) => share.coreHours * share.prices.core)),
    ramCost: total(priced.map((share) => share.ramGiBHours * share.prices.gib)),
    pvByteHours: gib * GIB * 24,
    pvCost: monthly(gib * LISTED.diskPerGiBMonth),
    networkBytes: used.egressGiB * GIB,
    networkCost: used.egressGiB * LISTED.bandwidthPerGiB,
    loadBalancerCost: workload.loadBalancer ? LISTED.loadBalancerPerHour * 24 : 0,
  };
}

function idlePart(usage: ClusterUsage, parts: readonly AllocationPart[]): AllocationPart {
  const nodes = usage.cluster.pools.map((pool) => {
    const hours = (usage.nodes.get(pool.name) ?? 0) * 24;
    const prices = listedPrices(pool);
    return {
      total: hours * listedPerHour(pool),
      cpu: hours * pool.size.cores * prices.core,
    };
  });
  const cpu = total(nodes.map((node) => node.cpu));
  return {
    ...NOTHING,
    kind: 'idle',
    cpuCost: cpu - total(parts.map((part) => part.cpuCost)),
    ramCost: total(nodes.map((node) => node.total)) - cpu - total(parts.map((part) => part.ramCost)),
  };
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
  namespace: '',
  controllerKind: '',
  controller: '',
  labels: {},
  namespaceLabels: {},
  coreHours: 0,
  coreHoursUsed: 0,
  ramByteHours: 0,
  ramByteHoursUsed: 0,
  cpuCost: 0,
  ramCost: 0,
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
