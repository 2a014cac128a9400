/**
 * What a new instance of the package costs before it answers, beside an empty `@azure/functions` app in the same local host:
 * `node bench/coldStart.ts [ROUNDS]`. The host is in both figures, so the difference is Purser's own.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Azurite, startAzurite } from '../local/azurite/azurite.ts';
import { readReadyLine, startChild } from '../local/host/child.ts';
import { readDefaultSettings } from '../local/machine.ts';
import { buildPackage } from '../scripts/package/build.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

interface ColdStart {
  readonly loadedMs: number;
  readonly answeredMs: number;
  readonly megabytes: number;
}

/** An app of one function that answers as soon as it is asked, bundled as Purser is. */
async function buildEmptyApp(folder: string): Promise<void> {
  mkdirSync(join(folder, 'functions'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', main: 'functions/*.js' }));
  writeFileSync(join(folder, 'host.json'), readFileSync(join(ROOT, 'host.json')));
  const source = `import { app } from '@azure/functions';
    app.http('health', { route: 'health', authLevel: 'anonymous', handler: () => ({ jsonBody: { status: 'ok' } }) });`;
  await build({
    stdin: { contents: source, resolveDir: ROOT, sourcefile: 'health.js' },
    outfile: join(folder, 'functions/health.js'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['@azure/functions-core'],
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
  });
}

async function startCold(appDirectory: string, azurite: Azurite): Promise<ColdStart> {
  const began = performance.now();
  const host = await startChild({
    name: 'The functions host',
    script: import.meta.resolve('../local/host/serve.ts'),
    env: {
      ...readDefaultSettings(),
      PURSER_CONFIG: join(ROOT, 'purser.example.yaml'),
      SMTP_PASSWORD: 'unused',
      AzureWebJobsStorage: azurite.connectionString,
      AzureWebJobsScriptRoot: appDirectory,
      PORT: '0',
    },
    readReady: readReadyLine<{ readonly url: string }>,
  });
  const loadedMs = performance.now() - began;
  try {
    const response = await fetch(`${host.ready.url}/api/health`);
    if (!response.ok) throw new Error(`${appDirectory} answers ${response.status}: ${await response.text()}`);
    await response.text();
    const answeredMs = performance.now() - began;
    const status = readFileSync(`/proc/${host.process.pid}/status`, 'utf8');
    return { loadedMs, answeredMs, megabytes: Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024 };
  } finally {
    await host.stop();
  }
}

const rounds = Number(process.argv[2] ?? 5);
const folder = mkdtempSync(join(tmpdir(), 'purser-cold-'));
const azurite = await startAzurite();
try {
  await buildEmptyApp(join(folder, 'empty'));
  const made = await buildPackage({
    out: relative(ROOT, join(folder, 'purser')),
    config: 'purser.example.yaml',
    platform: `${process.platform}-${process.arch}`,
  });
  console.log(`package: ${made.files} files, ${(made.bytes / 1e6).toFixed(1)} MB`);
  const starts = { empty: [] as ColdStart[], purser: [] as ColdStart[] };
  for (let round = 0; round < rounds; round++) {
    for (const name of ['empty', 'purser'] as const)
      starts[name].push(await startCold(join(folder, name), azurite));
  }
  console.table(
    Object.entries(starts).map(([app, measured]) => ({
      app,
      'functions loaded ms': Math.round(Math.min(...measured.map((start) => start.loadedMs))),
      'first answer ms': Math.round(Math.min(...measured.map((start) => start.answeredMs))),
      'peak MB': Math.round(Math.max(...measured.map((start) => start.megabytes))),
    })),
  );
} finally {
  await azurite.close();
  rmSync(folder, { recursive: true });
}
