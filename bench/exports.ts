/**
 * `node bench/exports.ts [ROWS] [FOLDER]`: reads a generated month of a FOCUS export (10 million rows, unless
 * told otherwise) by Purser's own source, beside the bare DuckDB statement that groups and sums the same file by
 * day, resource and meter category, both costs at once. Each reading is a process of its own, the two in turn,
 * three times; the fastest counts. FOLDER keeps the files for another time. The last line is JSON.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeExports } from './exportFiles.ts';

interface Reading {
  readonly statementSeconds: number;
  readonly seconds: number;
  readonly groups: number;
  readonly total: string;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
}

const ROUNDS = 3;
const [rows = 10_000_000, kept] = [Number(process.argv[2] ?? 10_000_000), process.argv[3]];

function measure(how: 'bare' | 'source', format: string, folder: string): Reading {
  const script = fileURLToPath(new URL('exportReading.ts', import.meta.url));
  return JSON.parse(execFileSync(process.execPath, [script, how, format, folder], { encoding: 'utf8' }));
}

function fastest(readings: readonly Reading[]): Reading {
  const [first, ...rest] = readings;
  if (!first) throw new Error('nothing was measured');
  return rest.reduce((best, reading) => (reading.seconds < best.seconds ? reading : best), first);
}

const folder = kept ?? mkdtempSync(join(tmpdir(), 'purser-bench-'));
mkdirSync(folder, { recursive: true });
const results: Record<string, Record<string, number>> = {};
try {
  if (!existsSync(join(folder, 'csv', 'manifest.json'))) {
    console.log(`Writing ${rows} rows as Parquet and as gzipped CSV …`);
    await writeExports(rows, folder);
  }
  for (const [format, file] of [
    ['parquet', 'part_0_0001.parquet'],
    ['csv', 'part_0_0001.csv.gz'],
  ] as const) {
    const readings: { bare: Reading[]; source: Reading[] } = { bare: [], source: [] };
    for (let round = 0; round < ROUNDS; round++) {
      for (const how of ['bare', 'source'] as const) readings[how].push(measure(how, format, folder));
    }
    const [bare, source] = [fastest(readings.bare), fastest(readings.source)];
    if (Math.abs(Number(bare.total) - Number(source.total)) > 1e-6 * Number(bare.total)) {
      throw new Error(`DuckDB's total ${bare.total} is not Purser's ${source.total}`);
    }
    results[format === 'csv' ? 'csv.gz' : format] = {
      'file MB': statSync(join(folder, format, file)).size / 1e6,
      'cost rows': source.groups,
      'Purser s': source.seconds,
      'Purser rows/s': rows / source.seconds,
      'Purser CPU s': source.cpuSeconds,
      'Purser MB': source.peakMegabytes,
      'DuckDB statement s': bare.statementSeconds,
      'DuckDB with its answer read s': bare.seconds,
      'DuckDB rows/s': rows / bare.seconds,
      'DuckDB CPU s': bare.cpuSeconds,
      'DuckDB MB': bare.peakMegabytes,
      'speed : DuckDB, answer read': bare.seconds / source.seconds,
      'speed : DuckDB, answer left': bare.statementSeconds / source.seconds,
    };
  }
} finally {
  if (!kept) rmSync(folder, { recursive: true, force: true });
}

const formats = Object.keys(results);
console.log(`${`${rows} rows`.padEnd(32)}${formats.map((format) => format.padStart(14)).join('')}`);
for (const name of Object.keys(results.parquet ?? {})) {
  const values = formats.map((format) => {
    const value = results[format]?.[name] ?? 0;
    return (value < 100 ? value.toFixed(2) : Math.round(value).toString()).padStart(14);
  });
  console.log(`${name.padEnd(32)}${values.join('')}`);
}
console.log(JSON.stringify({ rows, ...results }));
