import { z } from 'zod';
import { type Cluster, parseArmId, type Registry, toArmId } from '../../model/estate.ts';
import { flag, nameRow, optionalText, readPayload } from './payload.ts';

const TagsSchema = z
  .record(z.string(), z.string())
  .nullish()
  .transform((tags) => tags ?? {});

const addon = z.object({ enabled: flag }).nullish();

/** Most properties are absent unless somebody once set them; what absence means is said where it is read. */
const ClusterSchema = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  location: optionalText,
  tags: TagsSchema,
  properties: z.object({
    nodeResourceGroup: z.string().min(1),
    kubernetesVersion: optionalText,
    currentKubernetesVersion: optionalText,
    fqdn: optionalText,
    privateFQDN: optionalText,
    powerState: z.object({ code: optionalText }).nullish(),
    apiServerAccessProfile: z.object({ enablePrivateCluster: flag }).nullish(),
    addonProfiles: z.record(z.string(), addon).nullish(),
    securityProfile: z.object({ defender: z.object({ securityMonitoring: addon }).nullish() }).nullish(),
  }),
});

/**
 * Reads a managed cluster as Resource Graph or `GET managedClusters` tells of it (API 2019-04-01 to
 * 2026-04-01). Absent means: running, public, without Policy add-on, without Defender sensor.
 * @throws SourceError `malformed`, also without a node resource group: its cost would be nobody's
 */
export function parseCluster(resource: unknown): Cluster {
  const where = { source: 'Resource Graph, cluster', scope: nameRow(resource) };
  const { id: written, properties, ...row } = readPayload(ClusterSchema, resource, where);
  const id = toArmId(written);
  const { subscriptionId, resourceGroup } = parseArmId(id);
  const isPrivate = properties.apiServerAccessProfile?.enablePrivateCluster === true;
  return {
    id,
    name: row.name,
    subscriptionId,
    resourceGroup,
    nodeResourceGroup: properties.nodeResourceGroup.toLowerCase(),
    location: row.location,
    kubernetesVersion: properties.currentKubernetesVersion || properties.kubernetesVersion,
    tags: row.tags,
    fqdn: (isPrivate && properties.privateFQDN) || properties.fqdn || properties.privateFQDN,
    running: properties.powerState?.code.toLowerCase() !== 'stopped',
    defenderSensor: properties.securityProfile?.defender?.securityMonitoring?.enabled === true,
    policyAddon: hasPolicyAddon(properties.addonProfiles ?? {}),
  };
}

/** Clusters of different ages spell the key `azurepolicy` or `azurePolicy`. */
function hasPolicyAddon(addons: Readonly<Record<string, z.output<typeof addon>>>): boolean {
  return Object.entries(addons).some(
    ([name, profile]) => name.toLowerCase() === 'azurepolicy' && profile?.enabled === true,
  );
}

const RegistrySchema = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  properties: z.object({ loginServer: optionalText }),
});

/**
 * Reads a container registry as Resource Graph or `GET registries` tells of it.
 * @throws SourceError `malformed`
 */
export function parseRegistry(resource: unknown): Registry {
  const where = { source: 'Resource Graph, registry', scope: nameRow(resource) };
  const { id: written, name, properties } = readPayload(RegistrySchema, resource, where);
  const id = toArmId(written);
  return {
    id,
    name,
    subscriptionId: parseArmId(id).subscriptionId,
    loginServer: properties.loginServer.toLowerCase(),
  };
}
