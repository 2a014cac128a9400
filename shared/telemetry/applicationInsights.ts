import type { TokenCredential } from '@azure/core-auth';
import { AzureMonitorMetricExporter, AzureMonitorTraceExporter } from '@azure/monitor-opentelemetry-exporter';
import type { Exporters } from './sdk.ts';

/** Exporters to Application Insights, which takes telemetry from the identity alone: local authentication is off. */
export function exportToApplicationInsights(
  connectionString: string,
  credential: TokenCredential,
): Exporters {
  // What could not be sent is not kept on the instance's disk: the instance may be gone, and nobody looks after it there.
  const options = { connectionString, credential, disableOfflineStorage: true };
  return {
    spans: new AzureMonitorTraceExporter(options),
    metrics: new AzureMonitorMetricExporter(options),
  };
}
