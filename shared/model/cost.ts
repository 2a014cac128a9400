import type { ArmId } from './estate.ts';
import type { Amount } from './money.ts';
import type { Day } from './time.ts';

/**
 * Which of the bill's two sums: `effective` (amortized; reservations and savings plans spread over the
 * usage they cover; what is distributed) or `billed` (actual; ties to the invoice). FOCUS words.
 */
export type CostMetric = 'effective' | 'billed';

/** One line of the bill, summed by Azure over resource, meter category and UTC day. */
export interface CostRow {
  readonly day: Day;
  readonly subscriptionId: string;
  /** `''` where the charge hangs on no resource (support, marketplace). */
  readonly resourceId: ArmId;
  /** Lower case; `''` where there is none. */
  readonly resourceGroup: string;
  /** Azure's own word: `Virtual Machines`, `Storage`, `Bandwidth`, … */
  readonly meterCategory: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly amount: Amount;
  /** Azure resource tags where the source has them (exports do, Query does not). */
  readonly tags?: Readonly<Record<string, string>>;
}

export const COST_CATEGORIES = [
  'compute',
  'storage',
  'network',
  'loadBalancer',
  'controlPlane',
  'monitoring',
  'security',
  'registry',
  'other',
] as const;
export type CostCategory = (typeof COST_CATEGORIES)[number];

/**
 * Who may be charged for a part of a pool, as the bill itself tells: the machines of one node pool, a volume or
 * load balancer made for one namespace, a resource tagged with its team, or the rest, of which it tells nothing.
 */
export type PortionUse =
  | { readonly kind: 'nodePool'; readonly nodePool: string }
  /** `name` of the PersistentVolumeClaim or Service; `attached` false for a disk that no machine uses. */
  | {
      readonly kind: 'claim' | 'service';
      readonly namespace: string;
      readonly name: string;
      readonly attached: boolean;
    }
  /** `value` of the tag `key`, as written. */
  | { readonly kind: 'tag'; readonly key: string; readonly value: string }
  /** What no workload uses by itself although others of its category are used: unused reservations. */
  | { readonly kind: 'overhead' }
  | { readonly kind: 'rest' };

/** A part of a pool that one rule divides. */
export interface Portion {
  readonly use: PortionUse;
  readonly effective: Amount;
  readonly billed: Amount;
}

/**
 * The cost of one cluster, one UTC day, one category and one currency: the amount that is distributed. Tagged
 * resources outside the clusters have pools without a cluster.
 */
export interface Pool {
  /**
   * `day|cluster|category|currency`: stable, and the same in every report that mentions it. What belongs to
   * nobody has `outside` for its cluster.
   */
  readonly id: string;
  /** `''` without a cluster. */
  readonly clusterId: ArmId;
  readonly day: Day;
  readonly category: CostCategory;
  readonly currency: string;
  readonly effective: Amount;
  readonly billed: Amount;
  /** Sorted; they sum to the pool. */
  readonly portions: readonly Portion[];
}

/** Resources that OpenCost prices one by one. */
export const ALLOCATION_RESOURCES = ['cpu', 'ram', 'gpu', 'pv', 'network', 'loadBalancer'] as const;
export type AllocationResource = (typeof ALLOCATION_RESOURCES)[number];

/** `unmounted`: volumes or load balancers without a pod; `unallocated`: OpenCost could not say whose. */
export type AllocationKind = 'workload' | 'idle' | 'unmounted' | 'unallocated';

/** Processor time in core-hours and memory in byte-hours. */
export interface ResourceHours {
  readonly cpuCoreHours: number;
  readonly ramByteHours: number;
}

/** What one workload (or the idle rest) used on one day. */
export interface AllocationRow {
  readonly kind: AllocationKind;
  /** Node pool whose machines it ran on; `''` where the source cannot tell. */
  readonly nodePool: string;
  readonly namespace: string;
  /** `deployment`, `statefulset`, …; `''` when the source did not say. */
  readonly controllerKind: string;
  readonly controller: string;
  /** Pod labels with names as Prometheus sanitises them (`cost_center`), node labels mixed in. */
  readonly labels: Readonly<Record<string, string>>;
  /** Namespace labels of that very day, names sanitised likewise. */
  readonly namespaceLabels: Readonly<Record<string, string>>;
  /** Estimated cost by resource at the source's own prices: weights to divide the bill by, never money to book. */
  readonly cost: Readonly<Record<AllocationResource, Amount>>;
  /** Allocated: the larger of request and usage, a container at a time. */
  readonly cpuCoreHours: number;
  readonly ramByteHours: number;
  readonly gpuHours: number;
  /** Undefined where the source did not say. */
  readonly requested: ResourceHours | undefined;
  readonly used: ResourceHours | undefined;
  /** Usage over request of CPU and RAM, cost-weighted; undefined when the source did not say. */
  readonly efficiency: number | undefined;
}

/** One cluster's allocation on one UTC day. */
export interface AllocationDay {
  /** `metering`: Purser's own samples of the Kubernetes API. */
  readonly producer: 'opencost' | 'kubecost' | 'metering';
  /** False when the source could not tell idle capacity apart: users are charged for all of the machines. */
  readonly idleTold: boolean;
  readonly rows: readonly AllocationRow[];
  /** Hours of the day that the source had data for, 0 to 24. */
  readonly coveredHours: number;
  /** What was odd but usable, in words for a report: negative idle, numbers that were null. */
  readonly warnings: readonly string[];
}

/** Why an amount is charged: used directly, an idle share, a share of shared namespaces, overhead, or a correction. */
export const CHARGE_KINDS = ['direct', 'idle', 'shared', 'overhead', 'adjustment'] as const;
export type ChargeKind = (typeof CHARGE_KINDS)[number];

/** The owner that is nobody: charged visibly, with a contact of its own. */
export const UNOWNED = 'unowned';

/** An exact amount for one team, out of one pool. */
export interface Charge {
  /** A team id of the configuration, or {@link UNOWNED}. */
  readonly team: string;
  /** Why this team: the label or rule that named it, or why nobody owns it. */
  readonly ownerReason: string;
  readonly clusterId: ArmId;
  readonly day: Day;
  readonly namespace: string;
  readonly workload: string;
  readonly category: CostCategory;
  readonly kind: ChargeKind;
  readonly currency: string;
  readonly amount: Amount;
  /** Whose portion of the pool this is of: a node pool, `claim`, `service`, `tag` or `overhead`; `''` for the rest. */
  readonly part: string;
  /** Name of the rule that divided the pool, as the method section of the report explains it. */
  readonly rule: string;
  readonly poolId: string;
}
