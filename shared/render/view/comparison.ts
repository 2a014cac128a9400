import { formatMinorUnits, parseAmount, toMinorUnits } from '../../model/money.ts';

/** Formats an amount of one currency. */
export type Money = (amount: string) => string;

/** `up from €1,200.00`: the direction in words, which need no colour and no rare glyph. */
export function describePrevious(amount: string, previous: string | undefined, money: Money): string {
  if (previous === undefined) return 'before: not read';
  const [now, then] = [parseAmount(amount) ?? 0n, parseAmount(previous) ?? 0n];
  if (now === then) return `as before, ${money(previous)}`;
  return `${now > then ? 'up' : 'down'} from ${money(previous)}`;
}

/** The largest of some amounts, for the length of bars; never below zero. */
export function largestOf(amounts: readonly string[]): bigint {
  let largest = 0n;
  for (const text of amounts) {
    const amount = parseAmount(text) ?? 0n;
    if (amount > largest) largest = amount;
  }
  return largest;
}

/** Length of a bar in whole percent of the largest. */
export function shareOf(amount: string, largest: bigint): number {
  const value = parseAmount(amount) ?? 0n;
  return largest === 0n || value <= 0n ? 0 : Number((value * 100n) / largest);
}

/** A share between 0 and 1 as percent with two decimals, rounded: `12.35 %`. */
export function percentOf(share: string): string {
  const amount = parseAmount(share) ?? 0n;
  return `${formatMinorUnits(toMinorUnits(amount * 100n, 2), 2)} %`;
}
