import { basename, resolve } from 'node:path';
import type { CostRow } from '../../model/cost.ts';
import type { Amount } from '../../model/money.ts';
import type { Day } from '../../model/time.ts';
import { isFocus } from './columns.ts';
import { datasetByName, datasetByRows, type ExportDataset, noEvidence, weighRow } from './dataset.ts';
import type { ExportRow } from './row.ts';
import { EXPORT_SOURCE, matchExportColumns, readExportRows } from './rows.ts';
import { openTable } from './table.ts';
import { describeOddities, openTally } from './tally.ts';

/** A resource group, as a bill names it. */
export interface ResourceGroupKey {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
}

/** A cost export, read. */
export interface ExportContent {
  readonly dataset: ExportDataset;
  /** Empty for the sum that the export does not hold; the same rows twice when it cannot be told which it holds. */
  readonly rows: { readonly effective: readonly CostRow[]; readonly billed: readonly CostRow[] };
  /** Sorted. */
  readonly currencies: readonly string[];
  /** First and last day of the rows; undefined when there are none. */
  readonly from: Day | undefined;
  readonly to: Day | undefined;
  /** Resource groups with machines that Azure itself bills as nodes of AKS; sorted. */
  readonly aksResourceGroups: readonly ResourceGroupKey[];
  /** What a reader must know before trusting the rows, in sentences. */
  readonly warnings: readonly string[];
}

export interface ExportOptions {
  /** What the file is called in messages, and looked at for `actual` or `amortized`; its base name by default. */
  readonly name?: string;
  /** What the export holds, when that is known for sure (its manifest says so). */
  readonly dataset?: 'actual' | 'amortized' | undefined;
  /** Assumed where the file has no currency column. Default: USD. */
  readonly currency?: string | undefined;
}

/**
 * Reads a Cost Management export: the actual and amortized datasets of every agreement, and FOCUS 1.0 to
 * 1.2; as CSV, gzipped CSV or Parquet. Every amount keeps all the digits that the file has.
 * @throws SourceError malformed, naming the file and the column or row that cannot be read; notFound
 */
export async function readExport(path: string, options: ExportOptions = {}): Promise<ExportContent> {
  const where = { source: EXPORT_SOURCE, scope: options.name ?? basename(path) };
  const table = await openTable(resolve(path), where);
  const columns = matchExportColumns(table.headers, where);
  const tally = openTally(options.currency);
  const rows: ExportRow[] = [];
  const evidence = noEvidence();
  for await (const batch of readExportRows(table, columns, where, tally)) {
    for (const row of batch) {
      rows.push(row);
      weighRow(evidence, row);
    }
  }
  const dataset: ExportDataset = isFocus(columns)
    ? 'focus'
    : (options.dataset ?? datasetByName(where.scope) ?? datasetByRows(evidence) ?? 'unknown-metric');
  return {
    dataset,
    rows: divideRows(rows, dataset),
    ...summarizeRows(rows),
    warnings: describeOddities(tally, rows.length, dataset),
  };
}

function divideRows(
  rows: readonly ExportRow[],
  dataset: ExportDataset,
): { readonly effective: readonly CostRow[]; readonly billed: readonly CostRow[] } {
  const take = (amountOf: (row: ExportRow) => Amount | undefined): CostRow[] =>
    rows.flatMap((row) => {
      const amount = amountOf(row);
      return amount === undefined ? [] : [{ ...row.base, amount }];
    });
  if (dataset === 'focus')
    return { effective: take((row) => row.effective), billed: take((row) => row.billed) };
  const only = take((row) => row.cost);
  return {
    effective: dataset === 'actual' ? [] : only,
    billed: dataset === 'amortized' ? [] : only,
  };
}

function summarizeRows(
  rows: readonly ExportRow[],
): Pick<ExportContent, 'currencies' | 'from' | 'to' | 'aksResourceGroups'> {
  const currencies = new Set<string>();
  const groups = new Map<string, ResourceGroupKey>();
  let from: Day | undefined;
  let to: Day | undefined;
  for (const { base, aksMachine } of rows) {
    currencies.add(base.currency);
    if (!from || base.day < from) from = base.day;
    if (!to || base.day > to) to = base.day;
    if (!aksMachine || base.resourceGroup === '') continue;
    const { subscriptionId, resourceGroup } = base;
    groups.set(`${subscriptionId}/${resourceGroup}`, { subscriptionId, resourceGroup });
  }
  const aksResourceGroups = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
  return { currencies: [...currencies].sort(), from, to, aksResourceGroups };
}
