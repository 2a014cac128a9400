import { stringify } from 'csv-stringify/sync';
import { toPlainLine } from '../plainText.ts';

/** A decimal, written as it is: a leading minus is a sign here, not the start of a formula. */
export interface Decimal {
  readonly decimal: string;
}
export type CsvCell = string | Decimal;

/** One column: its name in the file, and where its value comes from. */
export interface CsvColumn<Row> {
  readonly name: string;
  readonly valueOf: (row: Row) => CsvCell;
}

/** Records that are turned into text at a time, and bytes that are handed on at a time. */
const RECORDS = 100;
const CHUNK_BYTES = 64 * 1024;

/**
 * Writes a CSV file that Excel opens as it is meant, in pieces of about 64 KB: UTF-8 with a byte order mark, CRLF,
 * and a quote in front of text that would be read as a formula (`=cmd|…`, `@SUM`, …). A month of a large estate has a
 * million records, so no more of them are in memory than the piece that is being written.
 */
export function* writeCsv<Row>(
  columns: readonly CsvColumn<Row>[],
  rows: Iterable<Row>,
): Generator<Uint8Array<ArrayBuffer>> {
  let text = stringify([columns.map((column) => column.name)], { bom: true, record_delimiter: 'windows' });
  let records: CsvCell[][] = [];
  for (const row of rows) {
    records.push(columns.map((column) => toField(column, row)));
    if (records.length < RECORDS) continue;
    text += stringify(records, OPTIONS);
    records = [];
    if (text.length < CHUNK_BYTES) continue;
    yield encoder.encode(text);
    text = '';
  }
  yield encoder.encode(text + (records.length > 0 ? stringify(records, OPTIONS) : ''));
}

const encoder = new TextEncoder();

const OPTIONS = {
  record_delimiter: 'windows',
  escape_formulas: true,
  cast: { object: (cell: unknown) => writeNegative(cell as Decimal) },
} as const;

/** Only a decimal below zero needs to be told from a formula; the others are cheaper as text. */
function toField<Row>(column: CsvColumn<Row>, row: Row): CsvCell {
  const cell = column.valueOf(row);
  if (typeof cell === 'string') return toPlainLine(cell, 2_000);
  return cell.decimal.startsWith('-') ? cell : cell.decimal;
}

function writeNegative(cell: Decimal): { value: string; escape_formulas: boolean } {
  return { value: cell.decimal, escape_formulas: false };
}
