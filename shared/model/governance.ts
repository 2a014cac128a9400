import type { ArmId } from './estate.ts';
import type { Day, Instant } from './time.ts';

/** The five attack surfaces of the Cloud Adoption Framework's AKS article. */
export const ATTACK_SURFACES = ['build', 'registry', 'cluster', 'node', 'application'] as const;
export type AttackSurface = (typeof ATTACK_SURFACES)[number];

/** Who can fix it: the team that owns the workload, the platform team, or security operations. */
export const ACTORS = ['team', 'platform', 'secops'] as const;
export type Actor = (typeof ACTORS)[number];

export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'unknown'] as const;
export type Severity = (typeof SEVERITIES)[number];

export type ComplianceState =
  | 'compliant'
  | 'noncompliant'
  | 'exempt'
  | 'conflict'
  | 'error'
  | 'unknown'
  | 'protected';

/** A pod, service, … that breaks a policy, from `policyresources` component states. */
export interface PolicyComponent {
  readonly clusterId: ArmId;
  readonly assignmentId: ArmId;
  readonly definitionId: string;
  readonly setDefinitionId: string;
  readonly referenceId: string;
  readonly componentType: string;
  /** `''` when the component is cluster-scoped. */
  readonly namespace: string;
  readonly name: string;
  readonly state: ComplianceState;
  readonly evaluatedAt: Instant;
  /** The exemption that spares it, where it is exempt and that can be told; `''` otherwise. */
  readonly exemptionId: ArmId;
}

/** Counts of one definition within an assignment. */
export interface PolicyDefinitionSummary {
  readonly definitionId: string;
  /** What the initiative calls it; `''` for a definition that is assigned by itself. */
  readonly referenceId: string;
  readonly nonCompliantResources: number;
  /** Resources by state, as {@link PolicySummary.resources}; empty where Azure gives no such counts. */
  readonly resources: Readonly<Record<string, number>>;
}

/** Counts of one policy assignment with their denominators, from the compliance summary. */
export interface PolicySummary {
  readonly assignmentId: ArmId;
  /** `''` when a single definition is assigned. */
  readonly setDefinitionId: string;
  /** Name of the initiative; `''` without one, and where nobody tells it. */
  readonly setDisplayName: string;
  readonly displayName: string;
  readonly nonCompliantResources: number;
  /** Resources by state, lower-case state names as Azure has them. */
  readonly resources: Readonly<Record<string, number>>;
  readonly nonCompliantPolicies: number;
  /** Sorted by definition and reference. */
  readonly definitions: readonly PolicyDefinitionSummary[];
}

/** Somebody's decision that a policy does not count somewhere: a risk taken, or dealt with in another way. */
export interface PolicyExemption {
  readonly id: ArmId;
  /** A waiver takes the risk, a mitigation meets the policy's intent by other means. */
  readonly category: 'waiver' | 'mitigated' | 'unknown';
  readonly displayName: string;
  /** The reason, as whoever granted it wrote it; `''` for none. */
  readonly description: string;
  /** Undefined when it holds for ever. */
  readonly expiresOn: Instant | undefined;
  readonly assignmentId: ArmId;
  /** The definitions of the initiative that it is about, in lower case; empty for all of them. */
  readonly referenceIds: readonly string[];
  /** The management group, subscription, resource group or resource that it holds for. */
  readonly scope: ArmId;
  /** True when it holds for only those resources in its scope that selectors choose. */
  readonly selective: boolean;
}

/** Azure Policy as one subscription has it. */
export interface PolicyState {
  /** Whatever is not compliant: in breach, exempt, or undecided. */
  readonly components: readonly PolicyComponent[];
  readonly summaries: readonly PolicySummary[];
  /** Those that can hold for clusters and registries, expired ones too; sorted by id. */
  readonly exemptions: readonly PolicyExemption[];
  /** Rows of components that could not be read: while there are any, a missing finding is no fixed one. */
  readonly componentsLost: number;
  /** Sentences: what could not be read, and what to do. */
  readonly warnings: readonly string[];
}

export interface Cve {
  readonly id: string;
  readonly severity: Severity;
  readonly cvss: number | undefined;
  readonly fixAvailable: boolean;
  readonly exploited: boolean;
}

