import type { PostureVerdict } from './posture.ts';
import type { Instant } from './time.ts';

/** An ARM resource id in lower case: Azure's own answers mix cases, so ids compare only this way. */
export type ArmId = string;

/** The parts of an ARM id that Purser asks about; each in lower case, `''` where the id has none. */
export interface ArmIdParts {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  /** `microsoft.compute/virtualmachinescalesets` */
  readonly type: string;
  readonly name: string;
}

/** Normalises an ARM id: lower case, one leading slash, none trailing. */
export function toArmId(text: string): ArmId {
  return `/${text
    .trim()
    .replace(/^\/+|\/+$/g, '')
    .toLowerCase()}`;
}

/** Takes an ARM id apart; the outermost resource counts (a sub-resource's parent type is kept in `type`). */
export function parseArmId(id: ArmId): ArmIdParts {
  const segments = id.toLowerCase().split('/').filter(Boolean);
  const after = (key: string): string => segments[segments.indexOf(key) + 1 || segments.length] ?? '';
  const provider = segments.indexOf('providers');
  const [namespace = '', kind = '', name = ''] =
    provider < 0 ? [] : segments.slice(provider + 1, provider + 4);
  return {
    subscriptionId: after('subscriptions'),
    resourceGroup: after('resourcegroups'),
    type: namespace && kind ? `${namespace}/${kind}` : '',
    name,
  };
}

export interface Subscription {
  readonly id: string;
  readonly name: string;
}

/** One AKS managed cluster as Resource Graph tells of it. */
export interface Cluster {
  readonly id: ArmId;
  readonly name: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  /** Holds the machines, disks and load balancers; named by Azure or by the customer, so always read, never guessed. */
  readonly nodeResourceGroup: string;
  readonly location: string;
  readonly kubernetesVersion: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Host name of the API server, private name when the cluster is private; `''` when Azure names none. */
  readonly fqdn: string;
  readonly running: boolean;
  /** Defender sensor switched on (`securityProfile.defender.securityMonitoring.enabled`; absent means off). */
  readonly defenderSensor: boolean;
  /** Azure Policy add-on switched on; absent means off. */
  readonly policyAddon: boolean;
}

export interface Registry {
  readonly id: ArmId;
  readonly name: string;
  readonly subscriptionId: string;
  /** `contoso.azurecr.io` */
  readonly loginServer: string;
}

/** An Azure resource with those of its tags that say whose its cost is. */
export interface TaggedResource {
  readonly id: ArmId;
  /** Keys in lower case: `aks-managed-poolname`, `kubernetes.io-created-for-pvc-namespace`, `k8s-azure-service`, … */
  readonly tags: Readonly<Record<string, string>>;
  /** False for a disk that no machine uses. */
  readonly attached: boolean;
}

/** What the estate consists of, on the day it was read. */
export interface Inventory {
  readonly subscriptions: readonly Subscription[];
  readonly clusters: readonly Cluster[];
  readonly registries: readonly Registry[];
}

export interface Namespace {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** An image that a workload runs. `digest` is `sha256:…` as the kubelet reports it, `''` when unknown. */
export interface RunningImage {
  readonly image: string;
  readonly digest: string;
}

/** What owns pods: a Deployment, StatefulSet, DaemonSet, CronJob, Job, or a bare Pod. */
export interface Workload {
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  /** Labels of its pods, as written (not sanitised), where all its pods agree. */
  readonly labels: Readonly<Record<string, string>>;
  readonly pods: readonly string[];
  readonly images: readonly RunningImage[];
  /** What posture checks did not find well in its pods, by check; missing where nobody asked them. */
  readonly posture?: readonly PostureVerdict[];
}

export interface Node {
  readonly name: string;
  readonly pool: string;
  readonly size: string;
  readonly spot: boolean;
  readonly imageVersion: string;
}

/** An object that a Gatekeeper constraint found to break it. */
export interface GatekeeperViolation {
  /** `Pod`, `Ingress`, … */
  readonly kind: string;
  /** `''` for what no namespace holds. */
  readonly namespace: string;
  readonly name: string;
  /** What is wrong with it, in the words of the constraint's template. */
  readonly message: string;
  /** `deny`, `dryrun`, `warn`, … in lower case. */
  readonly enforcementAction: string;
}

/** A rule that Gatekeeper holds the objects of a cluster against; most are made by Azure Policy. */
export interface GatekeeperConstraint {
  /** `K8sAzureV2ContainerNoPrivilege` */
  readonly kind: string;
  readonly name: string;
  /** `deny`, `dryrun`, `warn`, … in lower case. */
  readonly enforcementAction: string;
  /** The policy that Azure made it for, lower case; `''` when Azure did not make it. */
  readonly definitionId: string;
  readonly setDefinitionId: string;
  readonly referenceId: string;
  readonly assignmentId: ArmId;
  /** How many objects break it; undefined while no audit has told. */
  readonly totalViolations: number | undefined;
  /** When Gatekeeper last looked. */
  readonly auditedAt: Instant | undefined;
  /** The first of them: Gatekeeper lists 20 unless told otherwise. */
  readonly violations: readonly GatekeeperViolation[];
}

/** What the Kubernetes API of one cluster said. */
export interface KubernetesState {
  readonly namespaces: readonly Namespace[];
  readonly workloads: readonly Workload[];
  readonly nodes: readonly Node[];
  /** Sorted by kind and name. */
  readonly constraints: readonly GatekeeperConstraint[];
  /** True when all of them were read: only then is a violation that is not there a fixed one. */
  readonly constraintsRead: boolean;
  /** Sentences: what could not be read, and what to do. */
  readonly warnings: readonly string[];
}
