import type { Inventory } from '../model/estate.ts';

/**
 * Clusters and sources, as `cluster|source` pairs, of which it means nothing that they tell of no workload: Azure
 * Policy evaluates workloads by its add-on, and nothing is evaluated in a cluster that is stopped.
 */
export function listSilent({ clusters }: Inventory): ReadonlySet<string> {
  const silent = new Set<string>();
  for (const { id, running, policyAddon } of clusters) {
    if (!running || !policyAddon) silent.add(`${id}|policy`);
    if (!running) for (const source of ['gatekeeper', 'defender', 'posture']) silent.add(`${id}|${source}`);
  }
  return silent;
}
