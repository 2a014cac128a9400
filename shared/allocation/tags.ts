import type { CostRow } from '../model/cost.ts';
import type { ArmId, TaggedResource } from '../model/estate.ts';

export type TaggedResources = ReadonlyMap<ArmId, TaggedResource>;

/** Reads a tag of a resource by its key in lower case: Azure compares tag keys in any case. */
export type ReadTag = (key: string) => string | undefined;

/**
 * Makes the reader of a cost row's tags. Those that the bill carries are of that day and count alone; only where
 * it carries none, those that Resource Graph knows. A tag without a value counts as absent.
 */
export function createTagReader(row: CostRow, resources: TaggedResources): ReadTag {
  const own = Object.entries(row.tags ?? {});
  const entries = own.length > 0 ? own : Object.entries(resources.get(row.resourceId)?.tags ?? {});
  if (entries.length === 0) return () => undefined;
  const tags = new Map(entries.map(([key, value]) => [key.toLowerCase(), value.trim()]));
  return (key) => tags.get(key) || undefined;
}
