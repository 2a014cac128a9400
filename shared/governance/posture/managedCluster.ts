import { z } from 'zod';
import { parseArmId, toArmId } from '../../model/estate.ts';
import type { ManagedCluster } from '../../model/posture.ts';
import { readProperties } from './property.ts';

/** A switch, as a boolean or as the text that add-on configurations hold: `true`, `"true"`, `"False"`. */
export const switchSchema = z.union([
  z.boolean(),
  z
    .string()
    .regex(/^(true|false)$/i)
    .transform((text) => text.toLowerCase() === 'true'),
]);

const AgentPoolSchema = z.object({
  name: z.string(),
  nodeImageVersion: z
    .string()
    .nullish()
    .transform((version) => version ?? ''),
});

/** Paths and types of Microsoft.ContainerService/managedClusters, API 2019-04-01 to 2026-04-01. */
const PLACES = {
  adminGroups: { path: ['properties', 'aadProfile', 'adminGroupObjectIDs'], as: z.array(z.string()) },
  agentPools: { path: ['properties', 'agentPoolProfiles'], as: z.array(AgentPoolSchema) },
  authorizedIpRanges: {
    path: ['properties', 'apiServerAccessProfile', 'authorizedIPRanges'],
    as: z.array(z.string()),
  },
  azureRbac: { path: ['properties', 'aadProfile', 'enableAzureRBAC'], as: switchSchema },
  currentKubernetesVersion: { path: ['properties', 'currentKubernetesVersion'], as: z.string() },
  defenderSensor: {
    path: ['properties', 'securityProfile', 'defender', 'securityMonitoring', 'enabled'],
    as: switchSchema,
  },
  entraManaged: { path: ['properties', 'aadProfile', 'managed'], as: switchSchema },
  entraProfile: { path: ['properties', 'aadProfile'], as: z.looseObject({}).transform(() => true) },
  imageCleaner: { path: ['properties', 'securityProfile', 'imageCleaner', 'enabled'], as: switchSchema },
  keyVaultProvider: {
    path: ['properties', 'addonProfiles', 'azureKeyvaultSecretsProvider', 'enabled'],
    as: switchSchema,
  },
  keyVaultRotation: {
    path: ['properties', 'addonProfiles', 'azureKeyvaultSecretsProvider', 'config', 'enableSecretRotation'],
    as: switchSchema,
  },
  kubernetesVersion: { path: ['properties', 'kubernetesVersion'], as: z.string() },
  localAccountsDisabled: { path: ['properties', 'disableLocalAccounts'], as: switchSchema },
  networkPolicy: { path: ['properties', 'networkProfile', 'networkPolicy'], as: z.string() },
  nodeOsUpgradeChannel: {
    path: ['properties', 'autoUpgradeProfile', 'nodeOSUpgradeChannel'],
    as: z.string(),
  },
  nodeResourceGroupLock: {
    path: ['properties', 'nodeResourceGroupProfile', 'restrictionLevel'],
    as: z.string(),
  },
  oidcIssuer: { path: ['properties', 'oidcIssuerProfile', 'enabled'], as: switchSchema },
  policyAddon: { path: ['properties', 'addonProfiles', 'azurepolicy', 'enabled'], as: switchSchema },
  privateCluster: {
    path: ['properties', 'apiServerAccessProfile', 'enablePrivateCluster'],
    as: switchSchema,
  },
  publicNetworkAccess: { path: ['properties', 'publicNetworkAccess'], as: z.string() },
  runCommandDisabled: {
    path: ['properties', 'apiServerAccessProfile', 'disableRunCommand'],
    as: switchSchema,
  },
  supportPlan: { path: ['properties', 'supportPlan'], as: z.string() },
  upgradeChannel: { path: ['properties', 'autoUpgradeProfile', 'upgradeChannel'], as: z.string() },
  workloadIdentity: {
    path: ['properties', 'securityProfile', 'workloadIdentity', 'enabled'],
    as: switchSchema,
  },
} as const;

const IdentitySchema = z.object({
  id: z.string().min(1),
  location: z.string().catch(''),
});

/**
 * Reads a managed cluster as Resource Graph or `GET managedClusters` tells of it.
 * @returns undefined when it has no id, so that nothing can be said of it
 */
export function parseManagedCluster(resource: unknown): ManagedCluster | undefined {
  const identity = IdentitySchema.safeParse(resource);
  if (!identity.success) return undefined;
  const id = toArmId(identity.data.id);
  const { name, subscriptionId } = parseArmId(id);
  const location = toLocation(identity.data.location);
  return { id, name, subscriptionId, location, ...readProperties(resource, PLACES) };
}

/** Payloads write `West Europe` or `westeurope`. */
function toLocation(written: string): string {
  return written.replaceAll(' ', '').toLowerCase();
}
