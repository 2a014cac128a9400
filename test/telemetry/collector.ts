import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly status: { readonly code?: number };
  readonly attributes: readonly Attribute[];
}

interface Point {
  readonly attributes: readonly Attribute[];
  readonly asDouble?: number;
  readonly asInt?: number | string;
  readonly count?: number | string;
}

interface Metric {
  readonly name: string;
  readonly unit: string;
  readonly sum?: { readonly dataPoints: readonly Point[] };
  readonly gauge?: { readonly dataPoints: readonly Point[] };
  readonly histogram?: { readonly dataPoints: readonly Point[] };
}

/** A collector that takes OTLP over HTTP in JSON and keeps everything. */
export async function startCollector() {
  const received: { readonly path: string; readonly body: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ path: request.url ?? '', body: Buffer.concat(chunks).toString('utf8') });
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bodiesOf = (path: string) =>
    received.filter((one) => one.path === path).map(({ body }) => JSON.parse(body));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Every payload as it came. */
    text: () => received.map(({ body }) => body).join('\n'),
    paths: () => new Set(received.map(({ path }) => path)),
    spans: (): readonly Span[] =>
      bodiesOf('/v1/traces').flatMap(({ resourceSpans }) =>
        resourceSpans.flatMap((resource: { scopeSpans: { spans: Span[] }[] }) =>
          resource.scopeSpans.flatMap(({ spans }) => spans),
        ),
      ),
    metrics: (): readonly Metric[] =>
      bodiesOf('/v1/metrics').flatMap(({ resourceMetrics }) =>
        resourceMetrics.flatMap((resource: { scopeMetrics: { metrics: Metric[] }[] }) =>
          resource.scopeMetrics.flatMap(({ metrics }) => metrics),
        ),
      ),
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Attributes as an object; a value's type is its only key. */
export function readAttributes(attributes: readonly Attribute[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}

export function pointsOf(metric: Metric): readonly Point[] {
  return (metric.sum ?? metric.gauge ?? metric.histogram)?.dataPoints ?? [];
}
