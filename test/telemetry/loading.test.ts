import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { MAX_DEQUEUE_COUNT } from '../../shared/telemetry/observe.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SDK = /@opentelemetry\/(?!api\/)|monitor-opentelemetry/;

/** Files that a process has loaded after it opened telemetry and did a traced piece of work. */
function loadedBy(environment: Record<string, string>): readonly string[] {
  const script = `
    import { createRequire, registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
    const { openProcessTelemetry } = await import('./shared/pipeline/compose.ts');
    const { traceWork } = await import('./shared/telemetry/trace.ts');
    const telemetry = await openProcessTelemetry();
    await traceWork('plan', {}, undefined, async () => {});
    process.stdout.write(JSON.stringify({ open: telemetry !== undefined, loaded }));
    process.exit(0);
  `;
  const child = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...environment },
  });
  expect(child.stderr).toBe('');
  const { open, loaded } = JSON.parse(child.stdout) as { open: boolean; loaded: string[] };
  expect(open).toBe(Object.keys(environment).length > 0);
  return loaded.filter((url) => SDK.test(url));
}

const CONNECTION = `InstrumentationKey=${crypto.randomUUID()};IngestionEndpoint=http://127.0.0.1:9/`;

describe('the SDK', () => {
  it('is not loaded where nobody asked for traces', () => {
    expect(loadedBy({})).toEqual([]);
  });

  it('is loaded with the exporter that was asked for, and no other', () => {
    const otlp = loadedBy({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
    expect(otlp.some((url) => url.includes('exporter-trace-otlp-http'))).toBe(true);
    expect(otlp.some((url) => url.includes('monitor-opentelemetry'))).toBe(false);
    const insights = loadedBy({ APPLICATIONINSIGHTS_CONNECTION_STRING: CONNECTION });
    expect(insights.some((url) => url.includes('monitor-opentelemetry-exporter'))).toBe(true);
    expect(insights.some((url) => url.includes('otlp'))).toBe(false);
  });
});

it('counts a message as poisoned at the try after which the host gives it up', () => {
  const host = JSON.parse(readFileSync(`${ROOT}/host.json`, 'utf8'));
  expect(host.extensions.queues.maxDequeueCount).toBe(MAX_DEQUEUE_COUNT);
  expect(host.telemetryMode).toBe('OpenTelemetry');
});
