/**
 * The page of a closed statement of 60 teams with 300 namespaces each, over HTTP in the local host, beside a bare
 * `@azure/functions` handler that answers the same bytes from memory in the same host: `node bench/pages.ts [SECONDS]`.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startAzurite } from '../local/azurite/azurite.ts';
import { type Child, readReadyLine, startChild } from '../local/host/child.ts';
import { openStore } from '../shared/store/open.ts';
import { closeStatement, describeEstate } from './pages/estate.ts';

const READERS = 50;
const ROUNDS = 200;
const COLD_ROUNDS = 3;
const KEY = 'key-of-the-bench';
const REPORT = '/api/automation/reports/chargeback/2026-10';
const [seconds = '5'] = process.argv.slice(2);

interface Answer {
  readonly body: Buffer;
  readonly etag: string;
  readonly firstByteMs: number;
}

type Host = Child<{ readonly url: string }>;

function ask(host: Host, path: string, agent: Agent, headers: Record<string, string> = {}): Promise<Answer> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const options = { agent, headers: { 'x-functions-key': KEY, 'accept-encoding': 'br', ...headers } };
    get(`${host.ready.url}${path}`, options, (response) => {
      const chunks: Buffer[] = [];
      let firstByteMs = 0;
      response.on('data', (chunk: Buffer) => {
        firstByteMs ||= performance.now() - began;
        chunks.push(chunk);
      });
      response.once('error', reject);
      response.once('end', () => {
        const { statusCode: status = 0, headers: given } = response;
        if (status !== 200 && status !== 304) reject(new Error(`${path} answered ${status}`));
        firstByteMs ||= performance.now() - began;
        resolve({ body: Buffer.concat(chunks), etag: given.etag ?? '', firstByteMs });
      });
    }).once('error', reject);
  });
}

/** Answers a second with fifty readers who ask again as soon as they are answered. */
async function measureRate(host: Host, path: string, headers?: Record<string, string>): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: READERS });
  const until = performance.now() + Number(seconds) * 1000;
  const began = performance.now();
  let answers = 0;
  const read = async (): Promise<void> => {
    while (performance.now() < until) {
      await ask(host, path, agent, headers);
      answers += 1;
    }
  };
  await Promise.all(Array.from({ length: READERS }, read));
  agent.destroy();
  return answers / ((performance.now() - began) / 1000);
}

async function measureWarm(host: Host, path: string): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push((await ask(host, path, agent)).firstByteMs);
  agent.destroy();
  return median(times);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** The most memory that the process had in use, in MB; Linux tells it. */
function peakOf(host: Host): number {
  const status = readFileSync(`/proc/${host.process.pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

const round = (value: number, digits = 1): number => Number(value.toFixed(digits));

const folder = mkdtempSync(join(tmpdir(), 'purser-pages-'));
const azurite = await startAzurite({ location: join(folder, 'azurite') });
try {
  writeFileSync(join(folder, 'purser.yaml'), JSON.stringify(describeEstate()));
  const prepared = performance.now();
  await closeStatement(await openStore({ kind: 'connectionString', value: azurite.connectionString }));
  console.log(`statement closed in ${round((performance.now() - prepared) / 1000)} s`);
  const start = (app: string, env: Record<string, string> = {}): Promise<Host> =>
    startChild({
      name: 'The Functions host',
      script: import.meta.resolve('../local/host/serve.ts'),
      env: {
        ...{ PORT: '0', PURSER_LOCAL_KEY: KEY, AzureWebJobsStorage: azurite.connectionString },
        AzureWebJobsScriptRoot: fileURLToPath(new URL(`./pages/${app}`, import.meta.url)),
        ...env,
      },
      readReady: readReadyLine<{ readonly url: string }>,
      onLog: (line) => {
        if (line.includes('"error"')) console.error(line);
      },
    });
  const product = () => start('product', { PURSER_CONFIG: join(folder, 'purser.yaml') });

  const once = new Agent();
  const cold: number[] = [];
  for (let count = 0; count < COLD_ROUNDS; count++) {
    const host = await product();
    cold.push((await ask(host, `${REPORT}?format=html`, once)).firstByteMs);
    await host.stop();
  }
  const host = await product();
  const page = await ask(host, `${REPORT}?format=html`, once);
  const otherView = await ask(host, `${REPORT}?format=html&page=2`, once);
  const warm = await measureWarm(host, `${REPORT}?format=html`);
  const rate = await measureRate(host, `${REPORT}?format=html`);
  const unchanged = await measureRate(host, `${REPORT}?format=html`, { 'if-none-match': page.etag });
  const peak = peakOf(host);
  const csv = await ask(host, `${REPORT}?format=csv`, once);
  const peakWithCsv = peakOf(host);
  await host.stop();

  writeFileSync(join(folder, 'page'), page.body);
  const bare = await start('bare', { PURSER_BENCH_PAGE: join(folder, 'page') });
  const bareWarm = await measureWarm(bare, '/api/page');
  const bareRate = await measureRate(bare, '/api/page');
  const barePeak = peakOf(bare);
  await bare.stop();

  console.log(
    `page ${round(page.body.length / 1024)} KB compressed, CSV ${round(csv.body.length / 1_048_576)} MB compressed`,
  );
  console.table({
    purser: {
      'cold ms': round(median(cold)),
      'warm ms': round(warm, 2),
      'answers/s': round(rate),
      '304/s': round(unchanged),
      'peak MB': round(peak),
    },
    bare: { 'warm ms': round(bareWarm, 2), 'answers/s': round(bareRate), 'peak MB': round(barePeak) },
    ratio: {
      'warm ms': round(warm / bareWarm, 2),
      'answers/s': round(rate / bareRate, 2),
      'peak MB': round(peak / barePeak, 2),
    },
  });
  console.log(`another view of the page, not rendered before: ${round(otherView.firstByteMs)} ms`);
  console.log(
    `the whole CSV: ${round(csv.firstByteMs)} ms to its first byte, ${round(peakWithCsv)} MB at most`,
  );
} finally {
  await azurite.close();
  rmSync(folder, { recursive: true, force: true });
}
