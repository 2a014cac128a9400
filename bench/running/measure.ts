/**
 * Runs the demo tenant once and keeps what it took, for the running-cost model: `node bench/running/measure.ts`. Writes
 * measured.json beside this file.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Counts } from './counts.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const state = mkdtempSync(join(tmpdir(), 'purser-running-'));
const counts = join(state, 'counts');
mkdirSync(counts);
try {
  const run = spawnSync(
    process.execPath,
    [join(ROOT, 'local/start.ts'), '--once', '--state', state, '--port', '0', '--inbox', '0'],
    {
      stdio: 'inherit',
      env: {
        ...process.env,
        PURSER_COUNTS: counts,
        NODE_OPTIONS: `--import ${fileURLToPath(new URL('./requestCounter.ts', import.meta.url))}`,
      },
    },
  );
  if (run.status !== 0) throw new Error(`The run ended with ${run.status}.`);
  const [file] = readdirSync(counts);
  if (!file) throw new Error('The functions host counted nothing.');
  const measured = JSON.parse(readFileSync(join(counts, file), 'utf8')) as Counts;
  const target = fileURLToPath(new URL('./measured.json', import.meta.url));
  const about = { on: new Date().toISOString().slice(0, 10), ...measured };
  writeFileSync(target, `${JSON.stringify(about, null, 2)}\n`);
  console.log(`written to ${target}`);
} finally {
  rmSync(state, { recursive: true, force: true });
}
