import type { Sheet, SheetCell } from './workbook.ts';

/** Lines a sheet holds; a workbook is built in memory, and more of them nobody scrolls through. */
const LINE_LIMIT = 25_000;

/** The first rows of a sheet, and how many more there are. */
export function limitRows<Item>(
  items: Iterable<Item>,
  count: number,
  toRow: (item: Item) => readonly SheetCell[],
): Pick<Sheet, 'rows' | 'more'> {
  const rows: (readonly SheetCell[])[] = [];
  for (const item of items) {
    if (rows.length === LINE_LIMIT) break;
    rows.push(toRow(item));
  }
  const hidden = count - rows.length;
  return hidden === 0 ? { rows } : { rows, more: `and ${hidden} more, in the CSV file` };
}
