/**
 * `node bench/metering.ts [PODS …]`: one look at a cluster of 5,000 pods, folded and kept, in a process of its own
 * with a small heap, beside an API server and Azurite in theirs. The worst of three samples in a row counts.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startAzurite } from '../local/azurite/azurite.ts';

/**
 * Node lets its young generation grow to some 100 MB, most of it garbage; an instance that is short of memory sets
 * the same in languageWorkers__node__arguments.
 */
const MEMORY_FLAGS = ['--max-old-space-size=160', '--max-semi-space-size=8'];
const SAMPLES = 3;
/** A sample is to take no more than this. */
const LIMITS = { seconds: 5, megabytes: 256 } as const;

interface Figures {
  readonly pods: number;
  readonly uses: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly opened: number;
  readonly peakMegabytes: number;
}

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const sizes = process.argv.slice(2).map(Number);
const azurite = await startAzurite({});
const figures: Figures[] = [];
for (const size of sizes.length > 0 ? sizes : [1000, 5000]) {
  const server = spawn(process.execPath, [script('meteredServer.ts'), String(size)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: server.stdout }), 'line');
  const { url, ca } = JSON.parse(String(line)) as { readonly url: string; readonly ca: string };
  const output = execFileSync(process.execPath, [...MEMORY_FLAGS, script('meteredSample.ts')], {
    encoding: 'utf8',
    env: {
      ...process.env,
      BENCH_SERVER: url,
      BENCH_CA: ca,
      BENCH_STORAGE: azurite.connectionString,
      BENCH_SAMPLES: String(SAMPLES),
    },
  });
  figures.push(JSON.parse(output.trim().split('\n').at(-1) ?? '') as Figures);
  server.kill();
}
await azurite.close();

const row = (name: string, value: (figure: Figures) => string | number): string =>
  `${name.padEnd(28)} ${figures.map((figure) => String(value(figure)).padStart(12)).join('')}`;
console.log(row('pods a sample', (figure) => figure.pods));
console.log(row('workloads and node pools', (figure) => figure.uses));
console.log(row('sample s (worst of 3)', (figure) => figure.seconds.toFixed(2)));
console.log(row('of it processor s', (figure) => figure.cpuSeconds.toFixed(2)));
console.log(row('peak MB', (figure) => Math.round(figure.peakMegabytes)));
console.log(row('of it before sampling MB', (figure) => Math.round(figure.opened)));
const largest = figures.at(-1);
const withinLimits =
  largest !== undefined && largest.seconds <= LIMITS.seconds && largest.peakMegabytes <= LIMITS.megabytes;
console.log(JSON.stringify({ ...largest, limits: LIMITS, withinLimits }));
process.exit(withinLimits ? 0 : 1);
