import { DEVELOPMENT, PRODUCTION } from '../world/clusters.ts';

/** Something the subscriptions hold beside Kubernetes. */
export interface OtherResource {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  /** `Microsoft.Sql/servers/sql-core/databases/ledger` */
  readonly resource: string;
  readonly location: string;
  readonly meterCategory: string;
  readonly costPerDay: number;
  /** As people write them: keys in any case, values that no team has, and worse. */
  readonly tags?: Readonly<Record<string, string>>;
}

export const OTHER_RESOURCES: readonly OtherResource[] = [
  {
    ...production('rg-corebanking-sql', 'Microsoft.Sql/servers/sql-core/databases/ledger'),
    meterCategory: 'SQL Database',
    costPerDay: 71.4,
    tags: { team: 'ledger', environment: 'production' },
  },
  {
    ...production('rg-corebanking-sql', 'Microsoft.Sql/servers/sql-core/databases/archive'),
    meterCategory: 'SQL Database',
    costPerDay: 18.25,
  },
  {
    ...production('rg-website', 'Microsoft.Web/serverfarms/plan-www'),
    meterCategory: 'Azure App Service',
    costPerDay: 9.8,
    tags: { Team: 'webshop' },
  },
  {
    ...production('rg-website', 'Microsoft.Cdn/profiles/fd-www'),
    meterCategory: 'Azure Front Door Service',
    costPerDay: 4.2,
  },
  {
    ...production('rg-shared-services', 'Microsoft.KeyVault/vaults/kv-contosofin'),
    meterCategory: 'Key Vault',
    costPerDay: 0.013,
  },
  {
    ...production('rg-backup', 'Microsoft.RecoveryServices/vaults/rsv-prod'),
    meterCategory: 'Backup',
    costPerDay: 6.6,
  },
  {
    ...development('rg-dev-vms', 'Microsoft.Compute/virtualMachines/vm-build-01'),
    meterCategory: 'Virtual Machines',
    costPerDay: 3.9,
    tags: { TEAM: 'team-phoenix' },
  },
  {
    ...development('rg-dev-vms', 'Microsoft.Compute/disks/vm-build-01_OsDisk'),
    meterCategory: 'Storage',
    costPerDay: 0.31,
  },
  {
    ...development('rg-experiments', 'Microsoft.Storage/storageAccounts/stexperiments'),
    meterCategory: 'Storage',
    costPerDay: 0.00006,
    tags: { team: '<img src=x onerror=alert(1)>' },
  },
];

type Place = Pick<OtherResource, 'subscriptionId' | 'resourceGroup' | 'resource' | 'location'>;

function production(resourceGroup: string, resource: string): Place {
  return { subscriptionId: PRODUCTION, resourceGroup, resource, location: 'westeurope' };
}

function development(resourceGroup: string, resource: string): Place {
  return { subscriptionId: DEVELOPMENT, resourceGroup, resource, location: 'westeurope' };
}
