import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Day } from '../../shared/model/time.ts';
import { createClusterCredentialsSurface } from './api/clusterCredentials.ts';
import { createCostQuerySurface } from './api/costQuery.ts';
import { armError, type Surface, type TenantAnswer, type TenantRequest } from './api/exchange.ts';
import { createIdentity, type Identity } from './api/identity.ts';
import { createKubernetesSurface } from './api/kubernetes.ts';
import { createAllocationApi, createAllocationSurface } from './api/opencost.ts';
import { createPolicyStatesSurface } from './api/policyStates.ts';
import { createPostureSurface } from './api/posture.ts';
import { createResourceGraphSurface } from './api/resourceGraph.ts';
import { type Certificate, makeCertificate } from './certificate.ts';
import { createWorld, type World } from './world/world.ts';

export interface TenantOptions {
  /** Port of Resource Manager, the API servers and the cost tools; any free one by default. */
  readonly port?: number;
  /** Port of the managed identity endpoint; any free one by default. */
  readonly identityPort?: number;
  readonly today: Day;
  readonly seed?: number;
  readonly certificate?: Certificate;
}

export interface Tenant {
  /** Base URL of everything but tokens: `https://127.0.0.1:PORT`. */
  readonly url: string;
  /** Authority to trust. */
  readonly caPem: string;
  /** For `IDENTITY_ENDPOINT` and `IDENTITY_HEADER`, as App Service sets them. */
  readonly identityEndpoint: string;
  readonly identityHeader: string;
  readonly world: World;
  close(): Promise<void>;
}

/** Starts Contoso Financials on loopback: HTTPS for what Azure serves by HTTPS, HTTP for the identity endpoint. */
export async function startTenant(options: TenantOptions): Promise<Tenant> {
  const certificate = options.certificate ?? (await makeCertificate());
  const world = createWorld(options);
  const identity = createIdentity(world.seed);
  let url = '';
  const answer = routeRequests(world, identity, () => url, certificate.cert);
  const secure = createHttpsServer(
    { key: certificate.key, cert: certificate.cert },
    serve((request) => answer(request)),
  );
  const plain = createHttpServer(
    serve((request) => identity.surface(request) ?? armError(404, 'NotFound', 'Only /msi/token is here.')),
  );
  const port = await listen(secure, options.port);
  const identityPort = await listen(plain, options.identityPort);
  url = `https://127.0.0.1:${port}`;
  return {
    url,
    caPem: certificate.cert,
    identityEndpoint: `http://127.0.0.1:${identityPort}/msi/token`,
    identityHeader: identity.header,
    world,
    async close() {
      await Promise.all([close(secure), close(plain)]);
    },
  };
}

function routeRequests(
  world: World,
  identity: Identity,
  baseUrl: () => string,
  caPem: string,
): (request: TenantRequest) => TenantAnswer {
  const allocation = createAllocationApi(world);
  const open: readonly Surface[] = [
    createKubernetesSurface(world, identity, allocation),
    createAllocationSurface(world, allocation),
  ];
  const resourceManager: readonly Surface[] = [
    createResourceGraphSurface(world),
    createCostQuerySurface(world, baseUrl),
    createPolicyStatesSurface(world, baseUrl),
    createClusterCredentialsSurface(world, baseUrl, caPem),
    createPostureSurface(world),
  ];
  return (request) =>
    firstAnswer(open, request) ??
    identity.refuseForArm(request) ??
    firstAnswer(resourceManager, request) ??
    armError(404, 'InvalidResourceType', `The demo tenant has nothing at ${request.path}.`);
}

function firstAnswer(surfaces: readonly Surface[], request: TenantRequest): TenantAnswer | undefined {
  for (const surface of surfaces) {
    const answer = surface(request);
    if (answer) return answer;
  }
  return undefined;
}

/** Turns a function from request to answer into a listener. */
function serve(answer: (request: TenantRequest) => TenantAnswer): RequestListener {
  return async (incoming, outgoing) => {
    try {
      const [path = '/', query = ''] = (incoming.url ?? '/').split(/\?(.*)/s);
      const headers = Object.fromEntries(
        Object.entries(incoming.headers).map(([name, value]) => [name, value?.toString()]),
      );
      const body = await text(incoming);
      const given = answer({
        method: incoming.method ?? 'GET',
        path,
        query: new URLSearchParams(query),
        headers,
        body,
      });
      const plain = typeof given.body === 'string';
      outgoing.writeHead(given.status, {
        ...(given.body === undefined || plain ? {} : { 'content-type': 'application/json; charset=utf-8' }),
        ...given.headers,
      });
      outgoing.end(plain ? given.body : given.body === undefined ? undefined : JSON.stringify(given.body));
    } catch (error) {
      if (!outgoing.headersSent) outgoing.writeHead(500, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify({ error: { code: 'InternalServerError', message: String(error) } }));
    }
  };
}

async function listen(server: Server, port = 0): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
