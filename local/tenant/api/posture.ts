import { ACTIVITY_LOG_DAYS, listClusterSettings, listSubscriptionSettings } from '../governance/logging.ts';
import { WORKSPACE_ID } from '../world/clusters.ts';
import type { World } from '../world/world.ts';
import {
  answerJson,
  armError,
  missingApiVersion,
  type Surface,
  type TenantAnswer,
  type TenantRequest,
} from './exchange.ts';

const SETTINGS = /^(\/subscriptions\/([^/]+)(?:\/.+)?)\/providers\/microsoft\.insights\/diagnosticsettings$/i;
const VERSIONS =
  /^\/subscriptions\/[^/]+\/providers\/microsoft\.containerservice\/locations\/[^/]+\/kubernetesversions$/i;
const TABLE = /^(.+\/workspaces\/[^/]+)\/tables\/azureactivity$/i;

/** Minor versions that AKS supports: the newest three by the community, two more by long-term support. */
const SUPPORTED = [
  { version: '1.35', supportPlan: ['KubernetesOfficial', 'AKSLongTermSupport'] },
  { version: '1.34', supportPlan: ['KubernetesOfficial', 'AKSLongTermSupport'] },
  { version: '1.33', supportPlan: ['KubernetesOfficial', 'AKSLongTermSupport'] },
  { version: '1.32', supportPlan: ['AKSLongTermSupport'] },
  { version: '1.31', supportPlan: ['AKSLongTermSupport'] },
] as const;

/**
 * What Resource Graph does not hold: diagnostic settings (Microsoft.Insights), the Kubernetes versions of a region
 * (Microsoft.ContainerService) and how long a workspace keeps a table (Microsoft.OperationalInsights).
 */
export function createPostureSurface(world: World): Surface {
  return (request) => {
    const answer = findAnswer(world, decodeURIComponent(request.path));
    if (answer === undefined) return undefined;
    return missingApiVersion(request) ?? refuseOtherMethods(request) ?? answer;
  };
}

function findAnswer(world: World, path: string): TenantAnswer | undefined {
  const [, resource = '', subscription = ''] = SETTINGS.exec(path) ?? [];
  if (resource !== '') return answerSettings(world, resource, subscription.toLowerCase());
  if (VERSIONS.test(path)) return answerJson({ values: SUPPORTED.map(describeVersion) });
  const [, workspace = ''] = TABLE.exec(path) ?? [];
  return workspace === '' ? undefined : answerTable(workspace);
}

function answerSettings(world: World, resource: string, subscriptionId: string): TenantAnswer {
  if (resource.split('/').length === 3) {
    return answerJson({ value: listSubscriptionSettings(subscriptionId) });
  }
  const cluster = world.clusters.find(({ id }) => id.toLowerCase() === resource.toLowerCase());
  if (!cluster) return armError(404, 'ResourceNotFound', `The Resource '${resource}' was not found.`);
  return answerJson({ value: listClusterSettings(cluster.id, cluster.name) });
}

function answerTable(workspace: string): TenantAnswer {
  if (workspace.toLowerCase() !== WORKSPACE_ID.toLowerCase()) {
    return armError(404, 'ResourceNotFound', `The Resource '${workspace}' was not found.`);
  }
  return answerJson({
    id: `${WORKSPACE_ID}/tables/AzureActivity`,
    name: 'AzureActivity',
    properties: {
      plan: 'Analytics',
      retentionInDays: ACTIVITY_LOG_DAYS,
      totalRetentionInDays: ACTIVITY_LOG_DAYS,
      provisioningState: 'Succeeded',
    },
  });
}

function describeVersion({ version, supportPlan }: (typeof SUPPORTED)[number]): unknown {
  return {
    version,
    capabilities: { supportPlan },
    isPreview: false,
    patchVersions: { [`${version}.3`]: { upgrades: [] } },
  };
}

function refuseOtherMethods({ method }: TenantRequest): TenantAnswer | undefined {
  if (method === 'GET') return undefined;
  return armError(405, 'HttpMethodNotSupported', `The http method '${method}' is not supported.`);
}