/** An unhealthy recommendation of Defender for Cloud (the individual model of July 2026). */
export interface Assessment {
  readonly id: ArmId;
  /** The recommendation's key (a GUID). */
  readonly key: string;
  readonly title: string;
  readonly severity: Severity;
  /** `SoftwareUpdate`, `HostMisconfigurations`, …; `''` for the classic ones. */
  readonly category: string;
  readonly resourceId: ArmId;
  /** `.containerimage`, `microsoft.containerservice/managedclusters`, … lower case. */
  readonly resourceType: string;
  readonly status: 'unhealthy' | 'exempt';
  readonly firstEvaluatedAt: Instant | undefined;
  /** Set for image vulnerabilities. */
  readonly software?: {
    readonly name: string;
    readonly fixedVersion: string;
    readonly repository: string;
    /** Of the image that was scanned, which is one platform's; `''` when it is not told. */
    readonly digest: string;
    /** Of the index that the image is listed in, where the source tells; `''` otherwise. */
    readonly indexDigest: string;
    /** Empty where the source does not tell them, as the individual recommendations do not. */
    readonly tags: readonly string[];
    readonly cves: readonly Cve[];
  };
  /** The day by which a governance rule of Defender wants it fixed. */
  readonly dueOn: Day | undefined;
  /** Whom the governance rule made answerable, as Defender writes it: an address; `''` for nobody. */
  readonly owner: string;
  /** True when the governance rule spares the secure score until the due date. */
  readonly gracePeriod: boolean;
  /** The day that the owner promised. */
  readonly promisedOn: Day | undefined;
  readonly link: string;
}

/**
 * What Defender looked at, well or not: a cluster or registry without one was not looked at, so that no
 * findings there mean nothing.
 */
export interface AssessedResource {
  readonly resourceId: ArmId;
  readonly healthy: number;
  readonly unhealthy: number;
  /** Recommendations that do not apply to it, or that it is exempt from. */
  readonly notApplicable: number;
  /** When the state of any of them last changed. */
  readonly changedAt: Instant | undefined;
}

/** Something that Defender for Cloud saw happen. It is no finding: it is looked into, not fixed by a day. */
export interface SecurityAlert {
  readonly id: ArmId;
  /** `K8S_PrivilegedContainer`: what the control catalogue knows alerts by. */
  readonly type: string;
  readonly title: string;
  readonly description: string;
  /** `high`, `medium`, `low`, `informational`, or another word that Azure may use one day, in lower case. */
  readonly severity: string;
  /** `Active`, `InProgress`, `Resolved`, `Dismissed`, or another word that Azure may use one day. */
  readonly status: string;
  /** `''` when the alert names its cluster by no resource id. */
  readonly clusterId: ArmId;
  /** `''` when the alert names no namespace. */
  readonly namespace: string;
  /** The longest-lived that the alert names: `Deployment/api`, `Pod/api-7c9`; `''` for none. */
  readonly workload: string;
  /** Name of the pod; `''` for none. */
  readonly pod: string;
  /** Reference of the container's image; `''` for none. */
  readonly image: string;
  /** Tactics of MITRE ATT&CK, as Azure writes them; several with commas. */
  readonly tactic: string;
  /** Techniques of MITRE ATT&CK by number: `T1611`. */
  readonly techniques: readonly string[];
  readonly raisedAt: Instant;
  readonly link: string;
}

/** One of the controls that a secure score is made of. */
export interface SecureScoreControl {
  readonly id: string;
  readonly title: string;
  readonly current: number;
  /** 0 for a control that counts for nothing. */
  readonly max: number;
  /** How much the subscription counts where this control is put together over several. */
  readonly weight: number;
  readonly healthy: number;
  readonly unhealthy: number;
  readonly notApplicable: number;
}

export interface SecureScore {
  readonly subscriptionId: string;
  readonly current: number;
  readonly max: number;
  /** How much the subscription counts where the score is put together over several. */
  readonly weight: number;
  /** Sorted by id; empty when none was read. */
  readonly controls: readonly SecureScoreControl[];
}

/** What became of a standard or of one of its controls; a word that Azure may add one day is `unknown`. */
export type RegulatoryState = 'passed' | 'failed' | 'skipped' | 'unsupported' | 'unknown';

