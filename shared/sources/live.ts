import type { TokenCredential } from '@azure/identity';
import type { Config } from '../config/schema.ts';
import type { Clock } from '../model/time.ts';
import { createAzureSources } from './azure/sources.ts';
import { createClusterSources } from './kubernetes/clusterSources.ts';
import type { Sources } from './source.ts';

/** All sources of a real estate: Azure's services by their SDKs, and each cluster's own endpoints. */
export function createLiveSources(
  config: Config,
  parts: {
    readonly credential: TokenCredential;
    readonly clock: Clock;
    readonly environment: Readonly<Record<string, string | undefined>>;
    /** Takes what was left out of an answer and why. */
    readonly log: (message: string) => void;
  },
): Sources {
  const azure = createAzureSources(config, parts);
  const clusters = createClusterSources(config, parts);
  return {
    readInventory: () => azure.readInventory(),
    readCost: (subscriptionId, metric, from, to) => azure.readCost(subscriptionId, metric, from, to),
    readPolicy: (subscriptionId) => azure.readPolicy(subscriptionId),
    readDefender: (subscriptionId) => azure.readDefender(subscriptionId),
    readResources: async () => [],
    readMetering: (cluster, day) => clusters.readAllocation(cluster, day),
    readKubernetes: (cluster) => clusters.readKubernetes(cluster),
    readAllocation: (cluster, day) => clusters.readAllocation(cluster, day),
  };
}
