import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Invoker } from './invocation.ts';
import type { LocalFunction } from './localFunction.ts';
import { HOST_VERSION } from './registry.ts';
import type { TimerListener } from './timerListener.ts';

/** The routes below `/admin` that Azure's host has, as far as a developer's machine needs them. */
export interface AdminApi {
  /** @param path segments after `/admin` */
  answer(
    request: IncomingMessage,
    response: ServerResponse,
    path: readonly string[],
    body: Buffer,
  ): Promise<void>;
}

const runSchema = z.object({ input: z.string().optional() });

/**
 * `GET host/status`, `GET functions`, `GET functions/{name}`, and `POST functions/{name}` with `{"input": "…"}`, which
 * answers 202 and runs a timer or queue function (with the input as the message's text) without waiting for its end.
 * @param timers listeners by the name of their function, filled while the host starts
 */
export function createAdminApi(
  functions: readonly LocalFunction[],
  timers: ReadonlyMap<string, TimerListener>,
  invoker: Invoker,
): AdminApi {
  const startedAt = Date.now();

  function runFunction(target: LocalFunction, input: string): boolean {
    const timer = timers.get(target.name);
    if (timer) {
      void timer.runNow();
      return true;
    }
    if (target.trigger !== 'queue') return false;
    const text = { string: input };
    // What it throws is already logged and reported.
    invoker.invoke(target, { input: text, metadata: { QueueTrigger: text } }).catch(() => undefined);
    return true;
  }

  return {
    async answer(request, response, path, body) {
      const [area, name, ...more] = path;
      const isRead = request.method === 'GET';
      if (isRead && area === 'host' && name === 'status' && more.length === 0) {
        const processUptime = Date.now() - startedAt;
        writeJson(response, 200, { id: 'local', state: 'Running', version: HOST_VERSION, processUptime });
        return;
      }
      if (isRead && area === 'functions' && name === undefined) {
        writeJson(response, 200, functions.map(describe));
        return;
      }
      const target = functions.find((candidate) => candidate.name.toLowerCase() === name?.toLowerCase());
      if (area !== 'functions' || !target || more.length > 0) {
        response.writeHead(404).end();
      } else if (isRead) {
        writeJson(response, 200, describe(target));
      } else if (request.method !== 'POST') {
        response.writeHead(405, { allow: 'GET, POST' }).end();
      } else if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
        // A form of a foreign web page cannot send this type: nobody starts a run from outside.
        response.writeHead(415).end();
      } else {
        const run = parseRun(body);
        response.writeHead(run && runFunction(target, run.input ?? '') ? 202 : 400).end();
      }
    },
  };
}

function describe(target: LocalFunction): object {
  const { name, registered } = target;
  const bindings = Object.entries(registered.metadata.bindings).map(([key, value]) => ({
    ...value,
    name: key,
  }));
  return { name, language: 'node', isDisabled: false, config: { bindings } };
}

function parseRun(body: Buffer): z.output<typeof runSchema> | undefined {
  try {
    return runSchema.parse(JSON.parse(body.toString('utf8')));
  } catch {
    return undefined;
  }
}

function writeJson(response: ServerResponse, status: number, value: unknown): void {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
    .end(JSON.stringify(value));
}
