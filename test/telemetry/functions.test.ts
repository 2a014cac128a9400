import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Child, readReadyLine, startChild } from '../../local/host/child.ts';
import { readDefaultSettings } from '../../local/machine.ts';
import { buildPackage } from '../../scripts/package/build.ts';
import { type Azurite, startAzurite } from '../store/azurite.ts';
import { readAttributes, startCollector } from './collector.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'purser-telemetry-'));
let azurite: Azurite;
let collector: Awaited<ReturnType<typeof startCollector>>;
let host: Child<{ readonly url: string }>;

/** As it is deployed: what is loaded later must have survived the bundling. */
beforeAll(async () => {
  azurite = await startAzurite();
  collector = await startCollector();
  await buildPackage({ out: folder, config: 'none.yaml', platform: `${process.platform}-${process.arch}` });
  host = await startChild({
    name: 'The functions host',
    script: import.meta.resolve('../../local/host/serve.ts'),
    env: {
      ...readDefaultSettings(),
      PURSER_CONFIG: join(ROOT, 'purser.example.yaml'),
      SMTP_PASSWORD: 'unused',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      AzureWebJobsStorage: azurite.connectionString,
      AzureWebJobsScriptRoot: folder,
      PORT: '0',
    },
    readReady: readReadyLine<{ readonly url: string }>,
  });
});

afterAll(async () => {
  await host.stop();
  await collector.close();
  await azurite.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('the deployed functions', () => {
  it('trace a request as a part of the host’s own trace, with its invocation', async () => {
    expect((await fetch(`${host.ready.url}/api/health`)).status).toBe(200);
    const span = collector.spans().find(({ name }) => name === 'http');
    expect(span?.parentSpanId).toMatch(/^[0-9a-f]{16}$/);
    expect(readAttributes(span?.attributes ?? [])).toEqual({
      'purser.function': 'health',
      'purser.invocation': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });
});
