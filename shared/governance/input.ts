import type { ArmId, Cluster, Inventory, KubernetesState } from '../model/estate.ts';
import type { DefenderState, PolicyState } from '../model/governance.ts';
import type { PostureState } from '../model/posture.ts';
import type { Day } from '../model/time.ts';
import type { ImageIndex } from './image.ts';
import type { PostureSettings } from './posture/subject.ts';

/** The readings of one day that findings are observed from; what was not read is not in the maps. */
export interface GovernanceInput {
  readonly day: Day;
  readonly inventory: Inventory;
  /** By cluster. */
  readonly kubernetes: ReadonlyMap<ArmId, KubernetesState>;
  /** By subscription id. */
  readonly policy: ReadonlyMap<string, PolicyState>;
  /** By subscription id. */
  readonly defender: ReadonlyMap<string, DefenderState>;
  /** By subscription id. */
  readonly posture: ReadonlyMap<string, PostureState>;
  /** What Purser's own checks ask for. */
  readonly postureSettings: PostureSettings;
  /** Who runs which image anywhere in the estate, where {@link kubernetes} is only a part of it. */
  readonly images?: ImageIndex;
}

/** Entries in the order of their keys, so that the order of reading never shows. */
export function listByKey<T>(map: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The clusters of the estate by id. What is on any other cluster is not watched. */
export function indexClusters(inventory: Inventory): ReadonlyMap<ArmId, Cluster> {
  return new Map(inventory.clusters.map((cluster) => [cluster.id, cluster]));
}
