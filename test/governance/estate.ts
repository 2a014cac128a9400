import type { GovernanceInput } from '../../shared/governance/input.ts';
import type { Cluster, KubernetesState, Workload } from '../../shared/model/estate.ts';
import type {
  Assessment,
  Cve,
  DefenderState,
  Finding,
  ObservedFinding,
  PolicyComponent,
  PolicyState,
} from '../../shared/model/governance.ts';
import type { Day } from '../../shared/model/time.ts';

/** A small estate: one production cluster, one for tests, one registry, two subscriptions. */
export const PRODUCTION = '11111111-1111-4111-8111-111111111111';
export const DEVELOPMENT = '22222222-2222-4222-8222-222222222222';
export const PROD = clusterId(PRODUCTION, 'prod');
export const TEST = clusterId(DEVELOPMENT, 'test');
export const REGISTRY = `/subscriptions/${PRODUCTION}/resourcegroups/images/providers/microsoft.containerregistry/registries/contoso`;
export const DAY: Day = '2026-11-02';
export const GRACE = { critical: 7, high: 14, medium: 30, low: 90, unknown: 90 };

export const PRIVILEGED = '95edb821-ddaf-4404-9732-666045e056b4';
export const LATEST_TAG = '021f8078-41a0-40e6-81b6-c6597da9f3ee';
export const WILDCARD_ROLES = 'ca8d5704-aa2b-40cf-b110-dc19052825ad';
export const PRIVILEGED_ASSESSMENT = '5d90913f-a1c5-4429-ad54-2c6c17fb3c73';
export const SENSOR_POLICY = 'a1840de2-8088-4ea8-b153-b4c723e9cb01';
export const SENSOR_ASSESSMENT = '56a83a6e-c417-42ec-b567-1e6fcb3d09a9';

export function clusterId(subscriptionId: string, name: string): string {
  return `/subscriptions/${subscriptionId}/resourcegroups/aks/providers/microsoft.containerservice/managedclusters/${name}`;
}

function cluster(subscriptionId: string, name: string): Cluster {
  return {
    id: clusterId(subscriptionId, name),
    name,
    subscriptionId,
    resourceGroup: 'aks',
    nodeResourceGroup: `mc_aks_${name}`,
    location: 'westeurope',
    kubernetesVersion: '1.34.1',
    tags: {},
    fqdn: `${name}.example.invalid`,
    running: true,
    defenderSensor: true,
    policyAddon: true,
  };
}

export function input(parts: Partial<GovernanceInput> = {}): GovernanceInput {
  return {
    day: DAY,
    inventory: {
      subscriptions: [
        { id: PRODUCTION, name: 'Production' },
        { id: DEVELOPMENT, name: 'Development' },
      ],
      clusters: [cluster(PRODUCTION, 'prod'), cluster(DEVELOPMENT, 'test')],
      registries: [
        { id: REGISTRY, name: 'contoso', subscriptionId: PRODUCTION, loginServer: 'contoso.azurecr.io' },
      ],
    },
    kubernetes: new Map(),
    policy: new Map(),
    defender: new Map(),
    posture: new Map(),
    postureSettings: { nodeImageDays: 30, activityLogDays: 365, trustedRegistries: [] },
    ...parts,
  };
}

export function withPolicy(components: readonly PolicyComponent[], subscriptionId = PRODUCTION) {
  return { policy: new Map([[subscriptionId, policyState({ components })]]) };
}

/** Azure Policy of one subscription, with nothing in it but what is given. */
export function policyState(parts: Partial<PolicyState> = {}): PolicyState {
  return { components: [], summaries: [], exemptions: [], componentsLost: 0, warnings: [], ...parts };
}

export function withDefender(assessments: readonly Assessment[], subscriptionId = PRODUCTION) {
  return { defender: new Map([[subscriptionId, defenderState({ assessments })]]) };
}

/** Defender of one subscription, with nothing in it but what is given. */
export function defenderState(parts: Partial<DefenderState> = {}): DefenderState {
  return {
    assessments: [],
    assessed: [],
    alerts: [],
    secureScore: undefined,
    standards: [],
    plans: [],
    assessmentsLost: 0,
    warnings: [],
    ...parts,
  };
}

export function withWorkloads(workloads: readonly Workload[], id = PROD) {
  return { kubernetes: new Map([[id, kubernetesState({ workloads })]]) };
}

