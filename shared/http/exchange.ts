import type { AccessParts, AccessRequest } from '../access/identify.ts';
import type { CollectTask, ReportTask } from '../model/tasks.ts';
import type { App } from '../pipeline/app.ts';
import type { QueueInspector } from '../store/queues.ts';

/** By which door a request came: a person behind App Service authentication, or a function key. */
export type Door = AccessRequest['route'];

/** A request, as far as an answer hangs on it. */
export interface HttpQuestion {
  readonly door: Door;
  readonly method: string;
  readonly url: URL;
  /** Segments of the path that the route names, decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly headers: { get(name: string): string | null };
  readBody(): Promise<Uint8Array>;
  /** Names this request in the log, and the run that it asks for. */
  readonly invocation: string;
}

export type HttpBody = string | Uint8Array | AsyncIterable<Uint8Array>;

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: HttpBody;
  /** What is to be put in a queue once the answer stands. */
  readonly task?: QueuedTask;
  /** Why it could not be answered, for the log of the host and nobody else. */
  readonly failure?: unknown;
}

export type QueuedTask =
  | { readonly queue: 'collect'; readonly message: CollectTask }
  | { readonly queue: 'report'; readonly message: ReportTask };

/** What answers are made with. */
export interface HttpParts {
  readonly app: App;
  readonly access: AccessParts;
  readonly queues: QueueInspector;
}

/** An answer of JSON. */
export function answerJson(status: number, value: unknown, headers: HttpAnswer['headers'] = {}): HttpAnswer {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
    body: `${JSON.stringify(value)}\n`,
  };
}
