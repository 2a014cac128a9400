import type { CostCategory, CostRow } from '../model/cost.ts';
import { parseArmId } from '../model/estate.ts';

const CATEGORY_OF_TYPE: Readonly<Record<string, CostCategory>> = {
  'microsoft.compute/virtualmachinescalesets': 'compute',
  'microsoft.compute/virtualmachines': 'compute',
  'microsoft.compute/disks': 'storage',
  'microsoft.compute/snapshots': 'storage',
  'microsoft.storage/storageaccounts': 'storage',
  'microsoft.netapp/netappaccounts': 'storage',
  'microsoft.network/loadbalancers': 'loadBalancer',
  'microsoft.network/publicipaddresses': 'loadBalancer',
  'microsoft.network/natgateways': 'network',
  'microsoft.network/privateendpoints': 'network',
  'microsoft.network/privatednszones': 'network',
  'microsoft.network/bandwidth': 'network',
  'microsoft.network/virtualnetworks': 'network',
  'microsoft.containerservice/managedclusters': 'controlPlane',
  'microsoft.operationalinsights/workspaces': 'monitoring',
  'microsoft.containerregistry/registries': 'registry',
  'microsoft.security/pricings': 'security',
};

/** Meters that Azure books on a machine although they are not machine time. */
const CATEGORY_OF_METER: Readonly<Record<string, CostCategory>> = {
  bandwidth: 'network',
  'virtual network': 'network',
  'nat gateway': 'network',
  'load balancer': 'loadBalancer',
  storage: 'storage',
  'virtual machines': 'compute',
};

/** Says which cost category a row of a node resource group belongs to: by resource type, and for machines by meter. */
export function categorizeRow(row: CostRow): CostCategory {
  const ofType = CATEGORY_OF_TYPE[parseArmId(row.resourceId).type];
  if (ofType && ofType !== 'compute') return ofType;
  return CATEGORY_OF_METER[row.meterCategory.toLowerCase()] ?? ofType ?? 'other';
}
