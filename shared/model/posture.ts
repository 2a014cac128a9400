import type { ArmId } from './estate.ts';
import type { Day } from './time.ts';

/**
 * One property of a resource. Azure leaves out what nobody ever set, so absent is neither true nor false: the
 * check that asks knows what Azure does then. A value of another type than documented is `unreadable`, which
 * costs one check its answer and not the resource all others.
 */
export type Property<T> =
  | { readonly state: 'read'; readonly value: T }
  | { readonly state: 'absent' }
  | { readonly state: 'unreadable'; readonly path: string };

/** A node pool and the image that its nodes run; `''` where Azure does not tell. */
export interface AgentPool {
  readonly name: string;
  readonly nodeImageVersion: string;
}

/** What posture checks ask of a managed cluster; each property may be absent or unreadable by itself. */
export interface ManagedCluster {
  readonly id: ArmId;
  readonly name: string;
  readonly subscriptionId: string;
  /** `westeurope`; `''` when Azure does not tell. */
  readonly location: string;
  readonly adminGroups: Property<readonly string[]>;
  readonly agentPools: Property<readonly AgentPool[]>;
  readonly authorizedIpRanges: Property<readonly string[]>;
  readonly azureRbac: Property<boolean>;
  readonly currentKubernetesVersion: Property<string>;
  readonly defenderSensor: Property<boolean>;
  readonly entraManaged: Property<boolean>;
  /** Whether there is an Entra profile at all; what is in it does not matter here. */
  readonly entraProfile: Property<boolean>;
  readonly imageCleaner: Property<boolean>;
  readonly keyVaultProvider: Property<boolean>;
  readonly keyVaultRotation: Property<boolean>;
  readonly kubernetesVersion: Property<string>;
  readonly localAccountsDisabled: Property<boolean>;
  readonly networkPolicy: Property<string>;
  readonly nodeOsUpgradeChannel: Property<string>;
  readonly nodeResourceGroupLock: Property<string>;
  readonly oidcIssuer: Property<boolean>;
  readonly policyAddon: Property<boolean>;
  readonly privateCluster: Property<boolean>;
  readonly publicNetworkAccess: Property<string>;
  readonly runCommandDisabled: Property<boolean>;
  readonly supportPlan: Property<string>;
  readonly upgradeChannel: Property<string>;
  readonly workloadIdentity: Property<boolean>;
}

/** What posture checks ask of a container registry; each property may be absent or unreadable by itself. */
export interface RegistryResource {
  readonly id: ArmId;
  readonly name: string;
  readonly subscriptionId: string;
  readonly adminUser: Property<boolean>;
  readonly anonymousPull: Property<boolean>;
  readonly defaultAction: Property<string>;
  /** State of the connection of each private endpoint: `Approved`; `''` where Azure does not tell. */
  readonly privateEndpoints: Property<readonly string[]>;
  readonly publicNetworkAccess: Property<string>;
  readonly retentionDays: Property<number>;
  readonly retentionStatus: Property<string>;
  readonly sku: Property<string>;
}

/** Where the logs of a resource or subscription are sent, and which of them. */
export interface DiagnosticSetting {
  readonly name: string;
  /** In lower case; `''` when it does not go to a workspace. */
  readonly workspaceId: string;
  /** True when it goes anywhere at all: a workspace, a storage account or an event hub. */
  readonly hasDestination: boolean;
  /** Categories and category groups that are switched on, in lower case. */
  readonly enabled: readonly string[];
}

/** A Kubernetes minor version and who supports it, from `locations/{location}/kubernetesVersions`. */
export interface SupportedVersion {
  /** `1.34` */
  readonly minor: string;
  /** `KubernetesOfficial`, `AKSLongTermSupport` */
  readonly plans: readonly string[];
}

/** An assignment of the policy "Allowed locations", by itself or within an initiative. */
export interface LocationAssignment {
  readonly id: ArmId;
  readonly name: string;
  readonly scope: ArmId;
  readonly notScopes: readonly ArmId[];
  /** `Default`, `DoNotEnforce` */
  readonly enforcementMode: string;
  readonly locations: readonly string[];
}

/** A policy exemption. */
export interface AssignmentExemption {
  readonly assignmentId: ArmId;
  readonly scope: ArmId;
  /** The last day on which it holds; undefined when it never ends. */
  readonly until: Day | undefined;
}

/** A managed cluster and where its logs go; undefined when that was not read. */
export interface ClusterPosture {
  readonly cluster: ManagedCluster;
  readonly diagnostics: readonly DiagnosticSetting[] | undefined;
}

/**
 * What one subscription's resources are set to, as posture checks judge it. What is undefined was not read, and
 * a warning says why.
 */
export interface PostureState {
  /** Those that are watched, sorted by id. */
  readonly clusters: readonly ClusterPosture[];
  /** Sorted by id. */
  readonly registries: readonly RegistryResource[];
  /** Where the activity log of the subscription goes. */
  readonly diagnostics: readonly DiagnosticSetting[] | undefined;
  /** Days that the table AzureActivity is kept, archive included; workspaces that were not read are missing. */
  readonly activityLog: readonly { readonly workspaceId: string; readonly days: number }[];
  /** Management groups above the subscription. */
  readonly ancestors: readonly ArmId[];
  readonly locationAssignments: readonly LocationAssignment[] | undefined;
  /** Exemptions from whatever policy that reach the subscription. */
  readonly exemptions: readonly AssignmentExemption[];
  /** By location; locations that were not read are missing. */
  readonly versions: readonly {
    readonly location: string;
    readonly supported: readonly SupportedVersion[];
  }[];
  /** Sentences: what could not be read, and what to do. */
  readonly warnings: readonly string[];
}

/** What a posture check found wrong, or could not find out; what is well is not kept. */
export interface PostureVerdict {
  /** Id of the check. */
  readonly check: string;
  readonly state: 'nonCompliant' | 'unknown';
  /** One sentence of one line on what was seen. */
  readonly detail: string;
}
