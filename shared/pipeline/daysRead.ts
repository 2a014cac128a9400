import type { Cluster } from '../model/estate.ts';
import type { CoverageEntry } from '../model/reading.ts';
import type { Day } from '../model/time.ts';
import type { IsRead } from '../reports/weeklyCosts.ts';

/**
 * Tells of each cluster and day whether its cost is known: the effective cost of its subscription was read, and
 * its allocation where one was needed. A day that was not read is unknown, not free.
 */
export function knowDaysRead(entries: readonly CoverageEntry[], clusters: readonly Cluster[]): IsRead {
  const missing = new Map(
    entries
      .filter(({ source }) => source === 'cost.effective' || source === 'allocation')
      .map(({ scope, missing }) => [scope, new Set(missing)]),
  );
  const subscriptions = new Map(clusters.map(({ id, subscriptionId }) => [id, subscriptionId]));
  const isMissing = (scope: string, day: Day): boolean => missing.get(scope)?.has(day) ?? false;
  return (day, clusterId) =>
    !isMissing(clusterId, day) && !isMissing(subscriptions.get(clusterId) ?? '', day);
}
