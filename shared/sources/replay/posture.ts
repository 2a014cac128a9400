import type { ManagedCluster, PostureState, RegistryResource } from '../../model/posture.ts';
import type { FileReading } from './reading.ts';

/** What a folder of payloads cannot tell, so that nobody takes it for good. */
const NOT_RECORDED =
  'A replay folder tells what clusters and registries are set to. Diagnostic settings, how long workspaces keep ' +
  'them, supported versions and assignments of policy are unknown; read a live estate for them.';

/**
 * The posture of each subscription that the folder describes clusters or registries of; of several descriptions of
 * one resource the first counts.
 */
export function gatherPosture(readings: readonly FileReading[]): ReadonlyMap<string, PostureState> {
  const clusters = uniqueById(readings.flatMap((reading) => reading.managedClusters));
  const registries = uniqueById(readings.flatMap((reading) => reading.registryResources));
  const subscriptions = new Set([...clusters, ...registries].map(({ subscriptionId }) => subscriptionId));
  return new Map(
    [...subscriptions].sort().map((subscription): [string, PostureState] => {
      const isHere = ({ subscriptionId }: ManagedCluster | RegistryResource) =>
        subscriptionId === subscription;
      const state = {
        clusters: clusters.filter(isHere).map((cluster) => ({ cluster, diagnostics: undefined })),
        registries: registries.filter(isHere),
        diagnostics: undefined,
        activityLog: [],
        ancestors: [],
        locationAssignments: undefined,
        exemptions: [],
        versions: [],
        warnings: [NOT_RECORDED],
      };
      return [subscription, state];
    }),
  );
}

function uniqueById<T extends { readonly id: string }>(items: readonly T[]): readonly T[] {
  const first = new Map<string, T>();
  for (const item of items) if (!first.has(item.id)) first.set(item.id, item);
  return [...first.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
