import type { ArmId } from '../model/estate.ts';
import type { Day, Instant } from '../model/time.ts';
import type { Remark } from './remarks.ts';
import type { Resources } from './resources.ts';

/** Of what is kept; raise it when the shape changes so that an old sample cannot be read as a new one. */
export const SAMPLE_VERSION = 1;

type Labels = Readonly<Record<string, string>>;

/** Names the pods of one workload on one node pool. */
export interface UseKey {
  readonly namespace: string;
  /** `deployment`, `statefulset`, `cronjob`, …, or `pod` for one that nothing owns; in lower case. */
  readonly controllerKind: string;
  readonly controller: string;
  /** `''` when the node tells none. */
  readonly nodePool: string;
}

/** What the pods of one workload hold of one node pool at one moment. */
export interface WorkloadUse extends UseKey {
  readonly pods: number;
  /** Where all the pods agree. */
  readonly labels: Labels;
  /** The larger of request and usage, a container at a time. */
  readonly allocated: Resources;
  readonly requested: Resources;
  /** Undefined when the cluster told no usage. */
  readonly used: Pick<Resources, 'cpu' | 'ram'> | undefined;
}

/** What the nodes of one pool can hold. */
export interface PoolCapacity {
  readonly nodePool: string;
  readonly nodes: number;
  readonly allocatable: Resources;
  /** Machine sizes, sorted. */
  readonly sizes: readonly string[];
  readonly spot: boolean;
}

/** A volume and who mounts it. */
export interface ClaimUse {
  /** Of the claim that the volume is, or was, bound to; `''` for a volume that was never claimed. */
  readonly namespace: string;
  readonly name: string;
  readonly bytes: number;
  readonly storageClass: string;
  /** ARM id of the Azure disk in lower case, or what other drivers name it; `''` when not told. */
  readonly volume: string;
  /** Sorted; empty when no pod mounts it. */
  readonly mountedBy: readonly UseKey[];
}

/** A service of type LoadBalancer. */
export interface ServiceUse {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Labels;
}

/** One look at a cluster, folded to what a day's metering needs. */
export interface Sample {
  readonly version: typeof SAMPLE_VERSION;
  /** By Purser's clock, whatever the cluster's says. */
  readonly at: Instant;
  /** False when metrics.k8s.io did not answer: use is what was requested. */
  readonly usageKnown: boolean;
  readonly uses: readonly WorkloadUse[];
  readonly pools: readonly PoolCapacity[];
  readonly claims: readonly ClaimUse[];
  readonly services: readonly ServiceUse[];
  /** Labels of the namespaces that any of these are in. */
  readonly namespaces: Readonly<Record<string, Labels>>;
  /** What was odd but usable. */
  readonly warnings: readonly Remark[];
}

/** A sample that is kept, read only when its turn comes: a day of them would not fit in memory. */
export interface KeptSample {
  readonly at: Instant;
  /** Undefined when what is kept is damaged. */
  read(): Sample | undefined;
}

/** The samples of one cluster and day in any order; some may be there twice. */
export interface KeptDay {
  readonly samples: readonly KeptSample[];
  /** Places where something was written that is no sample. */
  readonly damaged: number;
}

/** Where samples are read from. */
export interface SampleArchive {
  list(clusterId: ArmId, day: Day): Promise<KeptDay>;
}

/** Identity of a {@link UseKey} in a map; names in Kubernetes hold no blanks. */
export function keyOfUse(use: UseKey): string {
  return `${use.namespace} ${use.controllerKind} ${use.controller} ${use.nodePool}`;
}
