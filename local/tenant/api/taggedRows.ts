import { inNodeGroup, listVolumes } from '../money/clusterBill.ts';
import { OTHER_RESOURCES } from '../money/otherResources.ts';
import { drawGuid } from '../world/chance.ts';
import type { TenantCluster } from '../world/clusters.ts';
import { usageOf } from '../world/usage.ts';
import type { World } from '../world/world.ts';
import type { Row } from './expression.ts';
import { claimName } from './kubernetesStorage.ts';

/** An Azure resource with its tags, before it becomes a row of Resource Graph. */
export interface TaggedRow {
  readonly id: string;
  readonly type: string;
  readonly location: string;
  readonly properties: Row;
  readonly tags: Readonly<Record<string, string>> | null;
}

/**
 * The resources behind the bill with the tags that AKS, its disk driver and people put on them: scale sets of
 * node pools, disks of volumes (one that nothing uses any more), load balancers, addresses, and what the
 * subscriptions hold beside Kubernetes.
 */
export function listTaggedRows(world: World): readonly TaggedRow[] {
  return [
    ...world.clusters.flatMap((cluster) => [
      ...listScaleSets(cluster),
      ...listDisks(world, cluster),
      ...listNetwork(cluster),
    ]),
    ...OTHER_RESOURCES.map(({ subscriptionId, resourceGroup, resource, location, tags }) => ({
      id: `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/${resource}`,
      type: typeOf(resource),
      location,
      properties: { provisioningState: 'Succeeded' },
      tags: tags ?? null,
    })),
  ];
}

function listScaleSets(cluster: TenantCluster): readonly TaggedRow[] {
  return cluster.pools.map((pool) => ({
    id: inNodeGroup(cluster, 'Microsoft.Compute/virtualMachineScaleSets', pool.scaleSet),
    type: 'microsoft.compute/virtualmachinescalesets',
    location: cluster.location,
    properties: { provisioningState: 'Succeeded', orchestrationMode: 'Uniform', singlePlacementGroup: false },
    tags: {
      'aks-managed-poolName': pool.name,
      'aks-managed-orchestrator': `Kubernetes:${cluster.kubernetesVersion}`,
      'aks-managed-creationSource': 'vmssclient-aks',
      'aks-managed-resourceNameSuffix': pool.scaleSet.split('-')[2] ?? '',
    },
  }));
}

function listDisks(world: World, cluster: TenantCluster): readonly TaggedRow[] {
  const counts = new Map<string, number>();
  return listVolumes(usageOf(world, cluster.name, world.today)).map((volume) => {
    const workload = volume.workload ?? 'archive';
    const key = `${volume.namespace}/${workload}`;
    const index = counts.get(key) ?? 0;
    counts.set(key, index + 1);
    return {
      id: volume.resourceId,
      type: 'microsoft.compute/disks',
      location: cluster.location,
      properties: {
        diskSizeGB: volume.gib,
        diskState: volume.workload === undefined ? 'Unattached' : 'Attached',
        provisioningState: 'Succeeded',
      },
      tags: {
        'k8s-azure-created-by': 'kubernetes-azure-dd',
        'kubernetes.io-created-for-pv-name': volume.name,
        'kubernetes.io-created-for-pvc-name': claimName(workload, index),
        'kubernetes.io-created-for-pvc-namespace': volume.namespace,
      },
    };
  });
}

/** AKS hands the cluster's own tags on to its network, and not to its node pools. */
function listNetwork(cluster: TenantCluster): readonly TaggedRow[] {
  const address = (name: string, service: string | undefined): TaggedRow => ({
    id: inNodeGroup(cluster, 'Microsoft.Network/publicIPAddresses', name),
    type: 'microsoft.network/publicipaddresses',
    location: cluster.location,
    properties: {
      provisioningState: 'Succeeded',
      publicIPAllocationMethod: 'Static',
      idleTimeoutInMinutes: 4,
    },
    tags: {
      ...cluster.tags,
      ...(service
        ? { 'k8s-azure-cluster-name': 'kubernetes', 'k8s-azure-service': service }
        : { 'aks-managed-type': 'aks-slb-managed-outbound-ip' }),
    },
  });
  return [
    {
      id: inNodeGroup(cluster, 'Microsoft.Network/loadBalancers', 'kubernetes'),
      type: 'microsoft.network/loadbalancers',
      location: cluster.location,
      properties: { provisioningState: 'Succeeded' },
      tags: {
        ...cluster.tags,
        'aks-managed-cluster-name': cluster.name,
        'aks-managed-cluster-rg': cluster.resourceGroup,
      },
    },
    address(drawGuid([cluster.name, 'outbound']), undefined),
    address(
      `kubernetes-a${drawGuid([cluster.name, 'ingress']).replaceAll('-', '')}`,
      'ingress-nginx/ingress-nginx-controller',
    ),
  ];
}

/** `Microsoft.Sql/servers/sql-core/databases/ledger` is of type `microsoft.sql/servers/databases`. */
function typeOf(resource: string): string {
  const [namespace = '', ...segments] = resource.toLowerCase().split('/');
  return [namespace, ...segments.filter((_, index) => index % 2 === 0)].join('/');
}
