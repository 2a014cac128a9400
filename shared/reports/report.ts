import type { ChargeKind, CostCategory } from '../model/cost.ts';
import type { Actor, AttackSurface, Finding, Severity } from '../model/governance.ts';
import type { CoverageEntry } from '../model/reading.ts';
import type { ReportKind } from '../model/tasks.ts';
import type { Day, Instant } from '../model/time.ts';

/**
 * Report data: plain, frozen, JSON-safe. Amounts are decimal strings: `amount` rounded to the currency's
 * minor unit so that parts sum to their total, `exact` with every decimal. Renderers add nothing to it.
 */
export interface ReportBase {
  readonly schemaVersion: 1;
  readonly kind: ReportKind;
  readonly organisation: string;
  readonly period: { readonly id: string; readonly from: Day; readonly to: Day; readonly timeZone: 'UTC' };
  /** `organisation` (all teams) or `team:<id>`. */
  readonly audience: string;
  /** Name for the title: the organisation's or the team's. */
  readonly audienceName: string;
  readonly state: 'provisional' | 'closed';
  /** The latest reading in the report; undefined when nothing at all was read. */
  readonly asOf: Instant | undefined;
  readonly coverage: Coverage;
  /** What a reader must know before trusting the numbers, in sentences. */
  readonly notices: readonly string[];
  readonly link: string | undefined;
}

export interface Coverage {
  readonly complete: boolean;
  /** One line for the top: `All 3 clusters and 2 subscriptions read, to 2026-11-22` or what is missing. */
  readonly summary: string;
  readonly entries: readonly CoverageEntry[];
}

/** A currency amount as reports carry it. */
export interface Money {
  readonly amount: string;
  readonly exact: string;
}

/** The smallest booked line: exact amounts of one team, cluster, namespace, category, kind and rule. */
export interface StatementLine {
  readonly team: string;
  readonly teamName: string;
  readonly costCenter: string;
  readonly glAccount: string;
  readonly clusterId: string;
  readonly clusterName: string;
  readonly namespace: string;
  readonly category: CostCategory;
  readonly kind: ChargeKind;
  readonly rule: string;
  readonly ownerReason: string;
  readonly amount: string;
  readonly exact: string;
}

export interface TeamTotal {
  readonly team: string;
  readonly teamName: string;
  readonly costCenter: string;
  readonly direct: string;
  readonly idle: string;
  readonly shared: string;
  readonly overhead: string;
  readonly adjustment: string;
  readonly amount: string;
  readonly exact: string;
  /** Same team in the period before; undefined when that was not read. */
  readonly previous: string | undefined;
}

/** Ties the statement to the bill; every figure of one currency. */
export interface Reconciliation {
  /** Effective cost that Azure reports for the subscriptions. */
  readonly azureEffective: Money;
  readonly inPools: Money;
  /** Cost of the same subscriptions that belongs to no cluster. */
  readonly outside: Money;
  /** azureEffective − inPools − outside: `0.00`. */
  readonly difference: Money;
  /** Sum of all charges; equals inPools. */
  readonly charged: Money;
  /** Billed (actual) cost of the pools, which ties to the invoice, and the bridge to their effective cost. */
  readonly billedInPools: Money;
  readonly azureBilled: Money;
  readonly bridge: Money;
  /** Largest outside resource groups first. */
  readonly outsideByResourceGroup: readonly { readonly resourceGroup: string; readonly amount: string }[];
}

/** One currency's part of a statement. Currencies are never added. */
export interface CurrencyStatement {
  readonly currency: string;
  readonly digits: number;
  readonly total: Money;
  readonly teams: readonly TeamTotal[];
  readonly clusters: readonly { readonly clusterName: string; readonly amount: string }[];
  readonly costCenters: readonly { readonly costCenter: string; readonly amount: string }[];
  readonly lines: readonly StatementLine[];
  /** Undefined in a team's own statement: the bill is the organisation's. */
  readonly reconciliation: Reconciliation | undefined;
  readonly unowned: readonly {
    readonly clusterName: string;
    readonly namespace: string;
    readonly reason: string;
    readonly amount: string;
  }[];
}

