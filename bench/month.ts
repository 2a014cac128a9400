/**
 * Measures the close of one prepared month, `node bench/month.ts CLUSTERS FOLDER`: building the statement, and
 * keeping it and every team's as the store does, in files. Prints one line of JSON.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalBytes } from '../shared/model/canonical.ts';
import { parsePeriod } from '../shared/model/time.ts';
import { loadChargeback } from '../shared/pipeline/chargebackReport.ts';
import { hashReport } from '../shared/reports/identity.ts';
import { countLines } from '../shared/reports/lines.ts';
import type { Report } from '../shared/reports/report.ts';
import { sliceReport } from '../shared/reports/slice.ts';
import { toKept } from '../shared/reports/version1.ts';
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
const report = await loadChargeback(app, parsePeriod('2026-10'));
const built = performance.now();
const builtMegabytes = process.resourceUsage().maxRSS / 1024;
const bytes = keep(report, 'report.json');
for (const { id } of app.config.teams) {
  const slice = sliceReport(report, id);
  if (slice) keep(slice, 'team.json');
}
const [statement] = report.statements;
console.log(
  JSON.stringify({
    clusters: clusters.length,
    rows: clusters.length * NAMESPACES * DAYS,
    closeSeconds: (performance.now() - begun) / 1000,
    cpuSeconds: process.cpuUsage().user / 1e6,
    buildSeconds: (built - begun) / 1000,
    loadSeconds: files.loadSeconds(),
    lines: statement && countLines(statement),
    megabytes: bytes / 2 ** 20,
    total: statement?.total.amount,
    builtMegabytes,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  }),
);

function keep(kept: Report, name: string): number {
  hashReport(kept);
  const body = canonicalBytes(toKept(kept));
  writeFileSync(join(folder, name), body);
  return body.byteLength;
}
