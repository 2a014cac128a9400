import type { AllocationDay, CostMetric, CostRow } from '../model/cost.ts';
import type { SourceError } from '../model/errors.ts';
import type { Cluster, Inventory, KubernetesState, TaggedResource } from '../model/estate.ts';
import type { DefenderState, PolicyState } from '../model/governance.ts';
import type { PostureState } from '../model/posture.ts';
import type { Day, Instant, Period } from '../model/time.ts';

/** Reads the bill. Live: the Query API; replay: recorded answers and exports. */
export interface CostSource {
  /**
   * Every cost row of a subscription on the days `from` to `to`, both included, 31 at most.
   * @throws SourceError
   */
  readCost(subscriptionId: string, metric: CostMetric, from: Day, to: Day): Promise<readonly CostRow[]>;
}

/** One run of a cost export whose rows were read. */
export interface ExportRun {
  /** What Cost Management calls the export. */
  readonly name: string;
  /** Which sums it holds; `focus` has both. */
  readonly type: 'focus' | 'actual' | 'amortized';
  /** `''` where its manifest does not tell. */
  readonly runId: string;
  readonly submitted: Instant;
  /** The days of the month that it is taken to tell in full, where it has rows; undefined when it tells none. */
  readonly covers: { readonly from: Day; readonly to: Day } | undefined;
}

/** The bill of one subscription on one day, as exports tell it. */
export interface ExportedDay {
  /** `''` for charges of no subscription, such as a reservation that was bought for all. */
  readonly subscriptionId: string;
  readonly day: Day;
  /** Sorted, one row a resource, meter category, currency and tags that matter; undefined when no export holds that sum. */
  readonly effective: readonly CostRow[] | undefined;
  readonly billed: readonly CostRow[] | undefined;
}

/** A month of the bill, read from exports and not yet handed out. */
export interface ExportedMonth {
  /** The runs that were read, by name. */
  readonly runs: readonly ExportRun[];
  /** Exports that could not be read; what they alone hold is missing from the days. */
  readonly problems: readonly SourceError[];
  /** What was odd but usable, in sentences. */
  readonly warnings: readonly string[];
  /** Every day that an export tells, by subscription and day; to be read once, before {@link close}. */
  readDays(): AsyncIterable<ExportedDay>;
  /** Frees what the month was kept in; to be called in any case. */
  close(): Promise<void>;
}

/** Reads the bill from Cost Management exports, whole months of all subscriptions at once. */
export interface ExportSource {
  /** Reads the exports of a month as they are now. What cannot be read is told in the answer, not thrown. */
  readExports(month: Period): Promise<ExportedMonth>;
}

/** Reads what the estate consists of. */
export interface InventorySource {
  /** @throws SourceError, also when a configured subscription is not visible (no permission looks like an empty answer) */
  readInventory(): Promise<Inventory>;
}

/** Reads who used what on one closed UTC day. */
export interface AllocationSource {
  /** @throws SourceError */
  readAllocation(cluster: Cluster, day: Day): Promise<AllocationDay>;
}

/** Reads what Purser's own samples of a cluster came to on one closed UTC day. */
export interface MeteringSource {
  /** @throws SourceError notFound when there is no sample of that day */
  readMetering(cluster: Cluster, day: Day): Promise<AllocationDay>;
}

/** Reads which resources are tagged with whom they serve. */
export interface ResourceSource {
  /** @throws SourceError */
  readResources(subscriptionId: string): Promise<readonly TaggedResource[]>;
}

/** Reads namespaces, workloads and nodes from a cluster's API server. */
export interface KubernetesSource {
  /** @throws SourceError */
  readKubernetes(cluster: Cluster): Promise<KubernetesState>;
}

/** Reads Azure Policy of one subscription. */
export interface PolicySource {
  /** @throws SourceError */
  readPolicy(subscriptionId: string): Promise<PolicyState>;
}

/** Reads Defender for Cloud of one subscription. */
export interface DefenderSource {
  /** @throws SourceError */
  readDefender(subscriptionId: string): Promise<DefenderState>;
}

/** Reads what the resources of one subscription are set to. */
export interface PostureSource {
  /** @throws SourceError, also when the subscription is not visible */
  readPosture(subscriptionId: string): Promise<PostureState>;
}

/** Everything that can be read; live sources and a replay folder are two of these. */
export interface Sources
  extends CostSource,
    ExportSource,
    InventorySource,
    AllocationSource,
    MeteringSource,
    ResourceSource,
    KubernetesSource,
    PolicySource,
    DefenderSource,
    PostureSource {}
