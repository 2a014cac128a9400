import type { TokenCredential } from '@azure/core-auth';

/** Where traces and metrics go, running. */
export interface Telemetry {
  /** Sends away what waits; gives up after some seconds, and never throws: telemetry must not fail the work. */
  flush(): Promise<void>;
  /** Flushes and stops. */
  close(): Promise<void>;
}

/**
 * Starts sending traces and metrics to where the environment says: `APPLICATIONINSIGHTS_CONNECTION_STRING` is
 * Application Insights, `OTEL_EXPORTER_OTLP_ENDPOINT` any collector by OTLP over HTTP; both at once are possible.
 * Without either, nothing of the SDK is loaded.
 * @param createCredential the identity that Application Insights takes telemetry from
 */
export async function openTelemetry(
  environment: Readonly<Record<string, string | undefined>>,
  createCredential: () => TokenCredential,
): Promise<Telemetry | undefined> {
  const connectionString = environment.APPLICATIONINSIGHTS_CONNECTION_STRING || undefined;
  const collector = environment.OTEL_EXPORTER_OTLP_ENDPOINT || undefined;
  if (connectionString === undefined && collector === undefined) return undefined;
  const [{ startSdk }, insights, otlp] = await Promise.all([
    import('./sdk.ts'),
    connectionString === undefined ? undefined : import('./applicationInsights.ts'),
    collector === undefined ? undefined : import('./collector.ts'),
  ]);
  return startSdk([
    ...(insights && connectionString !== undefined
      ? [insights.exportToApplicationInsights(connectionString, createCredential())]
      : []),
    ...(otlp && collector !== undefined ? [otlp.exportToCollector(collector)] : []),
  ]);
}
