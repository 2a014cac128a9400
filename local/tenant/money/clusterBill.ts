import type { Day } from '../../../shared/model/time.ts';
import { drawBetween, drawGuid } from '../world/chance.ts';
import type { NodePool, TenantCluster } from '../world/clusters.ts';
import { listNodeNames } from '../world/pods.ts';
import { type ClusterUsage, usageOf } from '../world/usage.ts';
import type { World } from '../world/world.ts';
import { type BillRow, place, toUnits, usageRow } from './billRow.ts';
import { BILLED, billedPerHour, reservedPerDay } from './prices.ts';
import { coveredMachines } from './reservations.ts';

/** Everything a cluster (by name) costs on a day in its own and its node resource group. */
export function billCluster(world: World, clusterName: string, day: Day): readonly BillRow[] {
  const usage = usageOf(world, clusterName, day);
  const { cluster } = usage;
  return [
    ...cluster.pools.flatMap((pool) => billMachines(usage, pool)),
    ...listVolumes(usage).map((volume) =>
      usageRow(day, volume.resourceId, 'Storage', monthly(volume.gib * BILLED.diskPerGiBMonth)),
    ),
    ...billNetwork(usage),
    ...billControlPlane(cluster, day),
    ...billRefunds(world, cluster, day),
  ];
}

/** A disk behind a persistent volume claim. */
export interface Volume {
  readonly name: string;
  readonly resourceId: string;
  readonly gib: number;
  readonly namespace: string;
  /** Undefined when no pod mounts it. */
  readonly workload: string | undefined;
}

/** Disks of the cluster's volumes, one of them left behind by a workload that is gone. */
export function listVolumes(usage: ClusterUsage): readonly Volume[] {
  const { cluster } = usage;
  const mounted = usage.workloads.flatMap(({ workload, pods }) =>
    workload.diskGiB === 0
      ? []
      : Array.from({ length: pods }, (_, index) => ({
          namespace: workload.namespace,
          workload: workload.name,
          gib: workload.diskGiB,
          key: `${workload.namespace}/${workload.name}-${index}`,
        })),
  );
  const orphan = { namespace: 'decommissioned', workload: undefined, gib: 256, key: 'orphan' };
  return [...mounted, orphan].map(({ key, ...volume }) => {
    const name = `pvc-${drawGuid([cluster.name, 'volume', key])}`;
    return { ...volume, name, resourceId: inNodeGroup(cluster, 'Microsoft.Compute/disks', name) };
  });
}

/** A month of Azure's fixed prices on one day. */
export function monthly(price: number): number {
  return price / 30.4167;
}

function billMachines(usage: ClusterUsage, pool: NodePool): readonly BillRow[] {
  const { cluster, day } = usage;
  const running = usage.nodes.get(pool.name) ?? 0;
  const covered = coveredMachines(cluster.name, pool.name, running);
  const scaleSet = inNodeGroup(cluster, 'Microsoft.Compute/virtualMachineScaleSets', pool.scaleSet);
  const disks = listNodeNames(pool.scaleSet, running).map((node) =>
    usageRow(
      day,
      inNodeGroup(cluster, 'Microsoft.Compute/disks', `${node}_OsDisk`),
      'Storage',
      BILLED.osDiskPerDay,
    ),
  );
  const onDemand = usageRow(
    day,
    scaleSet,
    'Virtual Machines',
    (running - covered) * billedPerHour(pool) * 24,
  );
  const reserved: BillRow = {
    ...place(day, scaleSet, 'Virtual Machines'),
    chargeType: 'Usage',
    billed: 0,
    effective: toUnits(reservedPerDay(pool.size) * covered),
  };
  return [onDemand, ...(covered > 0 ? [reserved] : []), ...disks];
}

function billNetwork(usage: ClusterUsage): readonly BillRow[] {
  const { cluster, day } = usage;
  const egress = usage.workloads.reduce((total, each) => total + each.egressGiB, 0);
  const [firstPool] = cluster.pools;
  const address = (name: string): BillRow =>
    usageRow(
      day,
      inNodeGroup(cluster, 'Microsoft.Network/publicIPAddresses', name),
      'Virtual Network',
      BILLED.publicIpPerHour * 24,
    );
  return [
    usageRow(
      day,
      inNodeGroup(cluster, 'Microsoft.Network/loadBalancers', 'kubernetes'),
      'Load Balancer',
      BILLED.loadBalancerPerHour * 24 + egress * BILLED.loadBalancerPerGiB,
    ),
    address(drawGuid([cluster.name, 'outbound'])),
    address(`kubernetes-a${drawGuid([cluster.name, 'ingress']).replaceAll('-', '')}`),
    usageRow(
      day,
      inNodeGroup(cluster, 'Microsoft.Compute/virtualMachineScaleSets', firstPool?.scaleSet ?? ''),
      'Bandwidth',
      egress * BILLED.bandwidthPerGiB,
    ),
  ];
}

function billControlPlane(cluster: TenantCluster, day: Day): readonly BillRow[] {
  if (cluster.tier === 'Free') return [];
  return [usageRow(day, cluster.id, 'Azure Kubernetes Service', BILLED.controlPlanePerHour * 24)];
}

/** A service credit for an hour without outbound address, on the ninth of the month. */
function billRefunds(world: World, cluster: TenantCluster, day: Day): readonly BillRow[] {
  if (cluster.name !== 'aks-shared-prod' || !day.endsWith('-09')) return [];
  const address = inNodeGroup(
    cluster,
    'Microsoft.Network/publicIPAddresses',
    drawGuid([cluster.name, 'outbound']),
  );
  const units = -toUnits(drawBetween(0.9, 1.6, [world.seed, 'refund', day]));
  return [
    { ...place(day, address, 'Virtual Network'), chargeType: 'Refund', billed: units, effective: units },
  ];
}

/** ARM id of a resource in the node resource group of a cluster. */
export function inNodeGroup(cluster: TenantCluster, type: string, name: string): string {
  const { subscriptionId, nodeResourceGroup } = cluster;
  return `/subscriptions/${subscriptionId}/resourceGroups/${nodeResourceGroup}/providers/${type}/${name}`;
}
