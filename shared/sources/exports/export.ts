import { basename, resolve } from 'node:path';
import type { CostRow } from '../../model/cost.ts';
import { SourceError } from '../../model/errors.ts';
import type { Amount } from '../../model/money.ts';
import type { Day } from '../../model/time.ts';
import { type ExportField, isFocus, matchColumns, missingField, namesOf } from './columns.ts';
import { datasetByName, datasetByRows, type ExportDataset, noEvidence, weighRow } from './dataset.ts';
import { type ExportRow, parseExportRow } from './row.ts';
import { openTable } from './table.ts';

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

const SOURCE = 'cost export';
const ASSUMED_CURRENCY = 'USD';

/**
 * Reads a Cost Management export: the actual and amortized datasets of every agreement, and FOCUS 1.0 to
 * 1.2; as CSV, gzipped CSV or Parquet. Every amount keeps all the digits that the file has.
 * @throws SourceError malformed, naming the file and the column or row that cannot be read; notFound
 */
export async function readExport(path: string, options: ExportOptions = {}): Promise<ExportContent> {
  const where = { source: SOURCE, scope: options.name ?? basename(path) };
  const table = await openTable(resolve(path), where);
  const columns = matchColumns(table.headers);
  const missing = missingField(columns);
  if (missing) throw missingColumn(where, missing, table.headers);

  const fields = Object.keys(columns) as ExportField[];
  const places = new Map(fields.map((field, place) => [field, place]));
  const currency = options.currency ?? ASSUMED_CURRENCY;
  const tally: Tally = { empty: 0, noCurrency: 0, badTags: 0, foreign: new Map() };
  const context = {
    focus: isFocus(columns),
    currency,
    onNoCurrency: () => tally.noCurrency++,
    onBadTags: () => tally.badTags++,
  };
  const rows: ExportRow[] = [];
  const evidence = noEvidence();
  let number = 1;
  for await (const batch of table.readRows(fields.map((field) => columns[field] ?? 0))) {
    for (const { values, complete } of batch) {
      number++;
      const read = (field: ExportField): string => textOf(values[places.get(field) ?? -1]);
      const parsed = parseExportRow(read, context);
      if (!complete && !table.endsCleanly) throw brokenOff(where, number);
      if (parsed.kind === 'unreadable') throw unreadable(where, number, parsed.field, parsed.text);
      if (parsed.kind === 'empty') tally.empty++;
      else if (parsed.kind === 'foreign') {
        tally.foreign.set(parsed.provider, (tally.foreign.get(parsed.provider) ?? 0) + 1);
      } else {
        rows.push(parsed.row);
        weighRow(evidence, parsed.row);
      }
    }
  }
  const dataset: ExportDataset = context.focus
    ? 'focus'
    : (options.dataset ?? datasetByName(where.scope) ?? datasetByRows(evidence) ?? 'unknown-metric');
  return {
    dataset,
    rows: divideRows(rows, dataset),
    ...summarizeRows(rows),
    warnings: describeOddities(currency, dataset, rows.length, tally),
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

/** Rows that were left out, or read only in part. */
interface Tally {
  empty: number;
  noCurrency: number;
  badTags: number;
  readonly foreign: Map<string, number>;
}

function describeOddities(currency: string, dataset: ExportDataset, rows: number, tally: Tally): string[] {
  const warnings: string[] = [];
  if (tally.noCurrency > 0) {
    warnings.push(`${tally.noCurrency} of ${rows} rows name no currency; ${currency} is assumed.`);
  }
  if (dataset === 'unknown-metric' && rows > 0) {
    warnings.push(
      'Neither the name nor the rows tell whether the costs are actual or amortized; they are taken for both.',
    );
  }
  for (const [provider, count] of [...tally.foreign].sort(([a], [b]) => (a < b ? -1 : 1))) {
    warnings.push(`${count} rows of the provider ${provider} are left out; only Microsoft's are read.`);
  }
  if (tally.empty > 0) warnings.push(`${tally.empty} empty rows are left out.`);
  if (tally.badTags > 0)
    warnings.push(`The tags of ${tally.badTags} rows cannot be read; those rows count without tags.`);
  return warnings;
}

/** Exports of databases write the word NULL where nothing is. */
function textOf(value: string | null | undefined): string {
  const text = value?.trim() ?? '';
  return text === 'NULL' ? '' : text;
}

function missingColumn(
  where: { readonly source: string; readonly scope: string },
  field: ExportField,
  headers: readonly string[],
): SourceError {
  const wanted =
    field === 'cost' ? `${namesOf('cost')}, or both billedcost and effectivecost` : namesOf(field);
  return new SourceError(
    where,
    'malformed',
    `there is no column for the ${field}. Looked for ${wanted}; the file has ${headers.join(', ') || 'no columns'}.`,
    'Export the actual, amortized or FOCUS dataset with all its columns.',
  );
}

function unreadable(
  where: { readonly source: string; readonly scope: string },
  row: number,
  field: ExportField,
  text: string,
): SourceError {
  return new SourceError(
    where,
    'malformed',
    `row ${row} (the header is row 1) has no readable ${field}: "${text.slice(0, 60)}"`,
    'Correct or remove that row, or export the period again.',
  );
}

function brokenOff(where: { readonly source: string; readonly scope: string }, row: number): SourceError {
  return new SourceError(
    where,
    'malformed',
    `the file breaks off in the middle of row ${row} (the header is row 1)`,
    'Copy the file again from where it was exported to, and compare its size.',
  );
}
