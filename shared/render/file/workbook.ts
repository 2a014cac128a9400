import writeXlsxFile, {
  type Cell,
  type CellObject,
  type Image,
  type Sheet as LibrarySheet,
} from 'write-excel-file/node';
import { formatMinorUnits, parseAmount, toMinorUnits } from '../../model/money.ts';
import { startOf } from '../../model/time.ts';
import { toPlainLine } from '../plainText.ts';
import { FormulaBook } from './formulaBook.ts';
import { type DocumentProperties, finishPackage } from './packaging.ts';
import type { AmountCell, Sheet, SheetCell } from './sheet.ts';
import { figureOf, fitsExcel, headingRow, listRows } from './sheetLayout.ts';
import { clearTimes } from './zipTimes.ts';

type FileContent = Image['content'];
type SheetContent = LibrarySheet<FileContent>;

const TITLE = { fontWeight: 'bold', fontSize: 14 } as const;
const LABEL = { textColor: '#5A6773' } as const;
const HEADING = {
  fontWeight: 'bold',
  backgroundColor: '#E3EAF1',
  bottomBorderStyle: 'thin',
  wrap: true,
  alignVertical: 'top',
} as const;
const TOTAL = { fontWeight: 'bold', topBorderStyle: 'thin' } as const;
const REST = { fontStyle: 'italic' } as const;

/** Characters of a cell's words; Excel takes 32,767. */
const TEXT_LIMIT = 2_000;

/** What a workbook says of itself. */
export interface WorkbookProperties extends DocumentProperties {
  /** The word before sums. */
  readonly total: string;
}

/**
 * Writes the sheets as an XLSX file. Words are written as text cells, so `=cmd|…` stays the words it is. A formula is
 * written only where it comes to the very amount of the report, which stands beside it as its value, so that viewers
 * that do not calculate show it as well.
 */
export async function writeWorkbook(
  sheets: readonly Sheet[],
  properties: WorkbookProperties,
): Promise<Uint8Array> {
  const names = nameSheets(sheets.map((sheet) => sheet.name));
  const book = new FormulaBook(sheets, names);
  const written = sheets.map((sheet, place) => new SheetWriter(sheet, place, book).write(properties.total));
  const contents = sheets.map(
    (sheet, place): SheetContent => ({
      sheet: names[place] ?? sheet.name,
      columns: sheet.columns.map(({ width }) => ({ width })),
      stickyColumnsCount: 1,
      stickyRowsCount: headingRow(sheet),
      orientation: 'landscape',
      data: written[place]?.data ?? [],
    }),
  );
  const values = written.map((sheet) => sheet.values);
  const archive = await writeXlsxFile(contents, {
    features: [finishPackage(sheets, names, values, properties)],
  }).toBuffer();
  return clearTimes(archive);
}

type Style = Partial<CellObject>;

/** Turns one sheet into the library's cells, and remembers what its formulas come to. */
class SheetWriter {
  readonly #sheet: Sheet;
  readonly #place: number;
  readonly #book: FormulaBook;
  readonly #values: string[] = [];

  constructor(sheet: Sheet, place: number, book: FormulaBook) {
    this.#sheet = sheet;
    this.#place = place;
    this.#book = book;
  }

  write(total: string): { readonly data: SheetContent['data']; readonly values: readonly string[] } {
    const { lead = [], columns, rows, rest, empty } = this.#sheet;
    const data: Cell[][] = [
      ...lead.map((row, place) => row.map((cell) => this.#toCell(cell, undefined, place === 0 ? TITLE : {}))),
      columns.map(({ label }) => ({ value: label, type: String, ...HEADING })),
      ...rows.map((row, place) =>
        row.map((cell, column) => this.#toCell(cell, place, columns[column]?.wrap ? WRAPPED : {})),
      ),
      ...(rest ? [rest.map((cell) => this.#toCell(cell, undefined, REST))] : []),
      ...(rows.length === 0 && empty ? [[{ value: empty, type: String, ...REST }]] : []),
    ];
    if (rows.length > 0 && columns.some(({ sum }) => sum)) data.push(this.#toTotals(total));
    return { data, values: this.#values };
  }

  #toCell(cell: SheetCell, row: number | undefined, style: Style): Cell {
    if (typeof cell === 'string') return cell === '' ? null : toText(cell, style);
    if ('label' in cell) return toText(cell.label, LABEL);
    if ('count' in cell) return { value: cell.count, type: Number, format: '#,##0', ...style };
    if ('exact' in cell) return toText(cell.exact, { align: 'right', ...style });
    if ('percent' in cell)
      return { value: Number(cell.percent) / 100, type: Number, format: '0.0%', ...style };
    if ('day' in cell) return { value: startOf(cell.day), type: Date, format: 'yyyy-mm-dd', ...style };
    return this.#toAmount(cell, row, style);
  }

  #toAmount(cell: AmountCell, row: number | undefined, style: Style): Cell {
    if (!fitsExcel(cell.amount)) return toText(cell.amount, { align: 'right', ...style });
    const format = formatOf(cell.digits);
    const formula = cell.formula && this.#book.work(cell.formula, cell.digits, { sheet: this.#place, row });
    if (formula && formula.value === parseAmount(cell.amount)) {
      this.#values.push(cell.amount);
      return { value: formula.text, type: 'Formula', format, ...style };
    }
    return { value: Number(cell.amount), type: Number, format, ...style };
  }

  #toTotals(total: string): Cell[] {
    return this.#sheet.columns.map(({ sum }, column): Cell => {
      if (!sum) return { value: column === 0 ? total : '', type: String, ...TOTAL };
      const cells = listRows(this.#sheet).flatMap((row) => figureOf(row[column]) ?? []);
      const digits = cells.reduce((most, cell) => Math.max(most, cell.digits), 0);
      const whole = cells.reduce((all, { amount }) => all + (parseAmount(amount) ?? 0n), 0n);
      const amount = formatMinorUnits(toMinorUnits(whole, digits), digits);
      const formula = this.#book.workTotal(this.#place, column);
      if (!formula || !fitsExcel(amount)) return toText(amount, { align: 'right', ...TOTAL });
      this.#values.push(amount);
      return { value: formula.text, type: 'Formula', format: formatOf(digits), ...TOTAL };
    });
  }
}

const WRAPPED = { wrap: true, alignVertical: 'top' } as const;

function toText(text: string, style: Style): Cell {
  return { value: escapeProperties(escapeEscapes(toPlainLine(text, TEXT_LIMIT))), type: String, ...style };
}

/** The library looks words up in a plain object, where `constructor` is found without having been put there. */
function escapeProperties(text: string): string {
  if (!(text in Object.prototype)) return text;
  return `_x${text.charCodeAt(0).toString(16).padStart(4, '0')}_${text.slice(1)}`;
}

/** Excel reads `_x0041_` in a text as the character it names (ECMA-376 part 1, 22.9.2.19). */
function escapeEscapes(text: string): string {
  return text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');
}

/** `#,##0.00`: Excel itself writes separators as the reader's locale has them. */
function formatOf(digits: number): string {
  return digits === 0 ? '#,##0' : `#,##0.${'0'.repeat(digits)}`;
}

/** Sheet names as Excel allows them: 31 characters, none of `[]:*?/\`, no two alike. */
function nameSheets(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const clean = toPlainLine(name.replace(/[[\]:*?/\\']/g, ' '), 31) || 'Sheet';
    let unique = clean;
    for (let number = 2; taken.has(unique.toLowerCase()); number++)
      unique = `${clean.slice(0, 26)} ${number}`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}
