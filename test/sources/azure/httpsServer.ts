import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { onTestFinished } from 'vitest';
import { type Config, ConfigSchema } from '../../../shared/config/schema.ts';
import { type AzureSourcesParts, createAzureSources } from '../../../shared/sources/azure/sources.ts';

export const SUBSCRIPTION = '11111111-2222-3333-4444-555555555555';
export const NOW = new Date('2026-11-23T02:00:00Z');

/** A request as it arrived on the wire. */
export interface Arrival {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a string as it is. */
  readonly body?: unknown;
  /** Takes over the response: half bodies, silence. */
  readonly send?: (response: ServerResponse) => void;
}

const certificate = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
  keyType: 'ec',
  algorithm: 'sha256',
  extensions: [
    { name: 'basicConstraints', cA: true },
    { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
  ],
});

/** PEM of the certificate of every test server. */
export const TRUSTED = certificate.cert;

/** A server of its own for one test, in the place of Resource Manager. */
export async function serve(
  answer: (request: Arrival, origin: string) => Answer,
): Promise<{ readonly url: string; readonly arrivals: readonly Arrival[] }> {
  const arrivals: Arrival[] = [];
  const server = createServer(
    { key: certificate.private, cert: certificate.cert },
    async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const url = new URL(request.url ?? '/', origin);
      const arrival: Arrival = {
        method: request.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      arrivals.push(arrival);
      const { status = 200, headers = {}, body, send } = answer(arrival, origin);
      if (send) return send(response);
      const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(text);
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: origin, arrivals };
}

export function configure(url: string, azure: object = {}, cost: object = {}): Config {
  return ConfigSchema.parse({
    organisation: 'Contoso',
    azure: { subscriptions: [SUBSCRIPTION], resourceManagerUrl: url, ...azure },
    teams: [{ id: 'shop', name: 'Shop', costCenter: 'CC-1' }],
    audiences: { finance: {}, security: {}, operator: {} },
    cost: { callsPerMinute: 10_000, ...cost },
  });
}

/** The real sources against a server, with waits that are noted, and pass on their clock, instead of waited. */
export function connectTo(url: string, parts: Partial<AzureSourcesParts> = {}, config = configure(url)) {
  const waits: number[] = [];
  let waited = 0;
  const logs: string[] = [];
  const sources = createAzureSources(config, {
    credential: {
      getToken: async () => ({ token: 'secret-token', expiresOnTimestamp: Date.now() + 3_600_000 }),
    },
    clock: { now: () => new Date(NOW.getTime() + waited) },
    tlsCa: TRUSTED,
    wait: async (milliseconds) => {
      waits.push(milliseconds);
      waited += milliseconds;
    },
    log: (message) => logs.push(message),
    ...parts,
  });
  return { sources, waits, logs };
}

/** A Resource Graph that answers by the table and type that a query names, and pages in slices of `pageRows`. */
export function answerGraph(tables: Readonly<Record<string, readonly object[]>>, pageRows = 1000) {
  return (request: Arrival): Answer => {
    const { query, options } = JSON.parse(request.body);
    const name = Object.keys(tables).find((key) => query.toLowerCase().includes(key));
    const rows = name === undefined ? [] : (tables[name] ?? []);
    const start = Number(options.$skipToken ?? 0);
    const data = rows.slice(start, start + pageRows);
    const next = start + pageRows;
    return {
      body: {
        totalRecords: rows.length,
        count: data.length,
        data,
        facets: [],
        resultTruncated: 'false',
        ...(next < rows.length ? { $skipToken: String(next) } : {}),
      },
    };
  };
}
