import { matchesPattern } from '../config/pattern.ts';
import type { Config } from '../config/schema.ts';
import type { Cluster } from '../model/estate.ts';

/** Whether Purser's own samples are what the cluster's bill is divided by: its first matching entry says so. */
export function isAllocatedByMetering(config: Config, cluster: Pick<Cluster, 'name'>): boolean {
  return config.allocation.find((entry) => matchesPattern(cluster.name, entry.cluster))?.via === 'metering';
}

/** Whether the cluster is sampled, for its allocation or for comparison. */
export function isSampled(config: Config, cluster: Pick<Cluster, 'name'>): boolean {
  return (
    isAllocatedByMetering(config, cluster) ||
    config.metering.clusters.some((pattern) => matchesPattern(cluster.name, pattern))
  );
}

/** Whether nothing at all is sampled, whatever the estate consists of. */
export function isMeteringOff(config: Config): boolean {
  return (
    config.metering.clusters.length === 0 && !config.allocation.some((entry) => entry.via === 'metering')
  );
}
