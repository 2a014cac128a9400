import type { ResourceGraphClient } from '@azure/arm-resourcegraph';
import { z } from 'zod';
import { matchesPattern } from '../../config/pattern.ts';
import { parseManagedCluster } from '../../governance/posture/managedCluster.ts';
import { parseRegistryResource } from '../../governance/posture/registryResource.ts';
import { mapConcurrently } from '../../model/concurrency.ts';
import { SourceError } from '../../model/errors.ts';
import { type ArmId, parseArmId, toArmId } from '../../model/estate.ts';
import type { ManagedCluster, PostureState } from '../../model/posture.ts';
import type { PostureSource } from '../source.ts';
import { readActivityLogDays, readDiagnosticSettings, readSupportedVersions } from './diagnosticSettings.ts';
import type { Where } from './failure.ts';
import { queryGraph } from './graph.ts';
import { readLocationPolicy } from './locationPolicy.ts';
import { createLosses, type Losses } from './losses.ts';
import { nameRow, readPayload } from './payload.ts';
import type { ReadResource } from './resourceManager.ts';

const ROLE = 'Reader';
/** Reads of Resource Manager at once, which gives a subscription 25 a second in the long run. */
const READS_AT_ONCE = 8;

const SUBSCRIPTION = `resourcecontainers
| where type =~ 'microsoft.resources/subscriptions'
| project id, name, type, properties
| order by id asc`;

const RESOURCES = `resources
| where type in~ ('microsoft.containerservice/managedclusters', 'microsoft.containerregistry/registries')
| project id, name, type, location, sku, tags, properties
| order by id asc`;

interface Parts {
  readonly graph: ResourceGraphClient;
  readonly readResource: ReadResource;
  /** Names of the clusters that are watched. */
  readonly clusters: readonly string[];
  readonly log: (message: string) => void;
}

/**
 * Reads what clusters, registries and the subscription itself are set to: from Resource Graph as whole payloads,
 * and from Resource Manager what Resource Graph does not hold. What is refused is unknown and named in the
 * state's warnings, never taken for good.
 */
export function createPostureSource(parts: Parts): PostureSource {
  return {
    async readPosture(subscriptionId) {
      const id = subscriptionId.toLowerCase();
      const where = { source: 'Posture', scope: `/subscriptions/${id}` };
      const state = await readState(parts, id, where);
      for (const warning of state.warnings) parts.log(`${where.source} (${where.scope}): ${warning}`);
      return state;
    },
  };
}

async function readState(parts: Parts, id: string, where: Where): Promise<PostureState> {
  const losses = createLosses();
  const ancestors = await readAncestors(parts.graph, id, where);
  const rows = await queryGraph(parts.graph, RESOURCES, [id], { where, role: ROLE });
  const clusters = rows
    .flatMap((row) => ofType(row, 'microsoft.containerservice/managedclusters', parseManagedCluster))
    .filter(({ name }) => parts.clusters.some((pattern) => matchesPattern(name, pattern)));
  const registries = rows.flatMap((row) =>
    ofType(row, 'microsoft.containerregistry/registries', parseRegistryResource),
  );
  const diagnostics = await losses.attempt('the diagnostic settings of the subscription', where.scope, () =>
    readDiagnosticSettings(parts.readResource, where.scope),
  );
  const workspaces = new Set((diagnostics ?? []).map(({ workspaceId }) => workspaceId).filter(Boolean));
  const policy =
    ancestors &&
    (await losses.attempt('the policy assignments', where.scope, () =>
      readLocationPolicy(parts.graph, id, where),
    ));
  const warnings = [
    ...(ancestors === undefined
      ? [
          'Azure does not tell the management groups above the subscription, so nobody knows which policies reach it.',
        ]
      : []),
    ...(policy?.warnings ?? []),
  ];
  const state = {
    clusters: await readClusterDiagnostics(parts.readResource, clusters, losses),
    registries,
    diagnostics,
    activityLog: await readWorkspaces(parts.readResource, [...workspaces].sort(), losses),
    ancestors: ancestors ?? [],
    locationAssignments: policy?.locationAssignments,
    exemptions: policy?.exemptions ?? [],
    versions: await readVersions(parts.readResource, id, clusters, losses),
  };
  return { ...state, warnings: [...warnings, ...losses.toSentences()] };
}

const SubscriptionSchema = z.object({
  properties: z
    .object({ managementGroupAncestorsChain: z.array(z.object({ name: z.string().min(1) })).nullish() })
    .nullish(),
});

/**
 * Management groups above the subscription; undefined when Azure does not tell them.
 * @throws SourceError `forbidden` when the subscription is not shown: then empty answers mean nothing
 */
async function readAncestors(
  graph: ResourceGraphClient,
  id: string,
  where: Where,
): Promise<readonly ArmId[] | undefined> {
  const [row] = await queryGraph(graph, SUBSCRIPTION, [id], { where, role: ROLE });
  if (row === undefined) {
    throw new SourceError(
      where,
      'forbidden',
      'Resource Graph does not show the subscription.',
      `Grant Purser's identity the role "${ROLE}" on ${where.scope}, or take it out of azure.subscriptions.`,
    );
  }
  const chain = readPayload(SubscriptionSchema, row, where).properties?.managementGroupAncestorsChain;
  return chain?.map(({ name }) => toArmId(`/providers/Microsoft.Management/managementGroups/${name}`));
}

function ofType<T>(row: unknown, type: string, parse: (row: unknown) => T | undefined): readonly T[] {
  const parsed = parseArmId(toArmId(nameRow(row))).type === type ? parse(row) : undefined;
  return parsed === undefined ? [] : [parsed];
}

function readClusterDiagnostics(
  read: ReadResource,
  clusters: readonly ManagedCluster[],
  losses: Losses,
): Promise<PostureState['clusters']> {
  return mapConcurrently(clusters, READS_AT_ONCE, async (cluster) => ({
    cluster,
    diagnostics: await losses.attempt('the diagnostic settings of clusters', cluster.id, () =>
      readDiagnosticSettings(read, cluster.id),
    ),
  }));
}

async function readWorkspaces(
  read: ReadResource,
  workspaces: readonly ArmId[],
  losses: Losses,
): Promise<PostureState['activityLog']> {
  const kept = await mapConcurrently(workspaces, READS_AT_ONCE, async (workspaceId) => ({
    workspaceId,
    days: await losses.attempt('how long workspaces keep the activity log', workspaceId, () =>
      readActivityLogDays(read, workspaceId),
    ),
  }));
  return kept.flatMap(({ workspaceId, days }) => (days === undefined ? [] : [{ workspaceId, days }]));
}

async function readVersions(
  read: ReadResource,
  id: string,
  clusters: readonly ManagedCluster[],
  losses: Losses,
): Promise<PostureState['versions']> {
  const locations = [...new Set(clusters.map(({ location }) => location))].filter(Boolean).sort();
  const known = await mapConcurrently(locations, READS_AT_ONCE, async (location) => ({
    location,
    supported: await losses.attempt('the Kubernetes versions that regions support', location, () =>
      readSupportedVersions(read, id, location),
    ),
  }));
  return known.flatMap(({ location, supported }) =>
    supported === undefined ? [] : [{ location, supported }],
  );
}
