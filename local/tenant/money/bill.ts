import type { Day } from '../../../shared/model/time.ts';
import { drawBetween } from '../world/chance.ts';
import { DEVELOPMENT, PRODUCTION, REGISTRY, WORKSPACE_ID } from '../world/clusters.ts';
import { usageOf } from '../world/usage.ts';
import { rememberByDay, type World } from '../world/world.ts';
import { type BillRow, usageRow } from './billRow.ts';
import { billCluster } from './clusterBill.ts';
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
  const other = (
    subscriptionId: string,
    group: string,
    resource: string,
    category: string,
    cost: number,
  ): BillRow =>
    usageRow(
      day,
      `/subscriptions/${subscriptionId}/resourceGroups/${group}/providers/${resource}`,
      category,
      cost * drawBetween(0.95, 1.05, [world.seed, resource, day]),
    );
  return [
    other(
      PRODUCTION,
      'rg-corebanking-sql',
      'Microsoft.Sql/servers/sql-core/databases/ledger',
      'SQL Database',
      71.4,
    ),
    other(
      PRODUCTION,
      'rg-corebanking-sql',
      'Microsoft.Sql/servers/sql-core/databases/archive',
      'SQL Database',
      18.25,
    ),
    other(PRODUCTION, 'rg-website', 'Microsoft.Web/serverfarms/plan-www', 'Azure App Service', 9.8),
    other(PRODUCTION, 'rg-website', 'Microsoft.Cdn/profiles/fd-www', 'Azure Front Door Service', 4.2),
    other(PRODUCTION, 'rg-shared-services', 'Microsoft.KeyVault/vaults/kv-contosofin', 'Key Vault', 0.013),
    other(PRODUCTION, 'rg-backup', 'Microsoft.RecoveryServices/vaults/rsv-prod', 'Backup', 6.6),
    other(
      DEVELOPMENT,
      'rg-dev-vms',
      'Microsoft.Compute/virtualMachines/vm-build-01',
      'Virtual Machines',
      3.9,
    ),
    other(DEVELOPMENT, 'rg-dev-vms', 'Microsoft.Compute/disks/vm-build-01_OsDisk', 'Storage', 0.31),
    other(
      DEVELOPMENT,
      'rg-experiments',
      'Microsoft.Storage/storageAccounts/stexperiments',
      'Storage',
      0.00006,
    ),
  ];
}
