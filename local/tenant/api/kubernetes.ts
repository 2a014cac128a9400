import { CONSTRAINT_PLURALS, describeConstraints, describeTemplates } from '../governance/constraints.ts';
import type { World } from '../world/world.ts';
import { answerJson, type Surface, type TenantAnswer, type TenantRequest } from './exchange.ts';
import type { Identity } from './identity.ts';
import {
  describeNamespaces,
  describeNodes,
  describePodMetrics,
  describePods,
  describeServices,
} from './kubernetesObjects.ts';
import { describeClaims, describeVolumes } from './kubernetesStorage.ts';

const PATH = /^\/k8s\/([^/]+)(\/.*)$/;
const PROXY = /^\/api\/v1\/namespaces\/opencost\/services\/(?:https?:)?opencost:9003\/proxy(\/.*)$/;

const METRICS = '/apis/metrics.k8s.io/v1beta1/pods';

const LISTS: Readonly<
  Record<string, { kind: string; list: (world: World, cluster: string) => readonly unknown[] }>
> = {
  '/api/v1/namespaces': { kind: 'NamespaceList', list: describeNamespaces },
  '/api/v1/pods': { kind: 'PodList', list: describePods },
  '/api/v1/nodes': { kind: 'NodeList', list: describeNodes },
  '/api/v1/persistentvolumeclaims': { kind: 'PersistentVolumeClaimList', list: describeClaims },
  '/api/v1/persistentvolumes': { kind: 'PersistentVolumeList', list: describeVolumes },
  '/api/v1/services': { kind: 'ServiceList', list: describeServices },
  [METRICS]: { kind: 'PodMetricsList', list: describePodMetrics },
  '/apis/templates.gatekeeper.sh/v1/constrainttemplates': {
    kind: 'ConstraintTemplateList',
    list: describeTemplates,
  },
  ...Object.fromEntries(
    CONSTRAINT_PLURALS.map((plural) => [
      `/apis/constraints.gatekeeper.sh/v1beta1/${plural}`,
      {
        kind: 'ConstraintList',
        list: (world: World, cluster: string) => describeConstraints(world, cluster, plural),
      },
    ]),
  ),
};

/**
 * The API server of every cluster under `/k8s/{cluster}`: lists with `limit` and `continue`, and the proxy to
 * the OpenCost service where OpenCost is reached that way. Paths are taken as sent: the real proxy does not undo
 * the %3A and %2F of clients that encode too much either.
 */
export function createKubernetesSurface(
  world: World,
  identity: Identity,
  opencost: (cluster: string, path: string, request: TenantRequest) => TenantAnswer | undefined,
): Surface {
  return (request) => {
    const [, name, path = ''] = PATH.exec(request.path) ?? [];
    if (name === undefined) return undefined;
    const refusal = identity.refuseForKubernetes(request);
    if (refusal) return refusal;
    const cluster = world.clusters.find((each) => each.name === name);
    if (!cluster) return answerStatus(404, 'NotFound', 'the server could not find the requested resource');
    const proxied = PROXY.exec(path)?.[1];
    const answer =
      proxied === undefined || cluster.allocation !== 'opencost-proxy'
        ? undefined
        : opencost(cluster.name, proxied, request);
    if (answer) return answer;
    const listed = path.replace(/\/$/, '');
    const listing = LISTS[listed];
    if (!listing) return answerStatus(404, 'NotFound', 'the server could not find the requested resource');
    if (request.method !== 'GET')
      return answerStatus(405, 'MethodNotAllowed', 'only get and list are allowed');
    const items = listing.list(world, name);
    return listed === METRICS ? answerMetrics(items) : answerList(listing.kind, items, request);
  };
}

/** metrics-server has no pages, whatever limit it is given. */
function answerMetrics(items: readonly unknown[]): TenantAnswer {
  return answerJson({
    kind: 'PodMetricsList',
    apiVersion: 'metrics.k8s.io/v1beta1',
    metadata: {},
    items,
  });
}

function answerList(kind: string, items: readonly unknown[], request: TenantRequest): TenantAnswer {
  const limit = Number(request.query.get('limit') ?? 0) || items.length;
  const token = request.query.get('continue');
  const offset = token ? readContinue(token) : 0;
  if (offset === undefined || offset > items.length) {
    return answerStatus(
      410,
      'Expired',
      'The provided continue parameter is too old to display a consistent list.',
    );
  }
  const remaining = items.length - offset - limit;
  return answerJson({
    kind,
    apiVersion: 'v1',
    metadata: {
      resourceVersion: '418722',
      ...(remaining > 0 ? { continue: writeContinue(offset + limit), remainingItemCount: remaining } : {}),
    },
    items: items.slice(offset, offset + limit),
  });
}

function writeContinue(offset: number): string {
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: 418722, start: offset })).toString(
    'base64url',
  );
}

function readContinue(token: string): number | undefined {
  const text = Buffer.from(token, 'base64url').toString();
  const start = /^\{"v":"meta\.k8s\.io\/v1","rv":418722,"start":(\d+)\}$/.exec(text)?.[1];
  return start === undefined ? undefined : Number(start);
}

function answerStatus(code: number, reason: string, message: string): TenantAnswer {
  return {
    status: code,
    body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code },
  };
}
