import { createServer as createPlainServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import { generate } from 'selfsigned';

export interface Seen {
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Path and query as they came over the wire. */
  readonly raw: string;
  readonly headers: IncomingMessage['headers'];
  /** Whether the client showed a certificate. */
  readonly certified: boolean;
}

/** What the server does with a request: `never` answers, or breaks off in the middle. */
export type Reply =
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body: string | object }
  | 'never'
  | 'half';

export interface LocalServer extends AsyncDisposable {
  readonly url: string;
  /** PEM of the certificate, which is its own authority. */
  readonly ca: string;
  /** PEM of the key to that certificate. */
  readonly key: string;
  readonly seen: readonly Seen[];
}

const certificate = generate([{ name: 'commonName', value: '127.0.0.1' }], {
  keyType: 'ec',
  algorithm: 'sha256',
  notBeforeDate: new Date(Date.now() - 86_400_000),
  extensions: [
    { name: 'basicConstraints', cA: true },
    { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
  ],
});

/** Starts a real server on loopback, over TLS unless `plain`. */
export async function startServer(
  answer: (request: Seen, index: number) => Reply,
  options: { readonly plain?: boolean } = {},
): Promise<LocalServer> {
  const { cert, private: key } = await certificate;
  const seen: Seen[] = [];
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url ?? '/', 'https://127.0.0.1');
    const { method = '', headers } = request;
    const { socket } = request;
    const certified = socket instanceof TLSSocket && Object.keys(socket.getPeerCertificate()).length > 0;
    const now = {
      method,
      path: url.pathname,
      query: url.searchParams,
      raw: request.url ?? '',
      headers,
      certified,
    };
    seen.push(now);
    request.resume();
    send(answer(now, seen.length - 1), response);
  };
  const server = options.plain
    ? createPlainServer(handle)
    : createServer({ cert, key, requestCert: true, rejectUnauthorized: false }, handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${options.plain ? 'http' : 'https'}://127.0.0.1:${port}`,
    ca: cert,
    key,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(reply: Reply, response: ServerResponse): void {
  if (reply === 'never') return;
  if (reply === 'half') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"code":200,"data":[');
    setImmediate(() => response.destroy());
    return;
  }
  const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
  response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
  response.end(text);
}
