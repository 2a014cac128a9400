import type { StatementLife } from '../closing/life.ts';
import type { Config } from '../config/schema.ts';
import type { ChargeKind, CostCategory } from '../model/cost.ts';
import type { CostMovement } from './costMovement.ts';
import type { LineTable } from './lines.ts';
import type { Money, ReportBase } from './report.ts';

/** The smallest booked line: what one team pays for one namespace, category, kind, part, rule and origin. */
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
  /** Node pool, `claim`, `service` or tag whose part of the pool this is of; `''` for the rest. */
  readonly part: string;
  readonly rule: string;
  /** The closed month that an adjustment corrects, such as `2026-10`; else `''`. */
  readonly origin: string;
  readonly ownerReason: string;
  /** Days of the month it was charged on: `1-31`, or `1-4 9 12-31`. `''` where that is not known. */
  readonly days: string;
  readonly amount: string;
  readonly exact: string;
  /**
   * Its share of its pool, which is what its cluster cost in its category, as a decimal of twelve places at most. The ratios of a pool's lines sum to 1 exactly.
   * `''` where there is none: an adjustment is of no pool, and a pool may come to nothing over a month.
   */
  readonly ratio: string;
}

/** What one cluster cost in one category in the period: what lines have their ratio of. */
export interface PoolTotal {
  readonly clusterId: string;
  readonly clusterName: string;
  readonly category: CostCategory;
  /** `amount` is what its lines book together. */
  readonly effective: Money;
  /** Undefined in a team's own statement. */
  readonly billed: Money | undefined;
  /** What the bill itself tells apart, exactly: a node pool, `claim`, `service`, `tag`, `overhead`, and `''` for the rest. */
  readonly parts: readonly { readonly part: string; readonly effective: string; readonly billed: string }[];
}

export interface TeamTotal {
  readonly team: string;
  readonly teamName: string;
  readonly costCenter: string;
  readonly glAccount: string;
  readonly direct: string;
  readonly idle: string;
  readonly shared: string;
  readonly overhead: string;
  readonly adjustment: string;
  readonly amount: string;
  readonly exact: string;
  /** Same team in the period before; undefined when that was not read. */
  readonly previous: string | undefined;
  /** Why that changed; not there while the month runs, or where either bill has a gap. */
  readonly movement?: CostMovement;
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
  /** Corrections of closed months that are booked in this one. */
  readonly adjustments: Money;
  /** Sum of all charges; equals inPools and adjustments together. */
  readonly charged: Money;
  /** Billed (actual) cost of the pools, which ties to the invoice, and the bridge to their effective cost. */
  readonly billedInPools: Money;
  readonly azureBilled: Money;
  readonly bridge: Money;
  /** Largest outside resource groups first. */
  readonly outsideByResourceGroup: readonly { readonly resourceGroup: string; readonly amount: string }[];
  /** The bill of each subscription; they sum to azureEffective and azureBilled. */
  readonly subscriptions: readonly {
    readonly subscriptionId: string;
    readonly effective: Money;
    readonly billed: Money;
  }[];
}

/** One currency's part of a statement. Currencies are never added. */
export interface CurrencyStatement {
  readonly currency: string;
  readonly digits: number;
  readonly total: Money;
  readonly teams: readonly TeamTotal[];
  readonly clusters: readonly { readonly clusterName: string; readonly amount: string }[];
  readonly costCenters: readonly { readonly costCenter: string; readonly amount: string }[];
  /** Read it with `readLines`: a large estate has a million. */
  readonly lines: LineTable;
  /** By cluster and category. In a team's own statement those that it has lines of, and no more of them than its ratios tell. */
  readonly pools: readonly PoolTotal[];
  /** Undefined in a team's own statement: the bill is the organisation's. */
  readonly reconciliation: Reconciliation | undefined;
  readonly unowned: readonly {
    readonly clusterName: string;
    readonly namespace: string;
    readonly reason: string;
    readonly amount: string;
  }[];
  /** Why it is unowned, the largest amount first. */
  readonly unownedReasons?: readonly UnownedReasonLine[];
  /** Why the organisation's total changed; not in a team's own statement, whose total has its own. */
  readonly movement?: CostMovement;
}

/** One reason for having no owner, over all its namespaces. */
export interface UnownedReasonLine {
  readonly reason: string;
  readonly amount: string;
  readonly namespaces: number;
  readonly largest: { readonly clusterName: string; readonly namespace: string; readonly amount: string };
}

/** What one unit of something that the business counts cost in the month. */
export interface UnitCostLine {
  readonly name: string;
  /** Whose cost was divided; undefined for the organisation's. */
  readonly team: string | undefined;
  readonly currency: string;
  readonly quantity: string;
  /** With six decimals. */
  readonly perUnit: string;
  /** In the month before; undefined where its cost or quantity is not known. */
  readonly before: string | undefined;
  readonly changePercent: string | undefined;
}

/**
 * How much compute one team's namespaces on one cluster took, as one quantity at constant prices (computeUnits.ts):
 * what next month's movement is explained from. `quantities` has one a namespace, parted by spaces.
 */
export interface ComputeBlock {
  readonly team: string;
  readonly clusterId: string;
  readonly namespaces: readonly string[];
  readonly quantities: string;
}

/** How far two allocations of one cluster differ, where there are two. */
export interface AllocationComparison {
  readonly clusterId: string;
  readonly clusterName: string;
  readonly days: number;
  /** Part of the compute cost that would be charged elsewhere, `0` to `1` with four decimals. */
  readonly differenceShare: string;
  /** Namespaces that differ most: their share of compute, `0` to `1`, by either. */
  readonly largest: readonly {
    readonly namespace: string;
    readonly allocation: string;
    readonly metering: string;
  }[];
}

/** How the cost was to be divided: the settings of the configuration that the amounts hang on. */
export type Parameters = Pick<
  Config['cost'],
  | 'extras'
  | 'tagKeys'
  | 'weights'
  | 'idle'
  | 'idleBy'
  | 'shared'
  | 'sharedShares'
  | 'overhead'
  | 'overheadShares'
  | 'agreements'
  | 'outside'
  | 'platformTeam'
>;

export interface ChargebackReport extends ReportBase {
  readonly kind: 'chargeback';
  readonly statements: readonly CurrencyStatement[];
  /** How pools were divided, one entry a rule that was used. */
  readonly method: readonly { readonly rule: string; readonly text: string }[];
  /** Where a cluster was metered beside another allocation; empty in a team's own. */
  readonly comparisons: readonly AllocationComparison[];
  /** Undefined in a team's own, and where version 1 wrote it. */
  readonly parameters: Parameters | undefined;
  /** Hash of the readings that it was made from: source, scope, day and content. No part of its identity. */
  readonly inputs: string | undefined;
  /** How far it is in the life of its month: held back, released, closed, correcting others. */
  readonly life?: StatementLife;
  /** What units cost; in a team's own those of its cost. */
  readonly unitCosts?: readonly UnitCostLine[];
  readonly compute?: readonly ComputeBlock[];
  /** For the journal. */
  readonly accounting: { readonly clearingCostCenter: string; readonly clearingGlAccount: string };
}
