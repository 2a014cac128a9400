import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { matchRoute, parseRoute } from '../../local/host/route.ts';
import { ConfigSchema } from '../../shared/config/schema.ts';
import type { HttpAnswer, HttpParts, HttpQuestion } from '../../shared/http/exchange.ts';
import { OPERATIONS } from '../../shared/http/operations.ts';
import { respond } from '../../shared/http/respond.ts';
import { answerUnknown } from '../../shared/http/unknown.ts';
import type { App } from '../../shared/pipeline/app.ts';
import { claimsOf, encodePrincipal, OBJECT_CLAIM, TENANT } from '../access/principals.ts';
import { makeConfig } from '../reports/configuration.ts';

/** Who may do what in the tests: by address. */
const ACCESS = ConfigSchema.shape.access.parse({
  tenants: [TENANT],
  roles: {
    finance: { addresses: ['finance@contoso.com'] },
    security: { addresses: ['security@contoso.com'] },
    platform: { addresses: ['operator@contoso.com'] },
  },
  teams: { shop: { addresses: ['both@contoso.com'] }, pay: { addresses: ['both@contoso.com'] } },
  automation: { roles: ['finance'] },
});

/** The configuration of the tests: the shop's lead is shop@contoso.com, the lead of payments pay@contoso.com. */
export function makeAccessConfig(): App['config'] {
  return makeConfig({ access: ACCESS });
}

/** A line of the log. */
export interface LoggedLine {
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** An answer as a client has it, decompressed. */
export interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly text: string;
  readonly json: () => Record<string, unknown>;
  readonly task: HttpAnswer['task'];
}

export interface Asked {
  readonly door?: HttpQuestion['door'];
  readonly method?: string;
  /** Address of whoever is signed in; undefined for nobody. */
  readonly as?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Asks the operations themselves, as the functions do, without a host between. */
export function openService(app: App) {
  const log: LoggedLine[] = [];
  const parts: HttpParts = {
    app: { ...app, log: (_level, message, fields = {}) => log.push({ message, fields }) },
    access: {
      config: app.config,
      signedInByPlatform: true,
      groups: { findGroups: async () => [] },
    },
    queues: { countWaiting: async () => [], peekPoison: async () => [] },
  };
  async function ask(path: string, asked: Asked = {}): Promise<Received> {
    const { door = 'browser', method = 'GET', as, body } = asked;
    const url = new URL(`http://purser.example/api/${path}`);
    const headers = new Headers({
      ...(as !== undefined && { 'x-ms-client-principal': signIn(as) }),
      ...(body !== undefined && {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
        'sec-fetch-site': 'same-origin',
      }),
      ...asked.headers,
    });
    const question: HttpQuestion = {
      ...{ door, method, url, headers, path: {}, invocation: randomUUID() },
      readBody: async () => Buffer.from(body ?? ''),
    };
    const segments = url.pathname.split('/').slice(2).map(decodeURIComponent);
    for (const operation of OPERATIONS) {
      const found = matchRoute(parseRoute(operation.path, 'test'), segments);
      if (!found || (method === 'HEAD' ? 'GET' : method) !== operation.method) continue;
      return receive(await respond(operation, { ...question, path: found }, async () => parts));
    }
    return receive(answerUnknown(question));
  }
  return { ask, log, parts };
}

/** What the platform says of somebody who signed in: everybody is somebody else. */
export function signIn(address: string): string {
  const hash = createHash('sha256').update(address).digest('hex');
  const id = `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
  return encodePrincipal(
    claimsOf(address).map(([type, value]) => [type, type === OBJECT_CLAIM ? id : value]),
  );
}

async function receive({ status, headers, body, task }: HttpAnswer): Promise<Received> {
  const sent =
    typeof body === 'string'
      ? Buffer.from(body)
      : body === undefined
        ? Buffer.alloc(0)
        : body instanceof Uint8Array
          ? Buffer.from(body)
          : await buffer(Readable.from(body));
  const plain = decompress(sent, headers['Content-Encoding']);
  const text = plain.toString('utf8');
  return { status, headers, body: plain, text, json: () => JSON.parse(text), task };
}

function decompress(body: Buffer, encoding: string | undefined): Buffer {
  if (encoding === 'br') return brotliDecompressSync(body);
  return encoding === 'gzip' ? gunzipSync(body) : body;
}