/** One control of a standard, with the number of its assessments by outcome. */
export interface RegulatoryControl {
  /** `PV-2`, `1.1` */
  readonly name: string;
  readonly title: string;
  readonly state: RegulatoryState;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** A regulatory standard with the number of its controls by outcome; only `passed` is a pass. */
export interface RegulatoryStandard {
  /** `Microsoft-cloud-security-benchmark`, `PCI-DSS-4` */
  readonly name: string;
  readonly state: RegulatoryState;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly unsupported: number;
  /** Sorted by name; empty when none was read. */
  readonly controls: readonly RegulatoryControl[];
}

/** A Defender plan and whether it is paid for on the subscription. */
export interface DefenderPlan {
  readonly name: string;
  readonly enabled: boolean;
  /** `P2`, `''` for plans without any. */
  readonly subPlan: string;
  /** Parts that can be switched off: `ContainerSensor`, `AgentlessDiscoveryForKubernetes`, …; sorted by name. */
  readonly extensions: readonly { readonly name: string; readonly enabled: boolean }[];
}

/** Defender for Cloud as one subscription has it. */
export interface DefenderState {
  readonly assessments: readonly Assessment[];
  /** Clusters and registries that were looked at, sorted by id; undefined when nobody asked. */
  readonly assessed: readonly AssessedResource[] | undefined;
  readonly alerts: readonly SecurityAlert[];
  readonly secureScore: SecureScore | undefined;
  /** Sorted by name. */
  readonly standards: readonly RegulatoryStandard[];
  readonly plans: readonly DefenderPlan[];
  /** Rows of assessments that could not be read: while there are any, a missing finding is no fixed one. */
  readonly assessmentsLost: number;
  /** Sentences: what could not be read, and what to do. */
  readonly warnings: readonly string[];
}

/**
 * What tied a scanned image to one that runs, the surest first: the digest of the image; the digest of the index
 * that lists it, or that the pod pins; repository and tag; the repository alone, where nobody tells more.
 */
export const MATCH_QUALITIES = ['digest', 'index', 'tag', 'repository'] as const;
export type MatchQuality = (typeof MATCH_QUALITIES)[number];

export type FindingSource = 'policy' | 'gatekeeper' | 'defender' | 'posture';

/** Who excused something wrong, why and until when. */
export interface Exemption {
  /** Azure's own, or one of Purser's configuration. */
  readonly from: 'azure' | 'purser';
  /** `''` when it is not told. */
  readonly reason: string;
  /** `''` when it is not told. */
  readonly by: string;
  /** The last day it holds; undefined for one without an end. */
  readonly until: Day | undefined;
}

/** One thing wrong, as observed by one reading; its life story is kept in {@link Finding}. */
export interface ObservedFinding {
  /** Stable over rollouts and readings: a hash of control and place, never of a pod's name. */
  readonly id: string;
  readonly source: FindingSource;
  /** What was read to see it: the (source, scope) whose reading can also resolve it. */
  readonly scope: string;
  /** Id in the control catalogue, or `uncatalogued:<source id>`. */
  readonly control: string;
  readonly title: string;
  readonly severity: Severity;
  readonly surface: AttackSurface;
  readonly actor: Actor;
  /** `''` when the finding is on no cluster (an image nobody runs). */
  readonly clusterId: ArmId;
  readonly clusterName: string;
  readonly namespace: string;
  /** `Deployment/api`, `''` when it is not a workload's. */
  readonly workload: string;
  /** What is wrong where, one line: image and package, or the number of pods. */
  readonly detail: string;
  readonly fixAvailable: boolean | undefined;
  readonly fixedVersion: string;
  /** True when an exploit is known; missing where no source tells of exploits. */
  readonly exploited?: boolean;
  /** Set for images that are known to run: how surely this workload runs the very image that was scanned. */
  readonly match?: MatchQuality;
  /** Until when the source's own governance rule wants it fixed; missing without one. */
  readonly sourceDueOn?: Day;
  /** Whom the source's own governance rule made answerable; missing for nobody. */
  readonly sourceOwner?: string;
  readonly exempt: boolean;
  /** Who excused it, why and until when; missing where nobody did, or where Azure does not tell. */
  readonly exemption?: Exemption;
  /** When the source itself says it first saw it. */
  readonly sourceFirstSeen: Day | undefined;
  readonly link: string;
}

export type FindingState = 'open' | 'resolved' | 'exempt';

/** How a finding stood from one day on, until its next turn. */
export interface Turn {
  readonly day: Day;
  readonly state: FindingState;
  readonly severity: Severity;
  readonly actor: Actor;
  readonly dueOn: Day | undefined;
}

/** A finding with its life story; days are the days of readings. */
export interface Finding extends ObservedFinding {
  readonly state: FindingState;
  readonly firstSeen: Day;
  readonly lastSeen: Day;
  /**
   * The first day on which its scope was read without showing it, while that proved nothing; missing while
   * readings show it, and once it is resolved.
   */
  readonly notSeenSince?: Day;
  readonly resolvedOn: Day | undefined;
  /** Set when it came back after having been resolved; the last time. */
  readonly reopenedOn: Day | undefined;
  readonly dueOn: Day | undefined;
  /** Its turns, the oldest first; a day has one at most. */
  readonly history: readonly Turn[];
}
