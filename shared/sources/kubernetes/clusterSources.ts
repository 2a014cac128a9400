import { setTimeout as sleep } from 'node:timers/promises';
import { rootCertificates } from 'node:tls';
import {
  bearerTokenAuthenticationPolicy,
  createEmptyPipeline,
  createPipelineFromOptions,
  decompressResponsePolicy,
  tlsPolicy,
} from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import type { KubeConfig } from '@kubernetes/client-node';
import type { Config } from '../../config/schema.ts';
import type { Cluster } from '../../model/estate.ts';
import type { Clock } from '../../model/time.ts';
import { createAllocationSource } from '../allocation/allocationSource.ts';
import { createExchange } from '../http/exchange.ts';
import { retryWhenAsked } from '../http/retry.ts';
import type { AllocationSource, KubernetesSource } from '../source.ts';
import { readApiServer } from './apiServer.ts';
import { createClusterAccess, forgetWhenRefused } from './clusterAccess.ts';
import { createTurns, type SampleSource, takeSample } from './sampler.ts';

const TIMEOUT_MS = 60_000;

/**
 * The sources inside clusters: the API server, and OpenCost or Kubecost. Both share the way in, which is
 * asked of Azure once for each cluster and kept; metering looks at the API server as well.
 */
export function createClusterSources(
  config: Config,
  parts: {
    readonly credential: TokenCredential;
    readonly clock: Clock;
    /** Holds the secrets that the configuration names. */
    readonly environment: Readonly<Record<string, string | undefined>>;
    /** PEM of a certificate authority to trust beside the well-known ones. */
    readonly tlsCa?: string;
    readonly wait?: (milliseconds: number) => Promise<void>;
    /** Time limit of one answer; 60 seconds by default. */
    readonly timeoutMs?: number;
  },
): KubernetesSource & AllocationSource & SampleSource {
  const { credential, clock, environment, tlsCa } = parts;
  const timeoutMs = parts.timeoutMs ?? TIMEOUT_MS;
  const wait = parts.wait ?? ((milliseconds: number) => sleep(milliseconds));
  const tls = tlsCa === undefined ? {} : { ca: [...rootCertificates, tlsCa] };

  const azurePipeline = createPipelineFromOptions({ retryOptions: { maxRetries: 0 }, tlsOptions: tls });
  const scopes = `${config.azure.resourceManagerAudience.replace(/\/+$/, '')}/.default`;
  azurePipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes }));
  const askAzure = createExchange(azurePipeline, { clock, timeoutMs });

  const plainPipeline = createEmptyPipeline();
  plainPipeline.addPolicy(decompressResponsePolicy());
  plainPipeline.addPolicy(tlsPolicy(tls));

  const access = createClusterAccess(config, {
    credential,
    clock,
    environment,
    resourceManager: (question) => retryWhenAsked(() => askAzure(question), wait),
    tlsCa,
  });
  const allocation = createAllocationSource({
    config,
    access,
    environment,
    exchange: createExchange(plainPipeline, { clock, timeoutMs }),
    clock,
    wait,
  });

  const takeTurn = createTurns();

  return {
    ...allocation,
    readKubernetes(cluster) {
      const place = { source: 'kubernetes', scope: cluster.id };
      const { trustedRegistries } = config.governance.posture;
      const server = { clock, timeoutMs, wait, trustedRegistries };
      return enter(cluster, (kubeConfig) => readApiServer(kubeConfig, place, server));
    },
    readSample(cluster) {
      const place = { source: 'metering', scope: cluster.id };
      const server = { clock, timeoutMs, wait, takeTurn };
      return enter(cluster, (kubeConfig) => takeSample(kubeConfig, place, server));
    },
  };

  async function enter<T>(cluster: Cluster, read: (kubeConfig: KubeConfig) => Promise<T>): Promise<T> {
    try {
      return await read(await access.open(cluster));
    } catch (error) {
      forgetWhenRefused(access, cluster, error);
      throw error;
    }
  }
}
