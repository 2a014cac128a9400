import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import type { Exporters } from './sdk.ts';

/**
 * Exporters to a collector by OTLP over HTTP in JSON. Headers, time limits and temporality come from the variables of
 * the specification (`OTEL_EXPORTER_OTLP_HEADERS`, …), which the exporters read themselves.
 * @param endpoint base address; `/v1/traces` and `/v1/metrics` are added, as the specification says
 */
export function exportToCollector(endpoint: string): Exporters {
  const base = endpoint.replace(/\/+$/, '');
  return {
    spans: new OTLPTraceExporter({ url: `${base}/v1/traces` }),
    metrics: new OTLPMetricExporter({ url: `${base}/v1/metrics` }),
  };
}
