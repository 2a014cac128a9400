/**
 * Measures one reading of a generated export: `node bench/exportReading.ts bare|source csv|parquet FOLDER`.
 * Prints one line of JSON.
 */
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { formatExact } from '../shared/model/money.ts';
import { parsePeriod } from '../shared/model/time.ts';
import { createExportSource } from '../shared/sources/exports/exportSource.ts';
import { openFolder } from '../shared/sources/exports/folder.ts';

const [how = 'source', format = 'parquet', folder = '.'] = process.argv.slice(2);

/** The statement that an analyst would write, both sums in one pass, with DuckDB's own settings and the client that Purser uses too. */
async function readBare(): Promise<{
  statementSeconds: number;
  seconds: number;
  groups: number;
  total: string;
}> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const file = join(folder, format, format === 'csv' ? 'part_0_0001.csv.gz' : 'part_0_0001.parquet');
  const begun = performance.now();
  const result = await connection.run(`SELECT ChargePeriodStart, ResourceId, x_SkuMeterCategory,
    sum(EffectiveCost) AS effective, sum(BilledCost) AS billed FROM '${file}' GROUP BY ALL`);
  const stated = performance.now();
  let groups = 0;
  let total = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) break;
    const columns = [0, 1, 2, 3, 4].map((column) => chunk.getColumnVector(column));
    for (let row = 0; row < chunk.rowCount; row++) {
      const values = columns.map((column) => column.getItem(row));
      total += Number(String(values[3]));
      groups++;
    }
  }
  const read = performance.now();
  return {
    statementSeconds: (stated - begun) / 1000,
    seconds: (read - begun) / 1000,
    groups,
    total: String(total),
  };
}

async function readSource(): Promise<{
  statementSeconds: number;
  seconds: number;
  groups: number;
  total: string;
}> {
  const begun = performance.now();
  const source = createExportSource([{ name: 'bench', folder: join(folder, format), directory: '' }], {
    openStore: (place) => openFolder(place.folder ?? '', place.directory),
    tagKeys: [],
  });
  const month = await source.readExports(parsePeriod('2026-10'));
  const stated = performance.now();
  let groups = 0;
  let total = 0n;
  try {
    if (month.problems.length > 0) throw month.problems[0];
    for await (const day of month.readDays()) {
      for (const row of day.effective ?? []) total += row.amount;
      groups += day.effective?.length ?? 0;
    }
  } finally {
    await month.close();
  }
  const seconds = (performance.now() - begun) / 1000;
  return {
    statementSeconds: (stated - begun) / 1000,
    seconds: seconds,
    groups,
    total: formatExact(total),
  };
}

const figures = how === 'bare' ? await readBare() : await readSource();
const { user, system } = process.cpuUsage();
console.log(
  JSON.stringify({
    ...figures,
    cpuSeconds: (user + system) / 1e6,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  }),
);
