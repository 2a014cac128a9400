import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigurationError } from '../../shared/model/errors.ts';
import type { AdminApi } from './admin.ts';
import { bringsKey } from './functionKey.ts';
import { readBody, toHttpData } from './httpRequest.ts';
import { writeResponse } from './httpResponse.ts';
import type { Invoker } from './invocation.ts';
import type { HttpFunction } from './localFunction.ts';
import type { HostLog } from './log.ts';
import { isLoopbackHost } from './loopback.ts';
import { compareRoutes, matchRoute } from './route.ts';
import type { SignIn } from './signIn.ts';

export interface HttpServices {
  readonly functions: readonly HttpFunction[];
  readonly admin: AdminApi;
  readonly invoker: Invoker;
  readonly log: HostLog;
  /** A secret; see `bringsKey`. */
  readonly key: string | undefined;
  /** Undefined when nobody can sign in: then headers go to the app as the client sent them, as in Azure. */
  readonly signIn: SignIn | undefined;
}

/**
 * Serves HTTP functions, the admin routes and the sign-in on 127.0.0.1. Functions that want a key, and the admin routes,
 * are answered for the key of this host only. Requests for another host name are refused, so that no web page can reach
 * the functions by a name of its own that leads here.
 * @param port 0 for any that is free
 * @throws ConfigurationError when the port is taken
 */
export async function startHttpServer(port: number, services: HttpServices): Promise<Server> {
  const byPrecedence = services.functions.toSorted((a, b) => compareRoutes(a.route, b.route));
  const server = createServer((request, response) => {
    answer(request, response, { ...services, functions: byPrecedence }).catch((error: unknown) => {
      services.log('error', `${request.method} ${pathOf(request)}: ${String(error)}`);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const message = `The port ${port} cannot be used: ${cause.message}.`;
      reject(new ConfigurationError(message, 'Stop what uses it, or set PORT to another.', { cause }));
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  services: HttpServices,
): Promise<void> {
  const host = request.headers.host ?? '';
  if (!isLoopbackHost(host)) {
    response.writeHead(421).end();
    return;
  }
  const url = new URL(`http://${host}${request.url?.startsWith('/') ? request.url : '/'}`);
  const path = decodePath(url.pathname);
  const body = await readBody(request);
  if (path === undefined || body.kind === 'tooLarge') {
    response.writeHead(path === undefined ? 400 : 413, { connection: 'close' }).end();
    return;
  }
  const bytes = body.kind === 'bytes' ? body.bytes : Buffer.alloc(0);
  if (path[0] === '.auth' && services.signIn) {
    services.signIn.answer(request, response, url);
    return;
  }
  const hasKey = bringsKey(request, url, services.key);
  if (path[0] === 'admin') {
    if (!hasKey) {
      response.writeHead(401).end();
      return;
    }
    await services.admin.answer(request, response, path.slice(1), bytes);
    return;
  }
  const matches = services.functions.flatMap((target) => {
    const parameters = matchRoute(target.route, path);
    return parameters ? [{ target, parameters }] : [];
  });
  const match = matches.find(({ target }) => target.methods.includes(request.method ?? ''));
  if (!match) {
    const allow = [...new Set(matches.flatMap(({ target }) => target.methods))].sort().join(', ');
    response.writeHead(matches.length === 0 ? 404 : 405, matches.length === 0 ? {} : { allow }).end();
    return;
  }
  if (match.target.authLevel !== 'anonymous' && !hasKey) {
    response.writeHead(401).end();
    return;
  }
  if (body.kind === 'chunked') {
    const message = 'The chunked body of the request is dropped, as Azure does: send a Content-Length.';
    services.log('warning', message, { function: match.target.name });
  }
  const http = toHttpData(request, url, match.parameters, bytes, services.signIn);
  const outcome = await services.invoker
    .invoke(match.target, { input: { http }, metadata: {} })
    .catch(() => undefined);
  if (outcome) writeResponse(response, outcome.returnValue?.http);
  else response.writeHead(500).end();
}

function decodePath(pathname: string): readonly string[] | undefined {
  try {
    return pathname
      .split('/')
      .filter((segment) => segment !== '')
      .map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

/** Without the query, where keys may be. */
function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}
