import type { Agent } from '@azure/core-rest-pipeline';
import { matchesPattern } from '../../config/pattern.ts';
import type { Config } from '../../config/schema.ts';
import type { AllocationDay } from '../../model/cost.ts';
import type { Cluster } from '../../model/estate.ts';
import { describeFailure, type Remedies, type SourcePlace } from '../http/failure.ts';
import type { ClusterAccess } from '../kubernetes/clusterAccess.ts';

/** Where and how one cluster's allocation is asked for. */
export interface AllocationEndpoint {
  readonly producer: AllocationDay['producer'];
  /** Without a query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly agent: Agent | undefined;
  readonly remedies: Remedies;
}

const PATHS = { opencost: '/allocation', kubecost: '/model/allocation' } as const;

/**
 * Finds the first configured endpoint whose pattern matches the cluster's name.
 * @throws SourceError when none does, or when its credential or the way to the API server cannot be had
 */
export async function findAllocationEndpoint(
  cluster: Cluster,
  place: SourcePlace,
  parts: {
    readonly config: Config;
    readonly access: ClusterAccess;
    readonly environment: Readonly<Record<string, string | undefined>>;
  },
): Promise<AllocationEndpoint> {
  const configured = parts.config.allocation.find((entry) => matchesPattern(cluster.name, entry.cluster));
  if (configured === undefined) {
    throw describeFailure(place, 'notFound', `no OpenCost or Kubecost is configured for ${cluster.name}`, {
      notFound: `Add an entry to "allocation" in the configuration whose cluster pattern matches ${cluster.name}.`,
    });
  }
  if (configured.via === 'metering') {
    throw describeFailure(
      place,
      'notFound',
      `${cluster.name} is metered by Purser and has no OpenCost or Kubecost`,
      {
        notFound: `Collect its metering, or give the allocation entry that matches ${cluster.name} a url or a service.`,
      },
    );
  }
  if (configured.via === 'serviceProxy') return openServiceProxy(cluster, configured, parts.access);
  return {
    producer: configured.kind,
    url: `${configured.url.replace(/\/+$/, '')}${PATHS[configured.kind]}`,
    headers: readApiKey(place, configured.apiKeyEnv, parts.environment),
    agent: undefined,
    remedies: {
      unauthorized:
        'Put a valid key into the variable that apiKeyEnv names, or let Purser past the sign-in page.',
      notFound: `Check url and kind of the allocation entry: ${configured.kind} answers at ${PATHS[configured.kind]}.`,
      timeout: 'Give OpenCost and its Prometheus more memory, or exclude short-lived series.',
    },
  };
}

type ServiceProxy = Extract<Config['allocation'][number], { via: 'serviceProxy' }>;

/**
 * The API server's proxy to a service. The Kubernetes client would write `:` and `/` of the path as %3A and
 * %2F, which the proxy does not undo, so the address is made here.
 */
async function openServiceProxy(
  cluster: Cluster,
  proxy: ServiceProxy,
  access: ClusterAccess,
): Promise<AllocationEndpoint> {
  const kubeConfig = await access.open(cluster);
  const options: { headers?: Record<string, string>; agent?: Agent } = {};
  await kubeConfig.applyToHTTPSOptions(options);
  const service = `${encodeURIComponent(proxy.service)}:${proxy.port}`;
  const path = `/api/v1/namespaces/${encodeURIComponent(proxy.namespace)}/services/${service}/proxy`;
  return {
    producer: proxy.kind,
    url: `${kubeConfig.getCurrentCluster()?.server}${path}${PATHS[proxy.kind]}`,
    headers: options.headers ?? {},
    agent: options.agent,
    remedies: {
      unauthorized: 'Check that the identity of Purser is in the tenant of the cluster.',
      forbidden: `Grant the identity get on services/proxy in the namespace ${proxy.namespace} of the cluster.`,
      notFound: `Install ${proxy.kind} there, or correct namespace, service and port of the allocation entry.`,
      unavailable: `Check that the pods of service ${proxy.service} in namespace ${proxy.namespace} are running.`,
    },
  };
}

function readApiKey(
  place: SourcePlace,
  name: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  if (name === undefined) return {};
  const key = environment[name]?.trim();
  if (!key) {
    throw describeFailure(place, 'unauthorized', `the environment variable ${name} is empty`, {
      unauthorized: `Put the API key of Kubecost into ${name}, or take apiKeyEnv out of the allocation entry.`,
    });
  }
  return { 'X-API-KEY': key };
}
