import {
  ApiException,
  CoreV1Api,
  type KubeConfig,
  Observable,
  type ObservableMiddleware,
} from '@kubernetes/client-node';
import { z } from 'zod';
import { SourceError } from '../../model/errors.ts';
import type { KubernetesState, Node } from '../../model/estate.ts';
import type { Clock } from '../../model/time.ts';
import {
  describeFailure,
  describeNoAnswer,
  describeRefusal,
  excerpt,
  type SourcePlace,
} from '../http/failure.ts';
import { retryWhenAsked } from '../http/retry.ts';
import { PAGE_SIZE, type Page, readAllPages } from './lists.ts';
import { NamespaceSchema, NodeSchema, PodSchema } from './objects.ts';
import { gatherWorkloads } from './workloads.ts';

const REMEDIES = {
  unauthorized:
    'Check that the identity of Purser is in the tenant of the cluster; a cluster without Entra needs kubernetes.access.',
  forbidden:
    'Grant the identity "Azure Kubernetes Service RBAC Reader", and get and list of nodes, pods and namespaces, on the cluster.',
  unavailable:
    'Check that the cluster is running and that its API server can be reached from where Purser runs.',
} as const;

/**
 * Reads namespaces, pods and nodes and gives them in the words of the model, sorted.
 * @throws SourceError
 */
export async function readApiServer(
  kubeConfig: KubeConfig,
  place: SourcePlace,
  parts: {
    readonly clock: Clock;
    readonly timeoutMs: number;
    readonly wait: (milliseconds: number) => Promise<void>;
  },
): Promise<KubernetesState> {
  const api = kubeConfig.makeApiClient(CoreV1Api);
  const options = { middleware: [limitTime(parts.timeoutMs)], middlewareMergeStrategy: 'append' as const };
  const namespaces = await read('namespaces', NamespaceSchema, (page) => api.listNamespace(page, options));
  const pods = await read('pods', PodSchema, (page) => api.listPodForAllNamespaces(page, options));
  const nodes = await read('nodes', NodeSchema, (page) => api.listNode(page, options));
  return {
    namespaces: namespaces
      .map(({ metadata }) => ({ name: metadata.name, labels: sortLabels(metadata.labels) }))
      .sort(byName),
    workloads: gatherWorkloads(pods),
    nodes: nodes.map(({ metadata }) => toNode(metadata.name, metadata.labels)).sort(byName),
  };

  async function read<Schema extends z.ZodType>(
    what: string,
    schema: Schema,
    list: (page: { limit: number; _continue?: string }) => Promise<Page>,
  ): Promise<z.output<Schema>[]> {
    const items = await readAllPages((next) =>
      retryWhenAsked(
        () =>
          list({ limit: PAGE_SIZE, ...(next === undefined ? {} : { _continue: next }) }).catch((error) => {
            throw translate(place, what, error, parts.clock.now());
          }),
        parts.wait,
      ),
    ).catch((error) => {
      if (error instanceof SourceError) throw error;
      if (error instanceof ApiException) {
        throw describeFailure(place, 'unavailable', `the list of ${what} expired twice while it was read`);
      }
      throw describeFailure(
        place,
        'malformed',
        `${what}: ${excerpt(String(error.message))}`,
        {},
        { cause: error },
      );
    });
    const parsed = z.array(schema).safeParse(items);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    throw describeFailure(
      place,
      'malformed',
      `${what}[${issue?.path.map(String).join('.')}]: ${issue?.message ?? 'unreadable'}`,
    );
  }
}

/** An expired page (410) stays what it is: the list is then read again. */
function translate(place: SourcePlace, what: string, error: unknown, now: Date): unknown {
  if (!(error instanceof ApiException)) return describeNoAnswer(place, error, REMEDIES);
  if (error.code === 410) return error;
  const refusal = {
    status: error.code,
    detail: excerpt(`${what}: ${statusMessage(error.body)}`),
    retryAfter: error.headers['retry-after'],
  };
  return describeRefusal(place, refusal, now, REMEDIES);
}

/** The client gives the body of an error as text or as an object, by its content type. */
function statusMessage(body: unknown): string {
  const parsed = z.object({ message: z.string() }).safeParse(body);
  if (parsed.success) return parsed.data.message;
  if (typeof body !== 'string') return '';
  try {
    return statusMessage(JSON.parse(body)) || body;
  } catch {
    return body;
  }
}

/** The client itself waits five minutes for an answer. */
function limitTime(timeoutMs: number): ObservableMiddleware {
  return {
    pre(context) {
      context.setSignal(AbortSignal.timeout(timeoutMs));
      return new Observable(Promise.resolve(context));
    },
    post: (context) => new Observable(Promise.resolve(context)),
  };
}

/** Node labels of AKS: learn.microsoft.com, "Reserved labels" of node pools. */
function toNode(name: string, labels: Readonly<Record<string, string>>): Node {
  return {
    name,
    pool: labels['kubernetes.azure.com/agentpool'] ?? labels.agentpool ?? '',
    size: labels['node.kubernetes.io/instance-type'] ?? labels['beta.kubernetes.io/instance-type'] ?? '',
    spot: labels['kubernetes.azure.com/scalesetpriority'] === 'spot',
    imageVersion: labels['kubernetes.azure.com/node-image-version'] ?? '',
  };
}

function sortLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}
