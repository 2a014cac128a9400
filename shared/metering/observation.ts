import type { PodDemand } from './demand.ts';
import type { Resources } from './resources.ts';

/** What one look at a cluster shows, object by object, in the words of metering. */

type Labels = Readonly<Record<string, string>>;

export interface ObservedNode {
  readonly name: string;
  /** `''` when neither label nor name tells. */
  readonly nodePool: string;
  readonly size: string;
  readonly spot: boolean;
  /** What pods may request of it. */
  readonly allocatable: Resources;
  /** The whole machine. */
  readonly capacity: Resources;
}

export interface ObservedPod {
  readonly namespace: string;
  readonly name: string;
  /** What stands behind it: a Deployment, not its ReplicaSet. */
  readonly controllerKind: string;
  readonly controller: string;
  /** Those that people wrote. */
  readonly labels: Labels;
  /** `''` while it waits for a node. */
  readonly node: string;
  readonly phase: string;
  readonly demand: PodDemand;
  /** Names of the claims that it mounts. */
  readonly claims: readonly string[];
}

export interface ObservedClaim {
  readonly namespace: string;
  readonly name: string;
  /** Name of the PersistentVolume; `''` while there is none. */
  readonly volumeName: string;
  readonly bytes: number;
  readonly storageClass: string;
}

export interface ObservedVolume {
  readonly name: string;
  readonly bytes: number;
  readonly storageClass: string;
  /** `volumeHandle` of the driver: the ARM id of an Azure disk, in lower case. */
  readonly handle: string;
  /** The claim it is or was bound to. */
  readonly claim: { readonly namespace: string; readonly name: string } | undefined;
}

/** A scale set of AKS is called `aks-<pool>-<digits>-vmss`, machines of the newer kind `…-vms…`. */
const NODE_NAME = /^aks-(.+)-\d+-vms/;

/** The node pool in the name of a node that has no label for it; `''` when there is none. */
export function poolInName(node: string): string {
  return NODE_NAME.exec(node)?.[1] ?? '';
}
