import type { AllocationDay, CostMetric, CostRow } from '../model/cost.ts';
import type { Cluster, Inventory, KubernetesState, TaggedResource } from '../model/estate.ts';
import type { DefenderState, PolicyState } from '../model/governance.ts';
import type { Day } from '../model/time.ts';

/** Reads the bill. Live: the Query API; replay: recorded answers and exports. */
export interface CostSource {
  /**
   * Every cost row of a subscription on the days `from` to `to`, both included, 31 at most.
   * @throws SourceError
   */
  readCost(subscriptionId: string, metric: CostMetric, from: Day, to: Day): Promise<readonly CostRow[]>;
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

/** Everything that can be read; live sources and a replay folder are two of these. */
export interface Sources
  extends CostSource,
    InventorySource,
    AllocationSource,
    MeteringSource,
    ResourceSource,
    KubernetesSource,
    PolicySource,
    DefenderSource {}
