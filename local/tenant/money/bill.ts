import type { Day } from '../../../shared/model/time.ts';
import { drawBetween } from '../world/chance.ts';
import { PRODUCTION, REGISTRY, WORKSPACE_ID } from '../world/clusters.ts';
import { usageOf } from '../world/usage.ts';
import { rememberByDay, type World } from '../world/world.ts';
import { type BillRow, usageRow } from './billRow.ts';
import { billCluster } from './clusterBill.ts';
import { OTHER_RESOURCES } from './otherResources.ts';
import { billReservations } from './reservations.ts';

/** The whole bill of a subscription on a day; empty outside the history. */
export const billOf = rememberByDay((world, subscriptionId, day): readonly BillRow[] => {
  if (day < world.from || day > world.to) return [];
  return [
    ...world.clusters
      .filter((cluster) => cluster.subscriptionId === subscriptionId)
      .flatMap((cluster) => billCluster(world, cluster.name, day)),
    ...billReservations(world, day),
    ...billSharedServices(world, day),
    ...billDefender(world, day),
    ...billOtherWorkloads(world, day),
  ].filter((row) => row.subscriptionId === subscriptionId);
});

/** Id of the pricing on which Defender for Containers is charged: a subscription's, in no resource group. */
export function defenderPlanId(subscriptionId: string): string {
  return `/subscriptions/${subscriptionId}/providers/Microsoft.Security/pricings/Containers`;
}

function billSharedServices(world: World, day: Day): readonly BillRow[] {
  const gib = drawBetween(38, 46, [world.seed, 'logs', day]);
  return [
    usageRow(day, WORKSPACE_ID, 'Log Analytics', gib * 2.355),
    usageRow(day, WORKSPACE_ID, 'Azure Monitor', drawBetween(1.1, 1.6, [world.seed, 'alerts', day])),
    usageRow(day, REGISTRY.id, 'Container Registry', 1.5417),
    usageRow(day, REGISTRY.id, 'Bandwidth', drawBetween(0.05, 0.4, [world.seed, 'pulls', day])),
  ];
}

/** Defender for Containers is charged by core; the development subscription has no paid plan. */
function billDefender(world: World, day: Day): readonly BillRow[] {
  const cores = world.clusters
    .filter((cluster) => cluster.subscriptionId === PRODUCTION)
    .flatMap((cluster) => {
      const { nodes } = usageOf(world, cluster.name, day);
      return cluster.pools.map((pool) => pool.size.cores * (nodes.get(pool.name) ?? 0));
    })
    .reduce((total, each) => total + each, 0);
  return [usageRow(day, defenderPlanId(PRODUCTION), 'Microsoft Defender for Cloud', (cores * 6.4) / 30.4167)];
}

/** What the subscriptions hold beside Kubernetes. */
function billOtherWorkloads(world: World, day: Day): readonly BillRow[] {
  return OTHER_RESOURCES.map(({ subscriptionId, resourceGroup, resource, meterCategory, costPerDay }) =>
    usageRow(
      day,
      `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/${resource}`,
      meterCategory,
      costPerDay * drawBetween(0.95, 1.05, [world.seed, resource, day]),
    ),
  );
}
