import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A request that a fake has read whole. */
export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface FakeServer {
  readonly url: string;
  readonly asked: Asked[];
  close(): void;
}

/**
 * A server on loopback that keeps what it is asked; `answer` may destroy the socket instead.
 * @param certificate to be reached by https
 */
export async function startServer(
  answer: (asked: Asked, response: ServerResponse) => void,
  certificate?: { readonly key: string; readonly cert: string },
): Promise<FakeServer> {
  const asked: Asked[] = [];
  const scheme = certificate ? 'https' : 'http';
  const listener: RequestListener = async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const one: Asked = {
      method: request.method ?? '',
      url: new URL(request.url ?? '/', `${scheme}://${request.headers.host}`),
      headers: request.headers,
      body: Buffer.concat(chunks),
    };
    asked.push(one);
    answer(one, response);
  };
  const server = certificate ? createSecureServer(certificate, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

export function answerJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
}
