/** Measures the close of one prepared month: `node bench/month.ts CLUSTERS FOLDER`. Prints one line of JSON. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePeriod } from '../shared/model/time.ts';
import { buildReport } from '../shared/pipeline/report.ts';
import { createMemoryStore } from '../shared/store/memory.ts';
import { makeApp } from './app.ts';
import { makeClusters, NAMESPACES } from './estate.ts';
import { openFileSnapshots } from './files.ts';

const DAYS = 31;
const [count = '3', folder = '.'] = process.argv.slice(2);

const clusters = makeClusters(Number(count));
const files = openFileSnapshots(join(folder, 'snapshots'));
const app = makeApp(clusters, { ...createMemoryStore(), snapshots: files });

const begun = performance.now();
const report = await buildReport(app, 'chargeback', parsePeriod('2026-10'));
const closed = performance.now();
const peakMegabytes = process.resourceUsage().maxRSS / 1024;
if (report.kind !== 'chargeback') throw new Error('not a chargeback');
writeFileSync(join(folder, 'report.json'), JSON.stringify(report));
console.log(
  JSON.stringify({
    clusters: clusters.length,
    rows: clusters.length * NAMESPACES * DAYS,
    closeSeconds: (closed - begun) / 1000,
    loadSeconds: files.loadSeconds(),
    lines: report.statements[0]?.lines.length,
    total: report.statements[0]?.total.amount,
    peakMegabytes,
  }),
);
