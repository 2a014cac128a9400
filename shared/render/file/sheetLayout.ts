import type { AmountCell, Sheet, SheetCell } from './sheet.ts';

/** Excel keeps 15 significant digits. */
const EXCEL_DIGITS = 15;

/** Whether Excel can hold the decimal as a number without losing a digit. */
export function fitsExcel(decimal: string): boolean {
  return decimal.replace(/\D/g, '').replace(/^0+/, '').length <= EXCEL_DIGITS;
}

/** `A` for 0, `AA` for 26. */
export function columnLetter(place: number): string {
  return place < 26
    ? String.fromCharCode(65 + place)
    : `${columnLetter(Math.floor(place / 26) - 1)}${columnLetter(place % 26)}`;
}

/** The row of a sheet's heading, counted from 1. */
export function headingRow({ lead = [] }: Sheet): number {
  return lead.length + 1;
}

/** The last row of a sheet's own figures: what its sums add up to, with what is left out. */
export function lastRow(sheet: Sheet): number {
  return headingRow(sheet) + listRows(sheet).length;
}

/** A sheet's rows, and the one that stands for those that are left out. */
export function listRows({ rows, rest }: Sheet): readonly (readonly SheetCell[])[] {
  return rest ? [...rows, rest] : rows;
}

/** What a cell adds to a sum; undefined for words. */
export function figureOf(cell: SheetCell | undefined): Pick<AmountCell, 'amount' | 'digits'> | undefined {
  if (typeof cell !== 'object') return undefined;
  if ('amount' in cell) return cell;
  return 'count' in cell ? { amount: String(cell.count), digits: 0 } : undefined;
}
