import type { FixTime } from '../governance/fixTime.ts';
import type { StandardSummary } from '../governance/regulatory.ts';
import type { Actor, AttackSurface, Exemption, Severity } from '../model/governance.ts';
import type { Day } from '../model/time.ts';
import type { AlertLine, ControlLine, FindingLine, ScanLine, Unscanned } from './findingLine.ts';
import type { ReportBase } from './report.ts';

/** The secure score over all subscriptions that have one. Percentages have one decimal. */
export interface SecureScoreLine {
  readonly percent: string;
  /** Points of percent since the week before, over the subscriptions of both; undefined where they share none. */
  readonly change: string | undefined;
  /** Subscriptions that only one of the two weeks has. */
  readonly unlike: readonly string[];
  readonly subscriptions: readonly {
    readonly name: string;
    readonly current: number;
    readonly max: number;
  }[];
  /** Subscriptions whose score was not read. */
  readonly unread: readonly string[];
  /** What would raise the score most comes first. */
  readonly controls: readonly {
    readonly title: string;
    /** Undefined for a control that counts for nothing. */
    readonly percent: string | undefined;
    readonly healthy: number;
    readonly unhealthy: number;
    readonly notApplicable: number;
    /** By how much the whole percentage rises when all of it is in order. */
    readonly gain: string;
  }[];
}

/** Compliance with an initiative of Azure Policy, or with a policy that is assigned by itself. */
export interface InitiativeLine {
  readonly name: string;
  readonly isInitiative: boolean;
  readonly assignments: number;
  readonly nonCompliantResources: number;
  readonly resources: number;
  readonly nonCompliantPolicies: number;
  readonly policies: number;
}

/** Open findings of one team, or of teams that share them. */
export interface SurfaceRow {
  readonly team: string;
  readonly teamName: string;
  readonly counts: Readonly<Record<AttackSurface, number>>;
  readonly open: number;
  readonly overdue: number;
  readonly dueThisWeek: number;
  /** The earliest due date among the overdue ones. */
  readonly oldestDueOn: Day | undefined;
}

/** An exemption and what it is about. */
export interface ExemptionRow extends Exemption {
  /** Its name, or what it holds for in the words of the configuration; `''` where it is not told. */
  readonly about: string;
  /** `waiver` and `mitigated` are Azure's. */
  readonly category: string;
  /** What it spares. */
  readonly count: number;
  readonly state: 'active' | 'expiring' | 'expired' | 'unused';
}

export interface TrendLine {
  readonly week: string;
  /** Undefined where nothing is known of the week, which is not nothing open. */
  readonly open: number | undefined;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  readonly byTeam: readonly { readonly teamName: string; readonly open: number }[];
}

export interface FixTimeLines {
  readonly from: Day;
  readonly to: Day;
  readonly all: FixTime;
  readonly bySeverity: Readonly<Record<Severity, FixTime>>;
  readonly byTeam: readonly ({ readonly teamName: string } & FixTime)[];
}

export interface GovernanceReport extends ReportBase {
  readonly kind: 'governance';
  readonly totals: {
    readonly open: number;
    readonly new: number;
    readonly reopened: number;
    readonly fixed: number;
    readonly overdue: number;
    readonly dueThisWeek: number;
    readonly exempt: number;
    /** Of those that are open: readings no longer show them, and prove nothing. */
    readonly notSeen: number;
  };
  /** Undefined when none was read. */
  readonly secureScore: SecureScoreLine | undefined;
  readonly standards: readonly StandardSummary[];
  readonly initiatives: readonly InitiativeLine[];
  /** Open findings by team and surface; every cell is there, and they sum to the open findings. */
  readonly surfaces: readonly SurfaceRow[];
  readonly bySurface: Readonly<Record<AttackSurface, number>>;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  readonly byActor: Readonly<Record<Actor, number>>;
  /** Of the open findings, the most frequent first. */
  readonly controls: readonly ControlLine[];
  /** Objects of each cluster that break a control: `12`, or `500+` where Azure cut its list short. */
  readonly violations: readonly {
    readonly clusterName: string;
    readonly control: string;
    readonly title: string;
    readonly objects: string;
  }[];
  readonly fixTimes: FixTimeLines;
  /** The oldest week first. */
  readonly trend: readonly TrendLine[];
  /** Open, then exempt, then fixed in the week. */
  readonly findings: readonly FindingLine[];
  readonly exemptions: readonly ExemptionRow[];
  readonly alerts: readonly AlertLine[];
  readonly plans: readonly {
    readonly subscriptionName: string;
    readonly plan: string;
    readonly enabled: boolean;
    /** Parts of the plan that are switched off. */
    readonly off: readonly string[];
  }[];
  /** Subscriptions, clusters and registries, and what looks at each. */
  readonly scans: readonly ScanLine[];
  readonly unscanned: Unscanned;
  /** Sentences of every source: what could not be read, and what to do. */
  readonly unread: readonly { readonly source: string; readonly name: string; readonly sentence: string }[];
}
