import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CostMetric, CostRow } from '../../../shared/model/cost.ts';
import { formatExact, sumAmounts } from '../../../shared/model/money.ts';
import { type Day, parsePeriod } from '../../../shared/model/time.ts';
import { createExportSource } from '../../../shared/sources/exports/exportSource.ts';
import { openFolder } from '../../../shared/sources/exports/folder.ts';
import type { ExportStore } from '../../../shared/sources/exports/store.ts';
import type { ExportedDay, ExportedMonth } from '../../../shared/sources/source.ts';

export const SUBSCRIPTION = '1f0a5c2e-0b7d-4c1a-9a53-0c6f2d1e7a01';

/** A run of an export as a test describes it; what is left out is as Azure would write it. */
export interface RunTwin {
  readonly name?: string;
  readonly type?: string;
  readonly scope?: string;
  readonly submitted?: string;
  readonly from?: string;
  readonly to?: string;
  /** Files by name. */
  readonly files: Readonly<Record<string, string | Buffer>>;
  /** Rows that the manifest promises of each file; left out, it does not tell bytes and rows. */
  readonly rows?: number;
  readonly folder?: string;
}

/** Writes runs of exports with their manifests; gives the files by name. */
export function describeRunFiles(runs: readonly RunTwin[]): Record<string, string | Buffer> {
  const files: Record<string, string | Buffer> = {};
  for (const [index, run] of runs.entries()) {
    const folder = run.folder ?? `exports/run-${index}`;
    const blobs = Object.entries(run.files).map(([name, content]) => {
      files[`${folder}/${name}`] = content;
      const counts =
        run.rows === undefined ? {} : { byteCount: Buffer.byteLength(content), dataRowCount: run.rows };
      return { blobName: `${folder}/${name}`, ...counts };
    });
    const name = run.name ?? 'focus-daily';
    files[`${folder}/manifest.json`] = JSON.stringify({
      manifestVersion: '2024-04-01',
      blobCount: blobs.length,
      exportConfig: {
        exportName: name,
        resourceId: `${run.scope ?? '/providers/Microsoft.Billing/billingAccounts/1'}/providers/Microsoft.CostManagement/exports/${name}`,
        type: run.type ?? 'FocusCost',
        dataVersion: '1.0',
      },
      deliveryConfig: { partitionData: true, fileFormat: 'Csv' },
      runInfo: {
        executionType: 'Scheduled',
        submittedTime: run.submitted ?? '2026-11-05T02:11:04.1234567Z',
        runId: `run-${index}`,
        startDate: run.from ?? '2026-10-01T00:00:00',
        endDate: run.to ?? '2026-10-31T00:00:00',
      },
      blobs,
    });
  }
  return files;
}

/** Writes files to a folder that goes when the test does. */
export async function writeFolder(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'purser-exported-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

/** A month of exports, read to its end. */
export interface ReadMonth extends Pick<ExportedMonth, 'runs' | 'problems' | 'warnings'> {
  readonly days: readonly ExportedDay[];
}

export async function readMonth(
  stores: readonly ExportStore[],
  options: { readonly month?: string; readonly tagKeys?: readonly string[] } = {},
): Promise<ReadMonth> {
  const places = stores.map((_, index) => ({ name: `place ${index}`, folder: String(index), directory: '' }));
  const source = createExportSource(places, {
    openStore: (place) => stores[Number(place.folder)] as ExportStore,
    tagKeys: options.tagKeys ?? [],
  });
  const month = await source.readExports(parsePeriod(options.month ?? '2026-10'));
  try {
    const days = await Array.fromAsync(month.readDays());
    return { runs: month.runs, problems: month.problems, warnings: month.warnings, days };
  } finally {
    await month.close();
  }
}

export async function readRuns(
  runs: readonly RunTwin[],
  options: { readonly month?: string; readonly tagKeys?: readonly string[] } = {},
): Promise<ReadMonth> {
  return readMonth([openFolder(await writeFolder(describeRunFiles(runs)), '')], options);
}

export function rowsOf(month: Pick<ReadMonth, 'days'>, metric: CostMetric): readonly CostRow[] {
  return month.days.flatMap((day) => day[metric] ?? []);
}

export function totalOf(month: Pick<ReadMonth, 'days'>, metric: CostMetric): string {
  return formatExact(sumAmounts(rowsOf(month, metric).map((row) => row.amount)));
}

/** The rows' exact sums by all that a sum is told apart by. */
export function sumRows(rows: readonly CostRow[], tagKeys: readonly string[] = []): Record<string, string> {
  const sums = new Map<string, bigint>();
  for (const row of rows) {
    const tags = Object.entries(row.tags ?? {})
      .filter(([key]) => tagKeys.includes(key))
      .sort();
    const key = JSON.stringify([
      row.day,
      row.subscriptionId,
      row.resourceId,
      row.resourceGroup,
      row.meterCategory,
      row.currency,
      tags,
    ]);
    sums.set(key, (sums.get(key) ?? 0n) + row.amount);
  }
  return Object.fromEntries([...sums].sort().map(([key, sum]) => [key, formatExact(sum)]));
}

export function dayOf(month: ReadMonth, day: Day, subscriptionId = SUBSCRIPTION): ExportedDay | undefined {
  return month.days.find((candidate) => candidate.day === day && candidate.subscriptionId === subscriptionId);
}
