import { z } from 'zod';
import { parseArmId, toArmId } from '../../model/estate.ts';
import type { RegistryResource } from '../../model/posture.ts';
import { switchSchema } from './managedCluster.ts';
import { readProperties } from './property.ts';

const PrivateEndpointSchema = z
  .object({
    properties: z
      .object({ privateLinkServiceConnectionState: z.object({ status: z.string().nullish() }).nullish() })
      .nullish(),
  })
  .transform(({ properties }) => properties?.privateLinkServiceConnectionState?.status ?? '');

/** Paths and types of Microsoft.ContainerRegistry/registries. */
const PLACES = {
  adminUser: { path: ['properties', 'adminUserEnabled'], as: switchSchema },
  anonymousPull: { path: ['properties', 'anonymousPullEnabled'], as: switchSchema },
  defaultAction: { path: ['properties', 'networkRuleSet', 'defaultAction'], as: z.string() },
  privateEndpoints: {
    path: ['properties', 'privateEndpointConnections'],
    as: z.array(PrivateEndpointSchema),
  },
  publicNetworkAccess: { path: ['properties', 'publicNetworkAccess'], as: z.string() },
  retentionDays: { path: ['properties', 'policies', 'retentionPolicy', 'days'], as: z.number() },
  retentionStatus: { path: ['properties', 'policies', 'retentionPolicy', 'status'], as: z.string() },
  sku: { path: ['sku', 'name'], as: z.string() },
} as const;

const IdentitySchema = z.object({ id: z.string().min(1) });

/**
 * Reads a container registry as Resource Graph or `GET registries` tells of it.
 * @returns undefined when it has no id, so that nothing can be said of it
 */
export function parseRegistryResource(resource: unknown): RegistryResource | undefined {
  const identity = IdentitySchema.safeParse(resource);
  if (!identity.success) return undefined;
  const id = toArmId(identity.data.id);
  const { name, subscriptionId } = parseArmId(id);
  return { id, name, subscriptionId, ...readProperties(resource, PLACES) };
}
