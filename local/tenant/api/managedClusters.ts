import { drawGuid, drawHex } from '../world/chance.ts';
import { type NodePool, TENANT_ID, type TenantCluster, WORKSPACE_ID } from '../world/clusters.ts';
import { usageOf } from '../world/usage.ts';
import type { World } from '../world/world.ts';

/** Versions of node images; nobody dares to touch the machines with GPUs. */
const NODE_IMAGE = 'AKSUbuntu-2204gen2containerd-202610.27.0';
const OLD_NODE_IMAGE = 'AKSUbuntu-2204gen2containerd-202608.18.0';

/** Version of the node image that a pool runs. */
export function nodeImageOf(pool: NodePool): string {
  return pool.size.gpus > 0 ? OLD_NODE_IMAGE : NODE_IMAGE;
}

/** A managed cluster as Resource Manager describes it (2026-04-01); what is switched off is mostly left out. */
export function describeManagedCluster(world: World, cluster: TenantCluster) {
  const production = cluster.tier === 'Standard';
  const locked = cluster.name === 'aks-payments-prod';
  const fqdn = `${cluster.name}-${drawHex([cluster.name]).slice(0, 8)}.hcp.${cluster.location}.azmk8s.io`;
  return {
    id: cluster.id,
    name: cluster.name,
    type: 'Microsoft.ContainerService/ManagedClusters',
    location: cluster.location,
    tags: cluster.tags,
    sku: { name: 'Base', tier: cluster.tier },
    identity: {
      type: 'SystemAssigned',
      principalId: drawGuid([cluster.name, 'principal']),
      tenantId: TENANT_ID,
    },
    properties: {
      provisioningState: 'Succeeded',
      powerState: { code: 'Running' },
      kubernetesVersion: cluster.kubernetesVersion.split('.').slice(0, 2).join('.'),
      currentKubernetesVersion: cluster.kubernetesVersion,
      dnsPrefix: cluster.name,
      fqdn,
      azurePortalFQDN: fqdn.replace('.hcp.', '.portal.hcp.'),
      agentPoolProfiles: cluster.pools.map((pool) => describePool(world, cluster, pool)),
      servicePrincipalProfile: { clientId: 'msi' },
      addonProfiles: {
        azurepolicy: { enabled: true, config: null },
        ...(locked && {
          azureKeyvaultSecretsProvider: {
            enabled: true,
            config: { enableSecretRotation: 'true', rotationPollInterval: '2m' },
          },
        }),
        ...(production
          ? {
              omsagent: {
                enabled: true,
                config: { logAnalyticsWorkspaceResourceID: WORKSPACE_ID, useAADAuth: 'true' },
              },
            }
          : {}),
      },
      nodeResourceGroup: cluster.nodeResourceGroup,
      enableRBAC: true,
      supportPlan: 'KubernetesOfficial',
      networkProfile: {
        networkPlugin: 'azure',
        networkPolicy: production ? 'cilium' : 'none',
        loadBalancerSku: 'standard',
        podCidr: '10.244.0.0/16',
        serviceCidr: '10.0.0.0/16',
        dnsServiceIP: '10.0.0.10',
        outboundType: 'loadBalancer',
        ipFamilies: ['IPv4'],
      },
      ...(production
        ? {
            aadProfile: {
              managed: true,
              enableAzureRBAC: true,
              adminGroupObjectIDs: [],
              tenantID: TENANT_ID,
            },
          }
        : {}),
      ...(locked
        ? { apiServerAccessProfile: { authorizedIPRanges: ['203.0.113.0/24'], disableRunCommand: true } }
        : {}),
      autoUpgradeProfile: production
        ? { upgradeChannel: 'patch', nodeOSUpgradeChannel: 'NodeImage' }
        : { nodeOSUpgradeChannel: 'NodeImage' },
      disableLocalAccounts: locked,
      securityProfile: cluster.defenderSensor
        ? {
            defender: {
              logAnalyticsWorkspaceResourceId: WORKSPACE_ID,
              securityMonitoring: { enabled: true },
            },
            workloadIdentity: { enabled: true },
            ...(locked && { imageCleaner: { enabled: true, intervalHours: 48 } }),
          }
        : {},
      oidcIssuerProfile: { enabled: production },
      nodeResourceGroupProfile: { restrictionLevel: locked ? 'ReadOnly' : 'Unrestricted' },
      metricsProfile: { costAnalysis: { enabled: false } },
      maxAgentPools: 100,
      resourceUID: drawHex([cluster.id]).slice(0, 24),
    },
  };
}

function describePool(world: World, cluster: TenantCluster, pool: NodePool) {
  return {
    name: pool.name,
    count: usageOf(world, cluster.name, world.to).nodes.get(pool.name) ?? 0,
    vmSize: pool.size.name,
    osDiskSizeGB: 128,
    osDiskType: 'Managed',
    maxPods: 110,
    type: 'VirtualMachineScaleSets',
    enableAutoScaling: true,
    minCount: 1,
    maxCount: 60,
    provisioningState: 'Succeeded',
    powerState: { code: 'Running' },
    orchestratorVersion: cluster.kubernetesVersion,
    currentOrchestratorVersion: cluster.kubernetesVersion,
    enableNodePublicIP: false,
    mode: pool.mode,
    osType: 'Linux',
    osSKU: 'Ubuntu',
    nodeImageVersion: nodeImageOf(pool),
    enableFIPS: false,
    ...(pool.spot
      ? {
          scaleSetPriority: 'Spot',
          scaleSetEvictionPolicy: 'Delete',
          spotMaxPrice: -1,
          nodeLabels: { 'kubernetes.azure.com/scalesetpriority': 'spot' },
          nodeTaints: ['kubernetes.azure.com/scalesetpriority=spot:NoSchedule'],
        }
      : {}),
  };
}
