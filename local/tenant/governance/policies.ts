import {
  DEVELOPMENT,
  MANAGEMENT_GROUP,
  PRODUCTION,
  REGISTRY,
  SUBSCRIPTIONS,
  type TenantSubscription,
} from '../world/clusters.ts';

/** A built-in definition (id, name and version from Azure/azure-policy). */
export interface PolicyDefinition {
  /** What it judges: pods (mode `Microsoft.Kubernetes.Data`), or clusters and registries as resources. */
  readonly judges: 'pods' | 'clusters' | 'registries';

  readonly id: string;
  readonly displayName: string;
  readonly version: string;
  /** Reference id within the deployment safeguards initiative. */
  readonly reference: string;
  /** Share of the workloads that break it, for pods. */
  readonly violations: number;
  /** Names of the resources that break it, for clusters and registries. */
  readonly brokenBy: readonly string[];
}

export const DEFINITIONS = {
  privileged: definition(
    '95edb821-ddaf-4404-9732-666045e056b4',
    'Kubernetes cluster should not allow privileged containers',
    '9.2.0',
    'privilegedContainers',
    0.02,
  ),
  escalation: definition(
    '1c6e92c9-99f0-4e55-9cf2-0c234dc48f99',
    'Kubernetes clusters should not allow container privilege escalation',
    '8.0.0',
    'containerNoPrivilegeEscalation',
    0.12,
  ),
  requests: definition(
    '03a4ecdb-0684-4039-be91-2762979e1bc8',
    'Kubernetes cluster containers CPU and memory resource requests must be defined',
    '1.0.0-preview',
    'containerResourceRequests',
    0.09,
  ),
  probes: definition(
    'b1a9997f-2883-4f12-bdff-2280f99b5915',
    'Ensure cluster containers have readiness or liveness probes configured',
    '3.3.0',
    'ensureProbesConfiguredInKubernetesCluster',
    0.2,
  ),
  latest: definition(
    '021f8078-41a0-40e6-81b6-c6597da9f3ee',
    'Kubernetes cluster container images should not include latest image tag',
    '2.0.1',
    'imagesDoNotUseLatest',
    0.04,
  ),
  hostPath: definition(
    '098fc59e-46c7-4d99-9b16-64990e543d75',
    'Kubernetes cluster pod hostPath volumes should only use allowed host paths',
    '6.3.0',
    'allowedHostPaths',
    0.015,
  ),
  spread: definition(
    '34c88cd4-5d72-4dbb-bf77-12c3cafe8791',
    'Must Have Anti Affinity Rules or Topology Spread Constraints Set',
    '1.2.2',
    'podEnforceAntiaffinityInKubernetesCluster',
    0.15,
  ),
  registries: definition(
    'febd0533-8e55-448f-b837-bd0e06f16469',
    'Kubernetes cluster containers should only use allowed images',
    '9.3.0',
    'ensureAllowedContainerImagesInKubernetesCluster',
    0,
  ),
} as const satisfies Record<string, PolicyDefinition>;

const BASELINE: readonly PolicyDefinition[] = [
  onResources(
    '993c2fcd-2b29-49d2-9eb0-df2c3a730c32',
    'Azure Kubernetes Service Clusters should have local authentication methods disabled',
    '1.0.1',
    'aksLocalAccounts',
    'clusters',
    ['aks-shared-prod', 'aks-devtest'],
  ),
  onResources(
    '5c345cdf-2049-47e0-b8fe-b0e96bc2df35',
    'Azure Kubernetes Service Clusters should enable cluster auto-upgrade',
    '1.0.0',
    'aksAutoUpgrade',
    'clusters',
    ['aks-devtest'],
  ),
  onResources(
    'dc921057-6b28-4fbe-9b83-f7bec05db6c2',
    'Container registries should have local admin account disabled.',
    '1.0.1',
    'acrAdminAccount',
    'registries',
    [REGISTRY.name],
  ),
];

export interface PolicyAssignment {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  /** The subscription, or the management group, that it is assigned at. */
  readonly scope: string;
  readonly subscriptionId: string | undefined;
  /** `''` when one definition is assigned by itself. */
  readonly setDefinitionId: string;
  readonly definitions: readonly PolicyDefinition[];
}

