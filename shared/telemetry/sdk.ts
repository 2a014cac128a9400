import { randomUUID } from 'node:crypto';
import { metrics } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  createAllowListAttributesProcessor,
  MeterProvider,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
} from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, NodeTracerProvider, type SpanExporter } from '@opentelemetry/sdk-trace-node';
import { METRICS } from './metrics.ts';
import type { Telemetry } from './open.ts';
import { outsideTraces } from './trace.ts';

export interface Exporters {
  readonly spans: SpanExporter;
  readonly metrics: PushMetricExporter;
}

/** An invocation does not wait longer than this for telemetry to leave; */
const FLUSH_MS = 3000;
/** and those of this time after one that waited in vain do not wait at all, so that a collector that is away slows down nobody. */
const PATIENCE_LOST_MS = 60_000;

/** Registers the SDK with the API that the product calls, once for the process. */
export function startSdk(exporters: readonly Exporters[]): Telemetry {
  const resource = resourceFromAttributes({
    'service.name': 'purser',
    // Instances count on their own: without it a collector would take their counters for one that jumps.
    'service.instance.id': randomUUID(),
  });
  const tracers = new NodeTracerProvider({
    resource,
    spanProcessors: exporters.map(({ spans }) => new BatchSpanProcessor(spans)),
  });
  const meters = new MeterProvider({
    resource,
    views: Object.entries(METRICS).map(([instrumentName, { attributes }]) => ({
      instrumentName,
      attributesProcessors: [createAllowListAttributesProcessor([...attributes])],
    })),
    readers: exporters.map(
      (own) => new PeriodicExportingMetricReader({ exporter: own.metrics, exportIntervalMillis: 60_000 }),
    ),
  });
  tracers.register();
  metrics.setGlobalMeterProvider(meters);
  let waitAgainAt = 0;
  const both = async (
    act: (provider: NodeTracerProvider | MeterProvider) => Promise<void>,
  ): Promise<void> => {
    const leaving = outsideTraces(() => Promise.allSettled([act(tracers), act(meters)]));
    if (performance.now() < waitAgainAt) return;
    if (!(await endsWithin(FLUSH_MS, leaving))) waitAgainAt = performance.now() + PATIENCE_LOST_MS;
  };
  return {
    flush: () => both((provider) => provider.forceFlush()),
    close: () => both((provider) => provider.shutdown()),
  };
}

async function endsWithin(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, milliseconds, false);
  const ended = await Promise.race([work.then(() => true), late]);
  clearTimeout(timer);
  return ended;
}
