import { formatExact, parseAmount } from '../../model/money.ts';
import type { Formatter } from '../formatter.ts';
import type { Words } from '../words/en/en.ts';

/** Formats an amount of one currency. */
export type Money = (amount: string) => string;

/** `up from €1,200.00`: the direction in words, which need no colour and no rare glyph. */
export function describePrevious(
  amount: string,
  previous: string | undefined,
  money: Money,
  { cost }: Words,
): string {
  if (previous === undefined) return cost.beforeNotRead;
  const [now, then] = [parseAmount(amount) ?? 0n, parseAmount(previous) ?? 0n];
  if (now === then) return cost.asBefore(money(previous));
  return now > then ? cost.upFrom(money(previous)) : cost.downFrom(money(previous));
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

/** A share between 0 and 1 as percent with two decimals at most: `12.35%`. */
export function percentOf(share: string, formatter: Formatter): string {
  return formatter.percent(formatExact((parseAmount(share) ?? 0n) * 100n));
}
