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
}

/** Counts of one policy assignment with their denominators, from the compliance summary. */
export interface PolicySummary {
  readonly assignmentId: ArmId;
  readonly setDefinitionId: string;
  readonly displayName: string;
  readonly nonCompliantResources: number;
  /** Resources by state, lower-case state names as Azure has them. */
  readonly resources: Readonly<Record<string, number>>;
  readonly nonCompliantPolicies: number;
}

/** Azure Policy as one subscription has it. */
export interface PolicyState {
  readonly components: readonly PolicyComponent[];
  readonly summaries: readonly PolicySummary[];
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
    readonly digest: string;
    readonly cves: readonly Cve[];
  };
  readonly link: string;
}

export interface SecurityAlert {
  readonly id: ArmId;
  readonly type: string;
  readonly title: string;
  readonly severity: 'high' | 'medium' | 'low' | 'informational';
  readonly status: string;
  readonly clusterId: ArmId;
  /** `''` when the alert names no namespace. */
  readonly namespace: string;
  readonly workload: string;
  readonly tactic: string;
  readonly raisedAt: Instant;
  readonly link: string;
}

export interface SecureScore {
  readonly subscriptionId: string;
  readonly current: number;
  readonly max: number;
  readonly weight: number;
}

/** A Defender plan and whether it is paid for on the subscription. */
export interface DefenderPlan {
  readonly name: string;
  readonly enabled: boolean;
}

/** Defender for Cloud as one subscription has it. */
export interface DefenderState {
  readonly assessments: readonly Assessment[];
  readonly alerts: readonly SecurityAlert[];
  readonly secureScore: SecureScore | undefined;
  readonly plans: readonly DefenderPlan[];
}

export type FindingSource = 'policy' | 'defender';

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
  readonly exempt: boolean;
  /** When the source itself says it first saw it. */
  readonly sourceFirstSeen: Day | undefined;
  readonly link: string;
}

/** A finding with its life story; days are the days of readings. */
export interface Finding extends ObservedFinding {
  readonly state: 'open' | 'resolved' | 'exempt';
  readonly firstSeen: Day;
  readonly lastSeen: Day;
  readonly resolvedOn: Day | undefined;
  /** Set when it came back after having been resolved; the last time. */
  readonly reopenedOn: Day | undefined;
  readonly dueOn: Day | undefined;
}
