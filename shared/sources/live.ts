import type { TokenCredential } from '@azure/identity';
import type { Config, ExportPlace } from '../config/schema.ts';
import { isAllocatedByMetering } from '../metering/clusters.ts';
import type { SampleArchive } from '../metering/sample.ts';
import type { Clock } from '../model/time.ts';
import type { Exclusively } from './azure/cost.ts';
import { createAzureSources } from './azure/sources.ts';
import { connectContainer, openContainer } from './exports/container.ts';
import { createExportSource } from './exports/exportSource.ts';
import { openFolder } from './exports/folder.ts';
import type { ExportStore } from './exports/store.ts';
import { createClusterSources } from './kubernetes/clusterSources.ts';
import { createMeteringSource } from './kubernetes/metering.ts';
import type { SampleSource } from './kubernetes/sampler.ts';
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
    /** Keeps other processes from reading the bill meanwhile; by default there are none. */
    readonly exclusively?: Exclusively;
    /** Where the samples of metered clusters are kept. */
    readonly samples: SampleArchive;
  },
): Sources & SampleSource {
  const azure = createAzureSources(config, parts);
  const exports = createExportSource(config.cost.exports, {
    openStore: (place) => openPlace(place, parts.credential),
    tagKeys: config.cost.tagKeys,
  });
  const clusters = createClusterSources(config, parts);
  const metering = createMeteringSource({ config, samples: parts.samples, clock: parts.clock });
  return {
    readInventory: () => azure.readInventory(),
    readCost: (subscriptionId, metric, from, to) => azure.readCost(subscriptionId, metric, from, to),
    readExports: (month) => exports.readExports(month),
    readPolicy: (subscriptionId) => azure.readPolicy(subscriptionId),
    readDefender: (subscriptionId) => azure.readDefender(subscriptionId),
    readPosture: (subscriptionId) => azure.readPosture(subscriptionId),
    readResources: (subscriptionId) => azure.readResources(subscriptionId),
    readMetering: (cluster, day) => metering.readMetering(cluster, day),
    readSample: (cluster) => clusters.readSample(cluster),
    readKubernetes: (cluster) => clusters.readKubernetes(cluster),
    readAllocation: (cluster, day) =>
      isAllocatedByMetering(config, cluster)
        ? metering.readMetering(cluster, day)
        : clusters.readAllocation(cluster, day),
  };
}

function openPlace(place: ExportPlace, credential: TokenCredential): ExportStore {
  const { containerUrl, folder, directory } = place;
  return containerUrl === undefined
    ? openFolder(folder ?? '', directory)
    : openContainer(connectContainer(containerUrl, credential), directory);
}