export interface ChargebackReport extends ReportBase {
  readonly kind: 'chargeback';
  readonly statements: readonly CurrencyStatement[];
  /** How pools were divided, one entry a rule that was used. */
  readonly method: readonly { readonly rule: string; readonly text: string }[];
  /** For the journal. */
  readonly accounting: { readonly clearingCostCenter: string; readonly clearingGlAccount: string };
}

export interface TeamCost {
  readonly currency: string;
  readonly digits: number;
  readonly week: string;
  readonly previousWeek: string | undefined;
  /** Oldest first, up to eight; `amount` undefined where the week was not read in full. */
  readonly trend: readonly { readonly week: string; readonly amount: string | undefined }[];
  readonly monthToDate: string;
  readonly namespaces: readonly {
    readonly clusterName: string;
    readonly namespace: string;
    readonly amount: string;
    readonly previous: string | undefined;
  }[];
}

/** A finding as reports list it. */
export type FindingLine = Pick<
  Finding,
  | 'id'
  | 'title'
  | 'severity'
  | 'surface'
  | 'actor'
  | 'clusterName'
  | 'namespace'
  | 'workload'
  | 'detail'
  | 'fixedVersion'
  | 'firstSeen'
  | 'dueOn'
  | 'state'
  | 'source'
> & { readonly team: string; readonly overdue: boolean };

export interface AlertLine {
  readonly title: string;
  readonly severity: string;
  readonly clusterName: string;
  readonly namespace: string;
  readonly workload: string;
  readonly tactic: string;
  readonly raisedAt: Instant;
  readonly team: string;
  readonly link: string;
}

/** One team's week: what it cost and what is to fix. */
export interface TeamDigest {
  readonly team: string;
  readonly teamName: string;
  readonly costs: readonly TeamCost[];
  readonly findings: {
    readonly new: readonly FindingLine[];
    readonly fixed: readonly FindingLine[];
    /** Open, the team's to fix, by due date; overdue ones included and marked. */
    readonly mine: readonly FindingLine[];
    readonly overdue: number;
    /** Open but with security operations: no vendor fix yet. */
    readonly withSecops: number;
    readonly withPlatform: number;
    readonly exempt: number;
  };
  readonly alerts: readonly AlertLine[];
}

export interface DigestReport extends ReportBase {
  readonly kind: 'digest';
  /** Every team's for the organisation, the one team's in its own. */
  readonly teams: readonly TeamDigest[];
}

export interface GovernanceReport extends ReportBase {
  readonly kind: 'governance';
  readonly totals: {
    readonly open: number;
    readonly new: number;
    readonly fixed: number;
    readonly overdue: number;
    readonly exempt: number;
  };
  /** Weighted over the subscriptions that have one; undefined when none was read. */
  readonly secureScore:
    | {
        readonly percent: string;
        readonly subscriptions: readonly {
          readonly name: string;
          readonly current: number;
          readonly max: number;
        }[];
      }
    | undefined;
  readonly policy: readonly {
    readonly subscriptionName: string;
    readonly assignment: string;
    readonly nonCompliantResources: number;
    readonly totalResources: number;
    readonly nonCompliantPolicies: number;
  }[];
  /** Open findings by team and surface; every cell is there. */
  readonly surfaces: readonly {
    readonly team: string;
    readonly teamName: string;
    readonly counts: Readonly<Record<AttackSurface, number>>;
    readonly overdue: number;
  }[];
  readonly bySeverity: Readonly<Record<Severity, number>>;
  readonly byActor: Readonly<Record<Actor, number>>;
  readonly topControls: readonly {
    readonly control: string;
    readonly title: string;
    readonly severity: Severity;
    readonly count: number;
  }[];
  readonly findings: readonly FindingLine[];
  readonly alerts: readonly AlertLine[];
  readonly plans: readonly {
    readonly subscriptionName: string;
    readonly plan: string;
    readonly enabled: boolean;
  }[];
  readonly sensors: readonly {
    readonly clusterName: string;
    readonly defenderSensor: boolean;
    readonly policyAddon: boolean;
  }[];
}

export type Report = ChargebackReport | DigestReport | GovernanceReport;
