import { type Amount, parseAmount } from '../../model/money.ts';
import type { CellReference, ColumnReference, Formula, Sheet, SheetCell, Term } from './sheet.ts';
import { columnLetter, figureOf, fitsExcel, headingRow, lastRow, listRows } from './sheetLayout.ts';

/** A formula as Excel reads it, in English and without `=`, and what it comes to. */
export interface WorkedFormula {
  readonly text: string;
  readonly value: Amount;
}

/** Where a formula stands: the place of its sheet, and of its row among the rows, or undefined above and below them. */
export interface FormulaPlace {
  readonly sheet: number;
  readonly row: number | undefined;
}

/**
 * Works the formulas of a workbook out, exactly, as Excel does in floating point: sheets and rows are called by name
 * there and by address in the file.
 */
export class FormulaBook {
  readonly #sheets: readonly Sheet[];
  readonly #names: readonly string[];
  readonly #placeOf: ReadonlyMap<string, number>;
  readonly #columns = new Map<string, readonly Amount[] | undefined>();

  /** @param names what the sheets are called in the file */
  constructor(sheets: readonly Sheet[], names: readonly string[]) {
    this.#sheets = sheets;
    this.#names = names;
    this.#placeOf = new Map(sheets.map(({ id }, place) => [id, place]));
  }

  /**
   * Undefined where a figure that it needs is not there, or is too long for Excel's numbers.
   * @param digits decimals of what it comes to
   */
  work({ add, subtract = [] }: Formula, digits: number, at: FormulaPlace): WorkedFormula | undefined {
    let text = '';
    let value = 0n;
    for (const [place, term] of [...add, ...subtract].entries()) {
      const worked = this.#workTerm(term, at);
      if (!worked) return undefined;
      const isAdded = place < add.length;
      text += `${isAdded ? (place === 0 ? '' : '+') : '-'}${worked.text}`;
      value += isAdded ? worked.value : -worked.value;
    }
    // Binary floating point would leave a difference of nothing at 0.0000000001.
    return { text: subtract.length > 0 ? `ROUND(${text},${digits})` : text, value };
  }

  /** The sum of a sheet's own column. */
  workTotal(place: number, column: number): WorkedFormula | undefined {
    const amounts = this.#readColumn(place, column);
    if (!amounts) return undefined;
    return { text: `SUM(${this.#range(place, column, place)})`, value: sum(amounts) };
  }

  #workTerm(term: Term, at: FormulaPlace): WorkedFormula | undefined {
    return 'sum' in term ? this.#workSum(term.sum, at) : this.#workCell(term.cell, at);
  }

  #workSum({ sheet, column, where }: ColumnReference, at: FormulaPlace): WorkedFormula | undefined {
    const place = this.#placeOf.get(sheet);
    const summed = this.#findColumn(place, column);
    if (place === undefined || summed === undefined) return undefined;
    const amounts = this.#readColumn(place, summed);
    if (!amounts) return undefined;
    const range = this.#range(place, summed, at.sheet);
    if (!where) return { text: `SUM(${range})`, value: sum(amounts) };
    const keys = this.#findColumn(place, where.column);
    const own = this.#findColumn(at.sheet, where.is);
    if (keys === undefined || own === undefined || at.row === undefined) return undefined;
    const wanted = countOf(this.#sheets[at.sheet]?.rows[at.row]?.[own]);
    if (wanted === undefined) return undefined;
    const rows = this.#rowsOf(place);
    const address = `$${columnLetter(own)}${this.#rowNumber(at.sheet, at.row)}`;
    return {
      text: `SUMIF(${this.#range(place, keys, at.sheet)},${address},${range})`,
      value: sum(amounts.filter((_, row) => countOf(rows[row]?.[keys]) === wanted)),
    };
  }

  #workCell(reference: CellReference, at: FormulaPlace): WorkedFormula | undefined {
    const place = reference.sheet === undefined ? at.sheet : this.#placeOf.get(reference.sheet);
    const column = this.#findColumn(place, reference.column);
    const sheet = place === undefined ? undefined : this.#sheets[place];
    if (place === undefined || column === undefined || !sheet) return undefined;
    const row = reference.row === undefined ? at.row : sheet.rowIds?.indexOf(reference.row);
    if (row === undefined || row < 0) return undefined;
    const figure = figureOf(sheet.rows[row]?.[column]);
    const value = figure && fitsExcel(figure.amount) ? parseAmount(figure.amount) : undefined;
    if (value === undefined) return undefined;
    const address = `${columnLetter(column)}${this.#rowNumber(place, row)}`;
    return { text: this.#qualify(address, place, at.sheet), value };
  }

  /** What a column's rows come to, words as nothing; undefined when one of its amounts is too long for a number. */
  #readColumn(place: number, column: number): readonly Amount[] | undefined {
    const key = `${place}|${column}`;
    if (this.#columns.has(key)) return this.#columns.get(key);
    const amounts: Amount[] = [];
    for (const row of this.#rowsOf(place)) {
      const figure = figureOf(row[column]);
      if (figure && !fitsExcel(figure.amount)) {
        this.#columns.set(key, undefined);
        return undefined;
      }
      amounts.push(parseAmount(figure?.amount ?? '0') ?? 0n);
    }
    this.#columns.set(key, amounts);
    return amounts;
  }

  #range(place: number, column: number, from: number): string {
    const sheet = this.#sheets[place];
    if (!sheet) throw new TypeError('a formula names a sheet that is not there');
    const letter = columnLetter(column);
    const isOwn = place === from;
    const [first, last] = [headingRow(sheet) + 1, Math.max(lastRow(sheet), headingRow(sheet) + 1)];
    const range = isOwn ? `${letter}${first}:${letter}${last}` : `$${letter}$${first}:$${letter}$${last}`;
    return this.#qualify(range, place, from);
  }

  #qualify(address: string, place: number, from: number): string {
    return place === from ? address : `'${this.#names[place]}'!${address}`;
  }

  #rowNumber(place: number, row: number): number {
    const sheet = this.#sheets[place];
    return (sheet ? headingRow(sheet) : 1) + 1 + row;
  }

  #rowsOf(place: number): readonly (readonly SheetCell[])[] {
    const sheet = this.#sheets[place];
    return sheet ? listRows(sheet) : [];
  }

  #findColumn(place: number | undefined, id: string): number | undefined {
    const found =
      place === undefined ? -1 : (this.#sheets[place]?.columns.findIndex((each) => each.id === id) ?? -1);
    return found < 0 ? undefined : found;
  }
}

function countOf(cell: SheetCell | undefined): number | undefined {
  return typeof cell === 'object' && 'count' in cell ? cell.count : undefined;
}

function sum(amounts: readonly Amount[]): Amount {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
