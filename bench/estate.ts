import type { AllocationDay, CostMetric, CostRow } from '../shared/model/cost.ts';
import { type Cluster, type Inventory, type KubernetesState, toArmId } from '../shared/model/estate.ts';
import { AMOUNT_DECIMALS } from '../shared/model/money.ts';
import { type Day, daysBetween } from '../shared/model/time.ts';
import type { Sources } from '../shared/sources/source.ts';

/** Namespaces of each cluster, as the issue sets it. */
export const NAMESPACES = 200;
export const TEAMS = 20;
const CLUSTERS_A_SUBSCRIPTION = 30;
const MICRO = 10n ** BigInt(AMOUNT_DECIMALS - 6);

/** A repeatable number from 0 up to `below`, from three coordinates. */
export function chance(a: number, b: number, c: number, below: number): number {
  let hash = Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b) ^ Math.imul(c + 1, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) % below;
}

/** The clusters of a generated estate. */
export function makeClusters(count: number): readonly Cluster[] {
  return Array.from({ length: count }, (_, index): Cluster => {
    const subscriptionId = subscriptionOf(Math.floor(index / CLUSTERS_A_SUBSCRIPTION));
    const name = `aks-${String(index).padStart(4, '0')}`;
    return {
      id: toArmId(
        `/subscriptions/${subscriptionId}/resourceGroups/rg-${name}/providers/Microsoft.ContainerService/managedClusters/${name}`,
      ),
      ...{
        name,
        subscriptionId,
        resourceGroup: `rg-${name}`,
        nodeResourceGroup: `nodes-${name}`,
        location: 'westeurope',
      },
      ...{
        kubernetesVersion: '1.35.2',
        tags: {},
        fqdn: '',
        running: true,
        defenderSensor: true,
        policyAddon: true,
      },
    };
  });
}

export function subscriptionOf(index: number): string {
  return `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
}

/** A workspace, a Defender plan and a registry beside each cluster, which all clusters share. */
export const EXTRAS = [
  { name: 'Logs', type: 'microsoft.operationalinsights/workspaces', category: 'monitoring' },
  { name: 'Defender', type: 'microsoft.security/pricings', category: 'security' },
  { name: 'Registries', type: 'microsoft.containerregistry/registries', category: 'registry' },
] as const;

/** The bill of one cluster and day in eight categories: machines, disks, network, load balancer, control plane, extras. */
export function billOf(cluster: Cluster, index: number, day: Day): CostRow[] {
  const date = Number(day.slice(8));
  const node = (type: string, meterCategory: string, most: number): CostRow => ({
    ...{
      day,
      subscriptionId: cluster.subscriptionId,
      resourceGroup: cluster.nodeResourceGroup,
      meterCategory,
      currency: 'EUR',
    },
    resourceId: `/subscriptions/${cluster.subscriptionId}/resourcegroups/${cluster.nodeResourceGroup}/providers/${type}/x`,
    amount: BigInt(1 + chance(index, date, most, most)) * MICRO,
  });
  return [
    node('microsoft.compute/virtualmachinescalesets', 'Virtual Machines', 900_000_000),
    node('microsoft.compute/disks', 'Storage', 90_000_000),
    node('microsoft.network/virtualnetworks', 'Bandwidth', 30_000_000),
    node('microsoft.network/loadbalancers', 'Load Balancer', 9_000_000),
    {
      ...node('x/y', 'Azure Kubernetes Service', 2_400_000),
      resourceId: cluster.id,
      resourceGroup: cluster.resourceGroup,
    },
    ...EXTRAS.map(({ type, name }, place) => ({
      ...node('x/y', name, 1_000_000 * (place + 1)),
      resourceId: extraOf(cluster, type),
      resourceGroup: cluster.resourceGroup,
    })),
  ];
}

function extraOf({ subscriptionId, resourceGroup, name }: Cluster, type: string): string {
  return `/subscriptions/${subscriptionId}/resourcegroups/${resourceGroup}/providers/${type}/${name}`;
}

/** What each namespace of one cluster used on a day, and the idle rest. */
export function allocationOf(index: number, day: Day): AllocationDay {
  const date = Number(day.slice(8));
  const cost = (space: number, salt: number): bigint =>
    BigInt(chance(index * 100 + space, date, salt, 9_000_000)) * MICRO;
  const rows = Array.from({ length: NAMESPACES }, (_, space): AllocationDay['rows'][number] => ({
    kind: 'workload',
    nodePool: '',
    namespace: `ns-${String(space).padStart(3, '0')}`,
    ...{ controllerKind: 'deployment', controller: 'api', labels: {} },
    namespaceLabels: space < 3 ? {} : { team: `team-${(index + space) % TEAMS}` },
    cost: {
      cpu: cost(space, 1),
      ram: cost(space, 2),
      gpu: 0n,
      pv: cost(space, 3),
      network: cost(space, 4),
      loadBalancer: space % 20 === 0 ? cost(space, 5) : 0n,
    },
    ...{ cpuCoreHours: 24, ramByteHours: 24 * 2 ** 30, gpuHours: 0, efficiency: undefined },
    ...{ requested: undefined, used: undefined },
  }));
  const idle = {
    ...(rows[0] as AllocationDay['rows'][number]),
    kind: 'idle' as const,
    namespace: '',
    controller: '',
    namespaceLabels: {},
  };
  return { producer: 'opencost', idleTold: true, rows: [...rows, idle], coveredHours: 24, warnings: [] };
}

/** A generated estate as sources: no network, the same every time. */
export function makeSources(clusters: readonly Cluster[]): Sources {
  const indexOf = new Map(clusters.map((cluster, index) => [cluster.id, index]));
  const subscriptions = [...new Set(clusters.map((cluster) => cluster.subscriptionId))].map((id) => ({
    id,
    name: id,
  }));
  const inventory: Inventory = { subscriptions, clusters, registries: [] };
  const empty: KubernetesState = {
    namespaces: [],
    workloads: [],
    nodes: [],
    constraints: [],
    constraintsRead: true,
    warnings: [],
  };
  return {
    readInventory: async () => inventory,
    readCost: async (subscriptionId: string, _metric: CostMetric, from: Day, to: Day) =>
      daysBetween(from, to).flatMap((day) =>
        clusters.flatMap((cluster, index) =>
          cluster.subscriptionId === subscriptionId ? billOf(cluster, index, day) : [],
        ),
      ),
    readMetering: async (cluster, day) => allocationOf(indexOf.get(cluster.id) ?? 0, day),
    readExports: async () => {
      throw new Error('there are no exports');
    },
    readResources: async () => [],
    readAllocation: async (cluster, day) => allocationOf(indexOf.get(cluster.id) ?? 0, day),
    readKubernetes: async () => empty,
    readPolicy: async () => ({
      components: [],
      summaries: [],
      exemptions: [],
      componentsLost: 0,
      warnings: [],
    }),
    readPosture: async () => ({
      clusters: [],
      registries: [],
      diagnostics: undefined,
      activityLog: [],
      ancestors: [],
      locationAssignments: undefined,
      exemptions: [],
      versions: [],
      warnings: [],
    }),
    readDefender: async () => ({
      assessments: [],
      assessed: [],
      alerts: [],
      secureScore: undefined,
      standards: [],
      plans: [],
      assessmentsLost: 0,
      warnings: [],
    }),
  };
}
