import { listAlerts } from '../governance/alerts.ts';
import { listAssessments } from '../governance/assessments.ts';
import { ASSIGNMENTS } from '../governance/policies.ts';
import { describeSecureScore, listPlans } from '../governance/posture.ts';
import { type ComponentState, listComponentStates } from '../governance/violations.ts';
import { drawHex } from '../world/chance.ts';
import { REGISTRY, TENANT_ID } from '../world/clusters.ts';
import type { World } from '../world/world.ts';
import type { Row } from './expression.ts';
import { describeManagedCluster } from './managedClusters.ts';

interface Visibility {
  /** Assignments made above the subscriptions show only when they are asked for. */
  readonly above: boolean;
}

type Listing = (world: World, visibility: Visibility) => readonly Row[];

const LISTINGS: Readonly<Record<string, Listing>> = {
  'resources microsoft.containerservice/managedclusters': listClusters,
  'resources microsoft.containerregistry/registries': listRegistries,
  'resourcecontainers microsoft.resources/subscriptions': listSubscriptions,
  'policyresources microsoft.policyinsights/componentpolicystates': listComponents,
  'policyresources microsoft.authorization/policyassignments': listAssignmentRows,
  'securityresources microsoft.security/assessments': listAssessmentRows,
  'securityresources microsoft.security/locations/alerts': listAlertRows,
  'securityresources microsoft.security/securescores': listScores,
  'securityresources microsoft.security/pricings': listPricings,
};

/** All rows of a table that have a type (lower case); undefined when the tenant knows no such table and type. */
export function listGraphRows(
  world: World,
  table: string,
  type: string,
  visibility: Visibility,
): readonly Row[] | undefined {
  return LISTINGS[`${table} ${type}`]?.(world, visibility);
}

/** Whether the tenant holds such a type in such a table. */
export function isKnownType(table: string, type: string): boolean {
  return LISTINGS[`${table} ${type}`] !== undefined;
}

function listClusters(world: World): readonly Row[] {
  return world.clusters.map((cluster) => {
    const { properties, sku, identity, tags } = describeManagedCluster(world, cluster);
    return row(cluster.id, 'microsoft.containerservice/managedclusters', properties, {
      location: cluster.location,
      sku,
      identity,
      tags,
    });
  });
}

function listRegistries(): readonly Row[] {
  const properties = {
    loginServer: REGISTRY.loginServer,
    provisioningState: 'Succeeded',
    adminUserEnabled: true,
    publicNetworkAccess: 'Enabled',
    networkRuleBypassOptions: 'AzureServices',
    zoneRedundancy: 'Disabled',
    anonymousPullEnabled: false,
    privateEndpointConnections: [],
    policies: {
      retentionPolicy: { days: 7, status: 'disabled' },
      trustPolicy: { type: 'Notary', status: 'disabled' },
      quarantinePolicy: { status: 'disabled' },
      exportPolicy: { status: 'enabled' },
    },
  };
  return [
    row(REGISTRY.id, 'microsoft.containerregistry/registries', properties, {
      location: 'westeurope',
      sku: { name: 'Premium', tier: 'Premium' },
      tags: { 'cost-center': 'CC-4000' },
    }),
  ];
}

function listSubscriptions(world: World): readonly Row[] {
  return world.subscriptions.map(({ id, name }) =>
    row(`/subscriptions/${id}`, 'microsoft.resources/subscriptions', { state: 'Enabled' }, { name }),
  );
}

function listComponents(world: World): readonly Row[] {
  return world.subscriptions.flatMap(({ id }) =>
    listComponentStates(world, id).map((state) => componentRow(state)),
  );
}

