import { SourceError } from '../../model/errors.ts';
import {
  type ExportColumns,
  type ExportField,
  isFocus,
  matchColumns,
  missingField,
  namesOf,
} from './columns.ts';
import { type ExportRow, parseExportRow, type RowContext, trimField } from './row.ts';
import type { TextTable } from './table.ts';
import { countForeign, type Tally } from './tally.ts';

/** Where an export lies, for messages: the source in an operator's words and the file. */
export interface Where {
  readonly source: string;
  readonly scope: string;
}

/** What messages call this source. */
export const EXPORT_SOURCE = 'cost export';

/**
 * Finds an export's columns by their names.
 * @throws SourceError malformed when a column is missing that no cost export lacks
 */
export function matchExportColumns(headers: readonly string[], where: Where): ExportColumns {
  const columns = matchColumns(headers);
  const missing = missingField(columns);
  if (missing) throw missingColumn(where, missing, headers);
  return columns;
}

/**
 * Reads an export row by row, some thousand rows at a time; rows that are left out are counted in the tally.
 * @throws SourceError malformed, naming the row and the column that cannot be read
 */
export async function* readExportRows(
  table: TextTable,
  columns: ExportColumns,
  where: Where,
  tally: Tally,
): AsyncGenerator<readonly ExportRow[]> {
  const fields = Object.keys(columns) as ExportField[];
  const places = new Map(fields.map((field, place) => [field, place]));
  const context: RowContext = {
    focus: isFocus(columns),
    currency: tally.currency,
    onNoCurrency: () => tally.noCurrency++,
    onBadTags: () => tally.badTags++,
  };
  let number = 1;
  for await (const batch of table.readRows(fields.map((field) => columns[field] ?? 0))) {
    const rows: ExportRow[] = [];
    for (const { values, complete } of batch) {
      number++;
      const parsed = parseExportRow((field) => trimField(values[places.get(field) ?? -1]), context);
      if (!complete && !table.endsCleanly) throw brokenOff(where, number);
      if (parsed.kind === 'unreadable') throw unreadable(where, number, parsed.field, parsed.text);
      if (parsed.kind === 'empty') tally.empty++;
      else if (parsed.kind === 'foreign') countForeign(tally, parsed.provider, 1);
      else rows.push(parsed.row);
    }
    yield rows;
  }
}

function missingColumn(where: Where, field: ExportField, headers: readonly string[]): SourceError {
  const wanted =
    field === 'cost' ? `${namesOf('cost')}, or both billedcost and effectivecost` : namesOf(field);
  return new SourceError(
    where,
    'malformed',
    `there is no column for the ${field}. Looked for ${wanted}; the file has ${headers.join(', ') || 'no columns'}.`,
    'Export the actual, amortized or FOCUS dataset with all its columns.',
  );
}

function unreadable(where: Where, row: number, field: ExportField, text: string): SourceError {
  return new SourceError(
    where,
    'malformed',
    `row ${row} (the header is row 1) has no readable ${field}: "${text.slice(0, 60)}"`,
    'Correct or remove that row, or export the period again.',
  );
}

function brokenOff(where: Where, row: number): SourceError {
  return new SourceError(
    where,
    'malformed',
    `the file breaks off in the middle of row ${row} (the header is row 1)`,
    'Copy the file again from where it was exported to, and compare its size.',
  );
}