/** Deployment safeguards, the initiative that AKS itself recommends. */
const SAFEGUARDS =
  '/providers/Microsoft.Authorization/policySetDefinitions/c047ea8e-9c78-49b2-958b-37e56d291a44';

const BASELINE_SET = `/providers/Microsoft.Management/managementGroups/${MANAGEMENT_GROUP}/providers/Microsoft.Authorization/policySetDefinitions/contoso-baseline`;

export const ASSIGNMENTS: readonly PolicyAssignment[] = [
  ...SUBSCRIPTIONS.flatMap((subscription) => [safeguards(subscription), baseline(subscription)]),
  {
    id: `/subscriptions/${PRODUCTION}/providers/Microsoft.Authorization/policyAssignments/allowed-registries`,
    name: 'allowed-registries',
    displayName: 'Images only from the Contoso registry',
    scope: `/subscriptions/${PRODUCTION}`,
    subscriptionId: PRODUCTION,
    setDefinitionId: '',
    definitions: [DEFINITIONS.registries],
  },
  {
    id: `/subscriptions/${DEVELOPMENT}/providers/Microsoft.Authorization/policyAssignments/no-privileged-pods`,
    name: 'no-privileged-pods',
    displayName: 'No privileged pods, not even in development',
    scope: `/subscriptions/${DEVELOPMENT}`,
    subscriptionId: DEVELOPMENT,
    setDefinitionId: '',
    definitions: [DEFINITIONS.privileged],
  },
  {
    id: `/providers/Microsoft.Management/managementGroups/${MANAGEMENT_GROUP}/providers/Microsoft.Authorization/policyAssignments/allowed-locations`,
    name: 'allowed-locations',
    displayName: 'Only European regions',
    scope: `/providers/Microsoft.Management/managementGroups/${MANAGEMENT_GROUP}`,
    subscriptionId: undefined,
    setDefinitionId: '',
    definitions: [],
  },
];

/** Initiatives that Resource Graph shows, by id: Azure's own and Contoso's. */
export const INITIATIVES: ReadonlyMap<string, string> = new Map([
  [SAFEGUARDS, 'Deployment safeguards should help guide developers towards AKS recommended best practices'],
  [BASELINE_SET, 'Contoso baseline for clusters and registries'],
]);

/** Assignments made at the subscription itself. */
export function listAssignments(subscriptionId: string): readonly PolicyAssignment[] {
  return ASSIGNMENTS.filter((assignment) => assignment.subscriptionId === subscriptionId);
}

function safeguards({ id }: TenantSubscription): PolicyAssignment {
  return {
    id: `/subscriptions/${id}/providers/Microsoft.Authorization/policyAssignments/aks-deployment-safeguards`,
    name: 'aks-deployment-safeguards',
    displayName: 'AKS deployment safeguards',
    scope: `/subscriptions/${id}`,
    subscriptionId: id,
    setDefinitionId: SAFEGUARDS,
    definitions: Object.values(DEFINITIONS).filter((each) => each.violations > 0),
  };
}

function baseline({ id }: TenantSubscription): PolicyAssignment {
  return {
    id: `/subscriptions/${id}/providers/Microsoft.Authorization/policyAssignments/contoso-baseline`,
    name: 'contoso-baseline',
    displayName: 'Contoso baseline for clusters and registries',
    scope: `/subscriptions/${id}`,
    subscriptionId: id,
    setDefinitionId: BASELINE_SET,
    definitions: BASELINE,
  };
}

function onResources(
  guid: string,
  displayName: string,
  version: string,
  reference: string,
  judges: 'clusters' | 'registries',
  brokenBy: readonly string[],
): PolicyDefinition {
  return { ...definition(guid, displayName, version, reference, 0), judges, brokenBy };
}

function definition(
  guid: string,
  displayName: string,
  version: string,
  reference: string,
  violations: number,
): PolicyDefinition {
  return {
    id: `/providers/Microsoft.Authorization/policyDefinitions/${guid}`,
    displayName,
    version,
    judges: 'pods',
    reference,
    violations,
    brokenBy: [],
  };
}
