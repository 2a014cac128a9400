import type { SampleSource } from './kubernetes/sampler.ts';
import type { Sources } from './source.ts';

/**
 * Sources that are opened by the first reading. Their clients are most of what Purser loads, and whoever asks for a report
 * reads no source.
 * @param open is called once, and again after it failed
 */
export function openSourcesLater(open: () => Promise<Sources & SampleSource>): Sources & SampleSource {
  let opened: Promise<Sources & SampleSource> | undefined;
  function source(): Promise<Sources & SampleSource> {
    opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  }
  return {
    readInventory: async () => (await source()).readInventory(),
    readCost: async (...query) => (await source()).readCost(...query),
    readExports: async (month) => (await source()).readExports(month),
    readAllocation: async (...place) => (await source()).readAllocation(...place),
    readMetering: async (...place) => (await source()).readMetering(...place),
    readResources: async (subscriptionId) => (await source()).readResources(subscriptionId),
    readKubernetes: async (cluster) => (await source()).readKubernetes(cluster),
    readPolicy: async (subscriptionId) => (await source()).readPolicy(subscriptionId),
    readDefender: async (subscriptionId) => (await source()).readDefender(subscriptionId),
    readPosture: async (subscriptionId) => (await source()).readPosture(subscriptionId),
    readSample: async (cluster) => (await source()).readSample(cluster),
  };
}
