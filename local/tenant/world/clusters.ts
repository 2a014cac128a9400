import { drawNumber } from './chance.ts';

/** Fixed, so that links, notes and tests can name them. */
export const TENANT_ID = 'c0a7050f-1a2c-4d5e-9f10-0123456789ab';
export const PRODUCTION = '11111111-aaaa-4bbb-8ccc-000000000001';
export const DEVELOPMENT = '22222222-aaaa-4bbb-8ccc-000000000002';
export const MANAGEMENT_GROUP = 'contoso-financials';

export interface TenantSubscription {
  readonly id: string;
  readonly name: string;
}

export const SUBSCRIPTIONS: readonly TenantSubscription[] = [
  { id: PRODUCTION, name: 'Contoso Financials Production' },
  { id: DEVELOPMENT, name: 'Contoso Financials Development' },
];

/** A virtual machine size with its retail price, in the currency of the bill. */
export interface MachineSize {
  readonly name: string;
  readonly cores: number;
  readonly ramGiB: number;
  readonly gpus: number;
  readonly listPerHour: number;
}

export const SIZES = {
  small: { name: 'Standard_D4s_v5', cores: 4, ramGiB: 16, gpus: 0, listPerHour: 0.205 },
  large: { name: 'Standard_D8s_v5', cores: 8, ramGiB: 32, gpus: 0, listPerHour: 0.41 },
  memory: { name: 'Standard_E8s_v5', cores: 8, ramGiB: 64, gpus: 0, listPerHour: 0.54 },
  gpu: { name: 'Standard_NC4as_T4_v3', cores: 4, ramGiB: 28, gpus: 1, listPerHour: 0.562 },
} as const satisfies Record<string, MachineSize>;

export interface NodePool {
  readonly name: string;
  readonly mode: 'System' | 'User';
  readonly size: MachineSize;
  readonly spot: boolean;
  /** Name of the scale set in the node resource group. */
  readonly scaleSet: string;
}

export interface TenantCluster {
  /** ARM id, cased as Resource Manager writes it. */
  readonly id: string;
  readonly name: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly nodeResourceGroup: string;
  readonly location: string;
  readonly tier: 'Free' | 'Standard';
  readonly kubernetesVersion: string;
  readonly pools: readonly NodePool[];
  readonly defenderSensor: boolean;
  /** How its allocation is reached and what produces it. */
  readonly allocation: 'opencost-url' | 'kubecost-url' | 'opencost-proxy';
  readonly tags: Readonly<Record<string, string>>;
}

export const CLUSTERS: readonly TenantCluster[] = [
  cluster({
    name: 'aks-devtest',
    subscriptionId: DEVELOPMENT,
    resourceGroup: 'rg-aks-devtest',
    location: 'westeurope',
    tier: 'Free',
    kubernetesVersion: '1.33.3',
    pools: [
      pool('aks-devtest', 'system', 'System', SIZES.small),
      pool('aks-devtest', 'spot', 'User', SIZES.large, true),
    ],
    defenderSensor: false,
    allocation: 'opencost-proxy',
    tags: { environment: 'devtest', 'cost-center': 'CC-4000' },
  }),
  cluster({
    name: 'aks-payments-prod',
    subscriptionId: PRODUCTION,
    resourceGroup: 'rg-aks-payments-prod',
    nodeResourceGroup: 'rg-payments-nodes',
    location: 'northeurope',
    tier: 'Standard',
    kubernetesVersion: '1.32.7',
    pools: [
      pool('aks-payments-prod', 'system', 'System', SIZES.small),
      pool('aks-payments-prod', 'secure', 'User', SIZES.large),
    ],
    defenderSensor: true,
    allocation: 'kubecost-url',
    tags: { environment: 'production', team: 'payments' },
  }),
  cluster({
    name: 'aks-shared-prod',
    subscriptionId: PRODUCTION,
    resourceGroup: 'rg-aks-shared-prod',
    location: 'westeurope',
    tier: 'Standard',
    kubernetesVersion: '1.33.3',
    pools: [
      pool('aks-shared-prod', 'system', 'System', SIZES.small),
      pool('aks-shared-prod', 'general', 'User', SIZES.large),
      pool('aks-shared-prod', 'batch', 'User', SIZES.large, true),
      pool('aks-shared-prod', 'gpu', 'User', SIZES.gpu),
    ],
    defenderSensor: true,
    allocation: 'opencost-url',
    tags: { environment: 'production' },
  }),
];

/** What the clusters share, outside their own resource groups. */
export const SHARED_RESOURCE_GROUP = 'rg-shared-services';
export const REGISTRY = {
  name: 'contosofin',
  loginServer: 'contosofin.azurecr.io',
  id: `/subscriptions/${PRODUCTION}/resourceGroups/${SHARED_RESOURCE_GROUP}/providers/Microsoft.ContainerRegistry/registries/contosofin`,
} as const;
export const WORKSPACE_ID = `/subscriptions/${PRODUCTION}/resourceGroups/${SHARED_RESOURCE_GROUP}/providers/Microsoft.OperationalInsights/workspaces/log-contosofin`;

/** @throws Error when the world has no such cluster */
export function findCluster(name: string): TenantCluster {
  const found = CLUSTERS.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`The demo tenant has no cluster "${name}".`);
  return found;
}

function cluster(
  spec: Omit<TenantCluster, 'id' | 'nodeResourceGroup'> & { readonly nodeResourceGroup?: string },
): TenantCluster {
  return {
    nodeResourceGroup: `MC_${spec.resourceGroup}_${spec.name}_${spec.location}`,
    ...spec,
    id: `/subscriptions/${spec.subscriptionId}/resourceGroups/${spec.resourceGroup}/providers/Microsoft.ContainerService/managedClusters/${spec.name}`,
  };
}

function pool(
  clusterName: string,
  name: string,
  mode: NodePool['mode'],
  size: MachineSize,
  spot = false,
): NodePool {
  const number = String(drawNumber([clusterName, name]) % 100_000_000).padStart(8, '0');
  return { name, mode, size, spot, scaleSet: `aks-${name}-${number}-vmss` };
}
