import { formatMinorUnits, parseAmount, toMinorUnits } from '../../model/money.ts';
import type { Sheet, SheetCell } from './sheet.ts';
import { figureOf } from './sheetLayout.ts';

/** Rows that a sheet holds; a workbook is built in memory, and more of them nobody scrolls through. */
export const ROW_LIMIT = 25_000;

/**
 * The first rows of a sheet. The rest is one row that says how many there are and has what they come to, so that the
 * sums below are those of all.
 * @param count how many items there are, of which at least the first `limit` are given
 * @param totals what each amount column comes to, by its place
 * @param limit {@link ROW_LIMIT}, or fewer
 */
export function limitRows<Item>(
  items: readonly Item[],
  count: number,
  toRow: (item: Item) => readonly SheetCell[],
  {
    say,
    totals = new Map(),
    limit = ROW_LIMIT,
  }: {
    readonly say: (hidden: number) => string;
    readonly totals?: ReadonlyMap<number, string>;
    readonly limit?: number;
  },
): Pick<Sheet, 'rows' | 'rest'> {
  const rows = items.slice(0, limit).map(toRow);
  const hidden = count - rows.length;
  if (hidden === 0) return { rows };
  const width = rows[0]?.length ?? 1;
  const rest = Array.from({ length: width }, (_, place): SheetCell => {
    if (place === 0) return say(hidden);
    const total = totals.get(place);
    return total === undefined ? '' : subtractShown(total, rows, place);
  });
  return { rows, rest };
}

function subtractShown(total: string, rows: readonly (readonly SheetCell[])[], place: number): SheetCell {
  const cells = rows.flatMap((row) => figureOf(row[place]) ?? []);
  const digits = cells[0]?.digits ?? 0;
  const shown = cells.reduce((sum, { amount }) => sum + (parseAmount(amount) ?? 0n), 0n);
  const left = (parseAmount(total) ?? 0n) - shown;
  return { amount: formatMinorUnits(toMinorUnits(left, digits), digits), digits };
}
