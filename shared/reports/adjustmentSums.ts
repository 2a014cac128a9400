import { sumText } from './chargeback.ts';
import type { CurrencyStatement } from './chargebackReport.ts';
import { readBlock } from './lines.ts';

/** What adjusts a statement on account of one month, or by agreement. */
export interface AdjustmentSum {
  /** The corrected month, `2026-10`; `''` for agreed discounts, mark-ups and credits. */
  readonly origin: string;
  readonly lines: number;
  readonly teams: number;
  readonly amount: string;
}

/** The adjustments of a statement by the month that they correct, the latest first, agreements last. */
export function sumAdjustments({
  lines,
  digits,
}: Pick<CurrencyStatement, 'lines' | 'digits'>): readonly AdjustmentSum[] {
  const places = new Set(
    lines.items.flatMap(({ kind }, place) => (kind === 'adjustment' ? [String(place)] : [])),
  );
  if (places.size === 0) return [];
  const found = lines.blocks
    .filter(({ item }) => item.split(' ').some((place) => places.has(place)))
    .flatMap((block) => [...readBlock(lines, block)].filter(({ kind }) => kind === 'adjustment'));
  return [...Map.groupBy(found, ({ origin }) => origin)]
    .sort(([a], [b]) => (a > b ? -1 : 1))
    .map(([origin, own]) => ({
      origin,
      lines: own.length,
      teams: new Set(own.map(({ team }) => team)).size,
      amount: sumText(
        own.map(({ amount }) => amount),
        digits,
      ),
    }));
}
