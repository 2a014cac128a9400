/**
 * Collecting, closing a month and rendering at 3, 30 and 300 clusters, each in a process of its own, beside DuckDB
 * doing the same join and sum over the same rows: `node bench/months.ts [SIZES]`.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

type Figures = Readonly<Record<string, number>> & { readonly total: string };

/** The heap that the smallest Flex instance (512 MB) leaves beside the runtime and its buffers. */
const SMALL_HEAP = 256;
/** Rendering holds a whole file, and the CSV of 300 clusters has 800,000 rows: a 2 GB instance. */
const LARGE_HEAP = 1536;

function measure(heap: number, script: string, ...args: string[]): Figures {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const output = execFileSync(process.execPath, [`--max-old-space-size=${heap}`, path, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Figures;
}

const sizes = process.argv.slice(2).map(Number);
const table: Record<string, string | number>[] = [];
const round = (value: number | undefined, digits = 2): number => Number((value ?? 0).toFixed(digits));
for (const size of sizes.length > 0 ? sizes : [3, 30, 300]) {
  const folder = mkdtempSync(join(tmpdir(), 'purser-bench-'));
  console.log(`${size} clusters …`);
  const collect = measure(SMALL_HEAP, 'collect.ts', String(size));
  measure(LARGE_HEAP, 'prepare.ts', String(size), folder);
  const month = measure(SMALL_HEAP, 'month.ts', String(size), folder);
  const render = measure(LARGE_HEAP, 'render.ts', folder);
  const peer = measure(SMALL_HEAP, 'peer.ts', String(size), folder);
  rmSync(folder, { recursive: true });
  const [close = 0, load = 0] = [month.closeSeconds, month.loadSeconds];
  table.push({
    clusters: size,
    'allocation rows': month.rows ?? 0,
    'collect s': round(collect.seconds),
    'collect rows/s': Math.round((collect.rows ?? 0) / (collect.seconds ?? 1)),
    'collect MB': Math.round(collect.peakMegabytes ?? 0),
    'close s': round(close),
    'of it CPU s': round(month.cpuSeconds),
    'of it load s': round(load),
    'close rows/s': Math.round((month.rows ?? 0) / close),
    'close MB': Math.round(month.peakMegabytes ?? 0),
    'statement lines': month.lines ?? 0,
    'statement MB': round(month.megabytes, 1),
    'render s': round(render.seconds),
    'render MB': Math.round(render.peakMegabytes ?? 0),
    'DuckDB load+sum s': round((peer.loadSeconds ?? 0) + (peer.sumSeconds ?? 0)),
    'DuckDB sum alone s': round(peer.sumSeconds),
    'DuckDB MB': Math.round(peer.peakMegabytes ?? 0),
    'close : DuckDB (load+sum)': round(close / ((peer.loadSeconds ?? 0) + (peer.sumSeconds ?? 0))),
  });
  if (Math.abs(Number(month.total) - Number(peer.total)) > 0.01 * size) {
    console.log(`  DuckDB's floating-point total ${peer.total} is not Purser's ${month.total}`);
  }
}
for (const name of Object.keys(table[0] ?? {})) {
  console.log(`${name.padEnd(28)} ${table.map((row) => String(row[name]).padStart(12)).join('')}`);
}
const growth = table.slice(1).map((row, index) => {
  const before = table[index];
  const times = (name: string): number => Number(row[name]) / Number(before?.[name] ?? 1);
  return `${before?.clusters} to ${row.clusters} clusters (×${times('clusters')}): close takes ×${times('close s').toFixed(1)}, collect ×${times('collect s').toFixed(1)}`;
});
for (const line of growth) console.log(line);
