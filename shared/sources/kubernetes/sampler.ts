import type { KubeConfig } from '@kubernetes/client-node';
import type { ContainerUsage } from '../../metering/demand.ts';
import { SampleFold } from '../../metering/fold.ts';
import { Remarks } from '../../metering/remarks.ts';
import type { Sample, ServiceUse } from '../../metering/sample.ts';
import { SourceError, type SourceFailure } from '../../model/errors.ts';
import type { Cluster } from '../../model/estate.ts';
import type { SourcePlace } from '../http/failure.ts';
import { sortLabels } from './apiServer.ts';
import { ListReader, type PageQuestion, type ServerParts } from './listReader.ts';
import type { Page } from './lists.ts';
import { observeClaim, observeNode, observePod, observeUsage, observeVolume } from './observe.ts';
import { PlainLists } from './plainLists.ts';
import {
  PodMetricsSchema,
  SampledClaimSchema,
  SampledNamespaceSchema,
  SampledNodeSchema,
  SampledPodSchema,
  SampledServiceSchema,
  SampledVolumeSchema,
} from './sampledObjects.ts';

/** Looks at a cluster once, for metering without an agent. */
export interface SampleSource {
  /** @throws SourceError when pods or nodes cannot be read; what else is missing is said in the sample */
  readSample(cluster: Cluster): Promise<Sample>;
}

/** Lets only one of several work at a time: a large cluster takes all the memory that there is to take. */
export type TakeTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** Makes a {@link TakeTurn}: who comes first works first. */
export function createTurns(): TakeTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  };
}

const REMEDIES = {
  unauthorized:
    'Check that the identity of Purser is in the tenant of the cluster; a cluster without Entra needs kubernetes.access.',
  forbidden:
    'Grant the identity get and list of nodes, pods, persistentvolumes, persistentvolumeclaims, services, namespaces, and of pods in metrics.k8s.io, on the cluster.',
  unavailable:
    'Check that the cluster is running and that its API server can be reached from where Purser runs.',
} as const;

/** Some two megabytes of text; a smaller page would only be more requests. */
const PODS_A_PAGE = 250;

/** What a cluster may lack, or not let Purser see, without the sample being useless. */
const MISSING: ReadonlySet<SourceFailure> = new Set(['forbidden', 'notFound']);
/** metrics-server is a deployment like others: while it is down, the API server answers 503 for it. */
const MISSING_METRICS: ReadonlySet<SourceFailure> = new Set([...MISSING, 'unavailable', 'timeout']);

/**
 * Takes one sample. Pods come last and are folded page by page, so that a large cluster is never in memory whole.
 * @throws SourceError
 */
export async function takeSample(
  kubeConfig: KubeConfig,
  place: SourcePlace,
  parts: ServerParts & { readonly takeTurn: TakeTurn },
): Promise<Sample> {
  const lists = kubeConfig.makeApiClient(PlainLists);
  try {
    return await readSample(lists, place, parts);
  } finally {
    await lists.close();
  }
}

async function readSample(
  lists: PlainLists,
  place: SourcePlace,
  parts: ServerParts & { readonly takeTurn: TakeTurn },
): Promise<Sample> {
  const listAll =
    (path: string) =>
    (page: PageQuestion): Promise<Page> =>
      lists.readPage(path, page, parts.timeoutMs);
  const reader = new ListReader(place, parts, REMEDIES);
  const remarks = new Remarks();

  const nodes = await reader.readAll('nodes', SampledNodeSchema, listAll('/api/v1/nodes'));
  // A server that answered once will again: one that is away holds up nobody.
  return parts.takeTurn(readTheRest);

  async function readTheRest(): Promise<Sample> {
    const at = parts.clock.now().toISOString();
    const usage = await unlessMissing('usage of pods (metrics.k8s.io)', MISSING_METRICS, readUsage);
    const claims = await unlessMissing('persistent volume claims', MISSING, () =>
      reader.readAll('persistentvolumeclaims', SampledClaimSchema, listAll('/api/v1/persistentvolumeclaims')),
    );
    const volumes = await unlessMissing('persistent volumes', MISSING, () =>
      reader.readAll('persistentvolumes', SampledVolumeSchema, listAll('/api/v1/persistentvolumes')),
    );
    const services = await unlessMissing('services', MISSING, readLoadBalancers);
    const namespaces = await unlessMissing('namespaces', MISSING, () =>
      reader.readAll('namespaces', SampledNamespaceSchema, listAll('/api/v1/namespaces')),
    );
    const observedNodes = nodes.map((node) => observeNode(node, remarks));
    const fold = await reader.fold(
      'pods',
      SampledPodSchema,
      listAll('/api/v1/pods'),
      () => new SampleFold(observedNodes, usage, remarks),
      (state, pods) => {
        for (const pod of pods) state.addPod(observePod(pod, remarks));
      },
      PODS_A_PAGE,
    );
    return fold.finish(at, {
      claims: claims?.map((claim) => observeClaim(claim, remarks)),
      volumes: volumes?.map((volume) => observeVolume(volume, remarks)),
      services,
      namespaces: new Map(namespaces?.map(({ metadata }) => [metadata.name, sortLabels(metadata.labels)])),
    });
  }

  /** Metrics of all pods by `namespace/pod`; only the numbers are kept. */
  function readUsage(): Promise<Map<string, ContainerUsage>> {
    return reader.fold(
      'pods.metrics.k8s.io',
      PodMetricsSchema,
      listAll('/apis/metrics.k8s.io/v1beta1/pods'),
      () => new Map<string, ContainerUsage>(),
      (known, pods) => {
        for (const pod of pods) {
          known.set(`${pod.metadata.namespace}/${pod.metadata.name}`, observeUsage(pod, remarks));
        }
      },
    );
  }

  function readLoadBalancers(): Promise<ServiceUse[]> {
    return reader.fold(
      'services',
      SampledServiceSchema,
      listAll('/api/v1/services'),
      () => [] as ServiceUse[],
      (known, page) => {
        for (const { metadata, spec } of page) {
          const { namespace, name, labels } = metadata;
          if (spec.type === 'LoadBalancer') known.push({ namespace, name, labels: sortLabels(labels) });
        }
      },
    );
  }

  async function unlessMissing<T>(
    what: string,
    failures: ReadonlySet<SourceFailure>,
    read: () => Promise<T>,
  ): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof SourceError && failures.has(error.failure))) throw error;
      remarks.add(`${what} cannot be read and are not counted`, [error.failure]);
      return undefined;
    }
  }
}
