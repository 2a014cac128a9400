/**
 * Measures governance: `node bench/governance.ts`, or with other numbers of clusters than 30 and 300. At 300 there
 * are 200,000 findings and a million rows about vulnerable images a week. Seven days of readings are joined and
 * held against the life stories, then the week's report is built, each in a process of its own with the heap of
 * the smallest instance. Prints seconds, memory, entities read and written; the last line is JSON.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Day, daysBetween, parsePeriod } from '../shared/model/time.ts';
import { assessFindings } from '../shared/pipeline/assess.ts';
import { readingDays } from '../shared/reports/findings.ts';
import { createMemoryStore } from '../shared/store/memory.ts';
import { makeApp } from './app.ts';
import { makeClusters } from './estate.ts';
import { createFileSnapshots, openFileSnapshots } from './files.ts';
import { createFileFindings } from './findingFiles.ts';
import { defenderOf, kubernetesOf, makeInventory, policyOf } from './governanceEstate.ts';

const WEEK = parsePeriod('2026-W45');
const { from: FIRST, to: LAST } = readingDays(WEEK);
/** What of the smallest Flex instance (512 MB) its runtime and buffers leave to the heap; a small nursery keeps to it. */
const SMALL_HEAP = ['--max-old-space-size=320', '--max-semi-space-size=4'];
const LARGE_HEAP = ['--max-old-space-size=2048'];

const [mode, count = '3', folder = '.'] = process.argv.slice(2);
if (mode === 'prepare') await prepare(Number(count), folder);
else if (mode === 'assess') console.log(JSON.stringify(await assess(Number(count), folder)));
else if (mode === 'report') console.log(JSON.stringify(await report(Number(count), folder)));
else measureAll(process.argv.slice(2).map(Number));

/** Keeps a week of readings as a collection does. */
async function prepare(count: number, folder: string): Promise<void> {
  const inventory = makeInventory(makeClusters(count));
  const files = createFileSnapshots(join(folder, 'snapshots'));
  const keep = files.putSnapshot;
  for (const day of daysBetween(FIRST, LAST)) {
    const asOf = `${day}T02:00:00.000Z`;
    await keep({ source: 'inventory', scope: 'estate', day, asOf, data: inventory });
    for (const { id } of inventory.subscriptions) {
      await keep({ source: 'policy', scope: id, day, asOf, data: policyOf(inventory, id, day) });
      await keep({ source: 'defender', scope: id, day, asOf, data: defenderOf(inventory, id, day) });
    }
    for (const [index, cluster] of inventory.clusters.entries()) {
      const data = kubernetesOf(inventory, cluster, index, day);
      await keep({ source: 'kubernetes', scope: cluster.id, day, asOf, data });
    }
  }
  files.close();
}

function open(count: number, folder: string, today: Day) {
  const { store, counts } = createFileFindings(join(folder, 'findings'));
  const snapshots = openFileSnapshots(join(folder, 'snapshots'));
  const app = makeApp(makeClusters(count), { ...createMemoryStore(), snapshots, findings: store });
  return { app: { ...app, clock: { now: () => new Date(`${today}T06:00:00Z`) } }, counts, snapshots };
}

/** Joins and carries on the stories of seven days. */
async function assess(count: number, folder: string) {
  const days = [];
  for (const day of daysBetween(FIRST, LAST)) {
    const { app, counts } = open(count, folder, day);
    const begun = performance.now();
    const { observed, changed } = await assessFindings(app, day, 'bench');
    days.push({ day, seconds: (performance.now() - begun) / 1000, observed, changed, ...counts });
  }
  return { days, peakMegabytes: process.resourceUsage().maxRSS / 1024 };
}

async function report(count: number, folder: string) {
  const { app, counts } = open(count, folder, LAST);
  const { loadGovernanceReport } = await import('../shared/pipeline/governanceReport.ts');
  const begun = performance.now();
  const built = await loadGovernanceReport(app, WEEK);
  const seconds = (performance.now() - begun) / 1000;
  return {
    seconds,
    open: built.totals.open,
    ...counts,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
}

function measureAll(sizes: readonly number[]): void {
  const figures = (sizes.length > 0 ? sizes : [30, 300]).map((size) => {
    const folder = mkdtempSync(join(tmpdir(), 'purser-governance-'));
    try {
      run('prepare', size, folder, LARGE_HEAP);
      const assessed = run('assess', size, folder) as Awaited<ReturnType<typeof assess>>;
      const reported = run('report', size, folder) as Awaited<ReturnType<typeof report>>;
      return summarize(size, assessed, reported);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  for (const name of Object.keys(figures[0] ?? {})) {
    const values = figures.map((row) => String(row[name as keyof typeof row]).padStart(12));
    console.log(`${name.padEnd(32)} ${values.join('')}`);
  }
  for (const [index, row] of figures.slice(1).entries()) {
    const before = figures[index];
    const times = (name: keyof typeof row): string => (Number(row[name]) / Number(before?.[name])).toFixed(1);
    const words = `assessing a day takes ×${times('assess s a day')}, the report ×${times('report s')}`;
    console.log(`${before?.clusters} to ${row.clusters} clusters (×${times('clusters')}): ${words}`);
  }
  console.log(JSON.stringify(figures));
}

function run(mode: string, size: number, folder: string, heap: readonly string[] = SMALL_HEAP): unknown {
  const path = fileURLToPath(import.meta.url);
  const output = execFileSync(process.execPath, [...heap, path, mode, String(size), folder], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return output === '' ? undefined : JSON.parse(output.trim().split('\n').at(-1) ?? '');
}

function summarize(
  clusters: number,
  { days, peakMegabytes }: Awaited<ReturnType<typeof assess>>,
  reported: Awaited<ReturnType<typeof report>>,
) {
  const [first, ...later] = days;
  const mean = (pick: (day: (typeof days)[number]) => number): number =>
    later.reduce((sum, day) => sum + pick(day), 0) / later.length;
  return {
    clusters,
    findings: days.at(-1)?.observed ?? 0,
    'first day s': round(first?.seconds),
    'first day written': first?.written ?? 0,
    'assess s a day': round(mean(({ seconds }) => seconds)),
    'read a day': Math.round(mean(({ read }) => read)),
    'written a day': Math.round(mean(({ written }) => written)),
    'assess MB': Math.round(peakMegabytes),
    'report s': round(reported.seconds),
    'report read': reported.read,
    'report open': reported.open,
    'report MB': Math.round(reported.peakMegabytes),
  };
}

function round(value = 0): number {
  return Number(value.toFixed(2));
}