/** What a cluster said, with nothing in it but what is given; all was read. */
export function kubernetesState(parts: Partial<KubernetesState> = {}): KubernetesState {
  return {
    namespaces: [],
    workloads: [],
    nodes: [],
    constraints: [],
    constraintsRead: true,
    warnings: [],
    ...parts,
  };
}

export function workload(parts: Partial<Workload> = {}): Workload {
  return { namespace: 'shop', kind: 'Deployment', name: 'api', labels: {}, pods: [], images: [], ...parts };
}

export function component(parts: Partial<PolicyComponent> = {}): PolicyComponent {
  return {
    clusterId: PROD,
    assignmentId: '/subscriptions/s/providers/microsoft.authorization/policyassignments/safeguards',
    definitionId: `/providers/microsoft.authorization/policydefinitions/${PRIVILEGED}`,
    setDefinitionId: '',
    referenceId: 'privilegedContainers',
    componentType: 'pod',
    namespace: 'shop',
    name: 'api-7d4b9c8f6d-x2k4p',
    state: 'noncompliant',
    evaluatedAt: '2026-11-02T01:00:00.000Z',
    exemptionId: '',
    ...parts,
  };
}

/** A recommendation on the production cluster as a whole. */
export function assessment(parts: Partial<Assessment> = {}): Assessment {
  const resourceId = parts.resourceId ?? PROD;
  const key = parts.key ?? SENSOR_ASSESSMENT;
  return {
    id: `${resourceId}/providers/microsoft.security/assessments/${key}`,
    key,
    title: 'A recommendation',
    severity: 'high',
    category: '',
    resourceId,
    resourceType: 'microsoft.containerservice/managedclusters',
    status: 'unhealthy',
    firstEvaluatedAt: undefined,
    dueOn: undefined,
    owner: '',
    gracePeriod: false,
    promisedOn: undefined,
    link: 'https://portal.azure.com/',
    ...parts,
  };
}

export function cve(id: string, parts: Partial<Cve> = {}): Cve {
  return { id, severity: 'high', cvss: 7.5, fixAvailable: true, exploited: false, ...parts };
}

/** Vulnerable software in an image, as Defender's individual recommendations tell of it. */
export function vulnerability(
  software: Partial<NonNullable<Assessment['software']>> = {},
  parts: Partial<Assessment> = {},
): Assessment {
  const known = {
    name: 'lodash',
    fixedVersion: '4.18.0',
    repository: 'shop/api',
    digest: 'sha256:aaaa',
    indexDigest: '',
    tags: [],
    cves: [cve('CVE-2026-1')],
    ...software,
  };
  const resourceId = `${REGISTRY}/repositories-${known.repository.replaceAll('/', '-')}-images-${known.digest}`;
  return assessment({
    id: `${resourceId}/providers/microsoft.security/assessments/${known.name}`,
    key: `key-of-${known.name}`,
    title: `Update ${known.name}`,
    category: 'SoftwareUpdate',
    resourceId,
    resourceType: '.containerimage',
    software: known,
    ...parts,
  });
}

export function image(digest = 'sha256:aaaa', reference = 'contoso.azurecr.io/shop/api:1.0') {
  return { image: reference, digest };
}

export function observed(parts: Partial<ObservedFinding> = {}): ObservedFinding {
  return {
    id: 'f1',
    source: 'policy',
    scope: `policy:${PRODUCTION}`,
    control: 'privileged-containers',
    title: 'Kubernetes cluster should not allow privileged containers',
    severity: 'medium',
    surface: 'application',
    actor: 'team',
    clusterId: PROD,
    clusterName: 'prod',
    namespace: 'shop',
    workload: 'Deployment/api',
    detail: '1 pod, such as api-7d4b9c8f6d-x2k4p',
    fixAvailable: undefined,
    fixedVersion: '',
    exempt: false,
    sourceFirstSeen: undefined,
    link: '',
    ...parts,
  };
}

/** The only one of a list. */
export function only<T>(list: readonly T[]): T {
  const [first, ...others] = list;
  if (first === undefined || others.length > 0) throw new Error(`expected one, got ${list.length}`);
  return first;
}

/** The one finding that has this id. */
export function byId(findings: readonly Finding[], id: string): Finding {
  return only(findings.filter((finding) => finding.id === id));
}