function componentRow(state: ComponentState): Row {
  const { assignment, definition, cluster } = state;
  const key = [assignment.id, definition.id, state.componentId];
  const id = `${cluster.id}/providers/Microsoft.PolicyInsights/componentPolicyStates/${drawHex(key).slice(0, 40)}`;
  return row(id, 'microsoft.policyinsights/componentpolicystates', {
    timestamp: state.evaluatedAt,
    resourceId: cluster.id.toLowerCase(),
    resourceType: 'Microsoft.ContainerService/managedClusters',
    resourceLocation: cluster.location,
    resourceGroup: cluster.resourceGroup,
    subscriptionId: cluster.subscriptionId,
    policyAssignmentId: assignment.id.toLowerCase(),
    policyAssignmentName: assignment.name,
    policyAssignmentScope: assignment.scope,
    policyDefinitionId: definition.id.toLowerCase(),
    policyDefinitionName: definition.id.split('/').at(-1),
    policyDefinitionAction: 'audit',
    policySetDefinitionId: assignment.setDefinitionId.toLowerCase(),
    policyDefinitionReferenceId: assignment.setDefinitionId ? definition.reference.toLowerCase() : '',
    policyDefinitionVersion: definition.version,
    complianceState: state.complianceState,
    componentId: state.componentId,
    componentType: state.componentType,
    componentName: state.componentName,
  });
}

function listAssignmentRows(_world: World, visibility: Visibility): readonly Row[] {
  return ASSIGNMENTS.filter(({ subscriptionId }) => visibility.above || subscriptionId !== undefined).map(
    (assignment) =>
      row(assignment.id, 'microsoft.authorization/policyassignments', {
        displayName: assignment.displayName,
        policyDefinitionId:
          assignment.setDefinitionId ||
          (assignment.definitions[0]?.id ??
            '/providers/Microsoft.Authorization/policyDefinitions/e56962a6-4747-49cd-b67b-bf8b01975c4c'),
        scope: assignment.scope,
        notScopes: [],
        enforcementMode: 'Default',
        parameters: {},
      }),
  );
}

function listAssessmentRows(world: World): readonly Row[] {
  return world.subscriptions.flatMap(({ id }) =>
    listAssessments(world, id).map((assessment) =>
      row(
        `${assessment.resourceId}/providers/Microsoft.Security/assessments/${assessment.key}`,
        'microsoft.security/assessments',
        assessment.properties,
      ),
    ),
  );
}

function listAlertRows(world: World): readonly Row[] {
  return listAlerts(world).map((alert) =>
    row(alert.id, 'microsoft.security/locations/alerts', alert.properties, { location: alert.location }),
  );
}

function listScores(world: World): readonly Row[] {
  return world.subscriptions.map(({ id }) =>
    row(
      `/subscriptions/${id}/providers/Microsoft.Security/secureScores/ascScore`,
      'microsoft.security/securescores',
      describeSecureScore(id),
    ),
  );
}

function listPricings(world: World): readonly Row[] {
  return world.subscriptions.flatMap(({ id }) =>
    listPlans(id).map((plan) =>
      row(
        `/subscriptions/${id}/providers/Microsoft.Security/pricings/${plan.name}`,
        'microsoft.security/pricings',
        plan.properties,
      ),
    ),
  );
}

/** A row with all the columns that every Resource Graph table has. */
function row(
  id: string,
  type: string,
  properties: Row,
  rest: {
    readonly name?: string;
    readonly location?: string;
    readonly sku?: unknown;
    readonly identity?: unknown;
    readonly tags?: unknown;
  } = {},
): Row {
  return {
    id,
    name: rest.name ?? id.split('/').at(-1) ?? '',
    type,
    tenantId: TENANT_ID,
    kind: '',
    location: rest.location ?? '',
    resourceGroup: /\/resourceGroups\/([^/]+)/i.exec(id)?.[1]?.toLowerCase() ?? '',
    subscriptionId: /\/subscriptions\/([^/]+)/i.exec(id)?.[1] ?? '',
    managedBy: '',
    sku: rest.sku ?? null,
    plan: null,
    properties,
    tags: rest.tags ?? null,
    identity: rest.identity ?? null,
    zones: null,
    extendedLocation: null,
  };
}
