import writeXlsxFile, {
  type Cell,
  type Feature,
  type Image,
  type Sheet as LibrarySheet,
} from 'write-excel-file/node';
import { formatMinorUnits, parseAmount, sumAmounts, toMinorUnits } from '../../model/money.ts';
import { toPlainLine } from '../plainText.ts';

/** A cell of a workbook: words, an amount with its currency's digits, or a count. */
export type SheetCell =
  | string
  | { readonly amount: string; readonly digits: number }
  | { readonly count: number };

/** One sheet: a frozen heading, rows, and sums under the columns that are to be summed. */
export interface Sheet {
  readonly name: string;
  readonly columns: readonly { readonly label: string; readonly width: number; readonly sum?: boolean }[];
  readonly rows: readonly (readonly SheetCell[])[];
  /** Rows that are left out because a workbook with them would be too large, and where they are. */
  readonly more?: string;
}

type FileContent = Image['content'];
type SheetContent = LibrarySheet<FileContent>;

/** Excel keeps 15 significant digits; a longer amount is written as text rather than wrong. */
const EXCEL_DIGITS = 15;

const HEADING = { fontWeight: 'bold', backgroundColor: '#E3EAF1', wrap: true } as const;
const TOTAL = { fontWeight: 'bold', topBorderStyle: 'thin' } as const;

/**
 * Writes the sheets as an XLSX file. Words are written as text cells, so `=cmd|…` stays the words it is;
 * sums are formulas with their value beside them, so that viewers that do not calculate show it as well.
 */
export async function writeWorkbook(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const names = nameSheets(sheets.map((sheet) => sheet.name));
  const sums = sheets.map(sumColumns);
  const contents = sheets.map((sheet, index): SheetContent => {
    const total = sums[index] ?? [];
    return {
      sheet: names[index] ?? sheet.name,
      columns: sheet.columns.map(({ width }) => ({ width })),
      stickyRowsCount: 1,
      data: [
        sheet.columns.map((column) => ({ value: column.label, type: String, ...HEADING })),
        ...sheet.rows.map((row) => row.map(toCell)),
        ...(sheet.more ? [[{ value: sheet.more, type: String, ...TOTAL }]] : []),
        ...(total.length > 0 ? [sheet.columns.map((_, place) => toTotal(sheet, place, total[place]))] : []),
      ],
    };
  });
  return writeXlsxFile(contents, { features: [showFormulaValues(sums, sheets)] }).toBuffer();
}

function toCell(cell: SheetCell): Cell {
  if (typeof cell === 'string') {
    return cell === '' ? null : { value: toPlainLine(cell, 2_000), type: String };
  }
  if ('count' in cell) return { value: cell.count, type: Number, format: '#,##0' };
  return fitsExcel(cell.amount)
    ? { value: Number(cell.amount), type: Number, format: formatOf(cell.digits) }
    : { value: cell.amount, type: String, align: 'right' };
}

function fitsExcel(decimal: string): boolean {
  return decimal.replace(/\D/g, '').replace(/^0+/, '').length <= EXCEL_DIGITS;
}

/** `#,##0.00`: Excel itself writes separators as the reader's locale has them. */
function formatOf(digits: number): string {
  return digits === 0 ? '#,##0' : `#,##0.${'0'.repeat(digits)}`;
}

type ColumnSum = { readonly amount: string; readonly digits: number } | undefined;

/** The sum of each column that wants one, exactly; empty when no column does, or there is nothing or not all of it. */
function sumColumns(sheet: Sheet): readonly ColumnSum[] {
  if (sheet.rows.length === 0 || sheet.more || !sheet.columns.some((column) => column.sum)) return [];
  return sheet.columns.map((column, place) => {
    if (!column.sum) return undefined;
    const cells = sheet.rows.map((row) => row[place]);
    const amounts = cells.filter((cell) => typeof cell === 'object' && 'amount' in cell);
    const digits = amounts.reduce((most, cell) => Math.max(most, cell.digits), 0);
    const total = sumAmounts(amounts.map((cell) => parseAmount(cell.amount) ?? 0n));
    return { amount: formatMinorUnits(toMinorUnits(total, digits), digits), digits };
  });
}

function toTotal(sheet: Sheet, place: number, sum: ColumnSum): Cell {
  if (!sum) return { value: place === 0 ? 'Total' : '', type: String, ...TOTAL };
  if (!canCalculate(sheet, place, sum)) return { value: sum.amount, type: String, align: 'right', ...TOTAL };
  const column = columnLetter(place);
  return {
    value: `SUM(${column}2:${column}${sheet.rows.length + 1})`,
    type: 'Formula',
    format: formatOf(sum.digits),
    ...TOTAL,
  };
}

function canCalculate(sheet: Sheet, place: number, sum: { readonly amount: string }): boolean {
  return (
    fitsExcel(sum.amount) &&
    sheet.rows.every((row) => {
      const cell = row[place];
      return typeof cell !== 'object' || !('amount' in cell) || fitsExcel(cell.amount);
    })
  );
}

function columnLetter(place: number): string {
  return place < 26
    ? String.fromCharCode(65 + place)
    : `${columnLetter(Math.floor(place / 26) - 1)}${columnLetter(place % 26)}`;
}

/** The library writes formulas without their value; mail previews and phones would show an empty cell. */
function showFormulaValues(
  sums: readonly (readonly ColumnSum[])[],
  sheets: readonly Sheet[],
): Feature<FileContent> {
  return {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          transform: (xml, _options, { sheetIndex }) => {
            const row = (sheets[sheetIndex]?.rows.length ?? 0) + 2;
            return (sums[sheetIndex] ?? []).reduce(
              (text, sum, place) => (sum ? addValue(text, `${columnLetter(place)}${row}`, sum.amount) : text),
              xml,
            );
          },
        },
      },
    },
  };
}

function addValue(xml: string, address: string, value: string): string {
  return xml.replace(
    new RegExp(`(<c r="${address}"[^>]*><f>[^<]*</f>)(</c>)`),
    (_, opening: string, closing: string) => `${opening}<v>${value}</v>${closing}`,
  );
}

/** Sheet names as Excel allows them: 31 characters, none of `[]:*?/\`, no two alike. */
function nameSheets(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const clean = toPlainLine(name.replace(/[[\]:*?/\\']/g, ' '), 28) || 'Sheet';
    let unique = clean;
    for (let number = 2; taken.has(unique.toLowerCase()); number++)
      unique = `${clean.slice(0, 26)} ${number}`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}
