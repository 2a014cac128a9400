import { listAlerts } from '../governance/alerts.ts';
import { listAssessments } from '../governance/assessments.ts';
import { listGovernanceAssignments } from '../governance/assignments.ts';
import { listExemptions } from '../governance/exemptions.ts';
import { ASSIGNMENTS, INITIATIVES, type PolicyAssignment } from '../governance/policies.ts';
import { listPlans } from '../governance/posture.ts';
import { describeSecureScore, listSecureScoreControls } from '../governance/secureScore.ts';
import { listStandards } from '../governance/standards.ts';
import { type ComponentState, listComponentStates } from '../governance/violations.ts';
import { drawHex } from '../world/chance.ts';
import { DEVELOPMENT, MANAGEMENT_GROUP, REGISTRY, TENANT_ID } from '../world/clusters.ts';
import type { World } from '../world/world.ts';
import type { Row } from './expression.ts';
import { describeManagedCluster } from './managedClusters.ts';
import { listTaggedRows } from './taggedRows.ts';

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
  'policyresources microsoft.authorization/policyexemptions': listExemptionRows,
  'policyresources microsoft.authorization/policysetdefinitions': listInitiativeRows,
  'securityresources microsoft.security/assessments': listAssessmentRows,
  'securityresources microsoft.security/assessments/governanceassignments': listAssignedRows,
  'securityresources microsoft.security/locations/alerts': listAlertRows,
  'securityresources microsoft.security/securescores': listScores,
  'securityresources microsoft.security/securescores/securescorecontrols': listScoreControls,
  'securityresources microsoft.security/regulatorycompliancestandards': listStandardRows,
  'securityresources microsoft.security/regulatorycompliancestandards/regulatorycompliancecontrols':
    listRegulatoryControls,
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

/** All rows of the table `resources`, also of types that cannot be asked for by themselves. */
export function listAllResources(world: World, visibility: Visibility): readonly Row[] {
  const ofTypes = Object.keys(LISTINGS)
    .filter((name) => name.startsWith('resources '))
    .flatMap((name) => LISTINGS[name]?.(world, visibility) ?? []);
  return [...ofTypes, ...listOtherResources(world)];
}

function listOtherResources(world: World): readonly Row[] {
  return listTaggedRows(world).map(({ id, type, properties, location, tags }) =>
    row(id, type, properties, { location, tags }),
  );
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
    row(`/subscriptions/${id}`, 'microsoft.resources/subscriptions', describeSubscription(), { name }),
  );
}

/** The management groups above it, the nearest first; the root has the name of the tenant. */
function describeSubscription(): Row {
  return {
    state: 'Enabled',
    managementGroupAncestorsChain: [
      { name: MANAGEMENT_GROUP, displayName: 'Contoso Financials' },
      { name: TENANT_ID, displayName: 'Tenant Root Group' },
    ],
  };
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
        ...describeReach(assignment),
        enforcementMode: 'Default',
      }),
  );
}

/** Development may try regions elsewhere. */
function describeReach({ name }: PolicyAssignment): Row {
  if (name !== 'allowed-locations') return { notScopes: [], parameters: {} };
  return {
    notScopes: [`/subscriptions/${DEVELOPMENT}`],
    parameters: { listOfAllowedLocations: { value: ['westeurope', 'northeurope'] } },
  };
}

function listExemptionRows(world: World): readonly Row[] {
  return listExemptions(world).map((exemption) =>
    row(
      `${exemption.scope}/providers/Microsoft.Authorization/policyExemptions/${exemption.name}`,
      'microsoft.authorization/policyexemptions',
      {
        policyAssignmentId: exemption.assignmentId,
        policyDefinitionReferenceIds: exemption.references,
        exemptionCategory: exemption.category,
        displayName: exemption.displayName,
        description: exemption.description,
        ...(exemption.expiresOn !== undefined && { expiresOn: exemption.expiresOn }),
        assignmentScopeValidation: 'Default',
      },
    ),
  );
}

/** Azure's own initiatives show at every scope, a management group's only from below when asked for. */
function listInitiativeRows(_world: World, visibility: Visibility): readonly Row[] {
  return [...INITIATIVES]
    .filter(([id]) => visibility.above || !id.includes('/managementGroups/'))
    .map(([id, displayName]) =>
      row(id, 'microsoft.authorization/policysetdefinitions', {
        displayName,
        policyType: id.includes('/managementGroups/') ? 'Custom' : 'BuiltIn',
        policyDefinitions: [],
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

function listAssignedRows(world: World): readonly Row[] {
  return world.subscriptions.flatMap(({ id: subscriptionId }) =>
    listGovernanceAssignments(world, subscriptionId).map(({ id, properties }) =>
      row(id, 'microsoft.security/assessments/governanceassignments', properties),
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

function listScoreControls(world: World): readonly Row[] {
  return world.subscriptions.flatMap(({ id }) =>
    listSecureScoreControls(id).map(({ name, properties }) =>
      row(
        `/subscriptions/${id}/providers/Microsoft.Security/secureScores/ascScore/secureScoreControls/${name}`,
        'microsoft.security/securescores/securescorecontrols',
        properties,
      ),
    ),
  );
}

function listStandardRows(world: World): readonly Row[] {
  return world.subscriptions.flatMap(({ id }) =>
    listStandards(id).map(({ name, properties }) =>
      row(standardId(id, name), 'microsoft.security/regulatorycompliancestandards', properties),
    ),
  );
}

function listRegulatoryControls(world: World): readonly Row[] {
  return world.subscriptions.flatMap(({ id }) =>
    listStandards(id).flatMap((standard) =>
      standard.controls.map(({ name, properties }) =>
        row(
          `${standardId(id, standard.name)}/regulatoryComplianceControls/${name}`,
          'microsoft.security/regulatorycompliancestandards/regulatorycompliancecontrols',
          properties,
        ),
      ),
    ),
  );
}

function standardId(subscriptionId: string, name: string): string {
  return `/subscriptions/${subscriptionId}/providers/Microsoft.Security/regulatoryComplianceStandards/${name}`;
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
