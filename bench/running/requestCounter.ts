/**
 * Loaded into every process of the local run by `node --import`: counts the requests that the functions host makes, and its
 * invocations, and writes them to `$PURSER_COUNTS/<process id>.json` when the process ends.
 */
import { subscribe } from 'node:diagnostics_channel';
import { writeFileSync } from 'node:fs';
import type { ClientRequest } from 'node:http';
import { join } from 'node:path';
import { nameRequest } from './requestNames.ts';

const folder = process.env.PURSER_COUNTS;
if (folder && process.argv[1]?.endsWith(join('host', 'serve.ts'))) {
  const requests = new Map<string, { count: number; bytes: number }>();
  const invocations = new Map<string, { count: number; seconds: number }>();

  const addRequest = (method: string, path: string, bytes: number): void => {
    const name = nameRequest(method, path);
    const known = requests.get(name) ?? { count: 0, bytes: 0 };
    requests.set(name, { count: known.count + 1, bytes: known.bytes + bytes });
  };

  subscribe('http.client.request.start', (message) => {
    const { request } = message as { readonly request: ClientRequest };
    addRequest(request.method, request.path, Number(request.getHeader('content-length') ?? 0));
  });
  subscribe('undici:request:create', (message) => {
    const { request } = message as { readonly request: { readonly method: string; readonly path: string } };
    addRequest(request.method, request.path, 0);
  });

  const send = process.send?.bind(process);
  if (send) {
    process.send = (message: unknown, ...rest: never[]): boolean => {
      if (isInvocation(message)) {
        const known = invocations.get(message.function) ?? { count: 0, seconds: 0 };
        invocations.set(message.function, {
          count: known.count + 1,
          seconds: known.seconds + message.seconds,
        });
      }
      return send(message, ...rest);
    };
  }

  process.on('exit', () => {
    const counts = {
      requests: Object.fromEntries(requests),
      invocations: Object.fromEntries(invocations),
    };
    writeFileSync(join(folder, `${process.pid}.json`), JSON.stringify(counts));
  });
}

function isInvocation(
  message: unknown,
): message is { readonly type: 'invocation'; readonly function: string; readonly seconds: number } {
  return (
    typeof message === 'object' && message !== null && 'type' in message && message.type === 'invocation'
  );
}
