import { matchesPattern } from '../config/pattern.ts';
import type { CostExtra } from '../config/schema.ts';
import type { CostCategory, CostRow, PortionUse } from '../model/cost.ts';
import type { ArmId, Cluster } from '../model/estate.ts';
import { categorizeRow } from './category.ts';
import { NO_CLUSTER } from './outside.ts';
import { REST, tellUses } from './portions.ts';
import { createTagReader, type ReadTag, type TaggedResources } from './tags.ts';

/** What decides, beside the clusters, where a cost row belongs. */
export interface PlacementRules {
  readonly extras: readonly CostExtra[];
  /** Tags of resources outside the clusters whose value names the team, in order of precedence. */
  readonly tagKeys: readonly string[];
  /** Tags as Resource Graph knows them, for rows whose bill carries none. */
  readonly resources: TaggedResources;
}

/** Where a cost row belongs. Several uses share it evenly. */
export type Place =
  | {
      readonly kind: 'pool';
      readonly clusterId: ArmId;
      readonly category: CostCategory;
      readonly uses: readonly PortionUse[];
    }
  | { readonly kind: 'extra'; readonly extra: CostExtra }
  | { readonly kind: 'outside' };

const OUTSIDE: Place = { kind: 'outside' };

/**
 * Makes the function that gives every cost row exactly one place: the cluster resource itself, the node resource
 * group that holds it, the first configured extra that names it, the team that its tag names, or outside.
 */
export function createPlacement(
  clusters: readonly Cluster[],
  { extras, tagKeys, resources }: PlacementRules,
): (row: CostRow) => Place {
  const ids = new Set(clusters.map((cluster) => cluster.id));
  const byGroup = new Map(
    clusters.map((cluster) => [groupKey(cluster.subscriptionId, cluster.nodeResourceGroup), cluster.id]),
  );
  return (row) => {
    if (ids.has(row.resourceId))
      return { kind: 'pool', clusterId: row.resourceId, category: 'controlPlane', uses: REST };
    const readTag = createTagReader(row, resources);
    const clusterId = byGroup.get(groupKey(row.subscriptionId, row.resourceGroup));
    if (clusterId !== undefined) {
      const category = categorizeRow(row);
      return { kind: 'pool', clusterId, category, uses: tellUses(row, category, readTag, resources) };
    }
    const extra = extras.find((candidate) =>
      candidate.resourceIds.some((pattern) => matchesPattern(row.resourceId, pattern)),
    );
    if (extra) return { kind: 'extra', extra };
    const use = tellTeamTag(tagKeys, readTag);
    return use ? { kind: 'pool', clusterId: NO_CLUSTER, category: categorizeRow(row), uses: [use] } : OUTSIDE;
  };
}

function tellTeamTag(tagKeys: readonly string[], readTag: ReadTag): PortionUse | undefined {
  for (const key of tagKeys) {
    const value = readTag(key.toLowerCase());
    if (value !== undefined) return { kind: 'tag', key, value };
  }
  return undefined;
}

function groupKey(subscriptionId: string, resourceGroup: string): string {
  return `${subscriptionId}/${resourceGroup}`.toLowerCase();
}
