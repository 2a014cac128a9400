import { parseAmount } from '../model/money.ts';
import { compareText } from '../model/order.ts';
import type { OwnerShare } from '../model/ownership.ts';

/** Reads configured shares such as `{ shop: 70, search: 30 }`, sorted by team. */
export function toShares(shares: Readonly<Record<string, number>>): OwnerShare[] {
  return Object.entries(shares)
    .map(([team, weight]) => ({ team, weight: toWeight(weight) }))
    .sort((a, b) => compareText(a.team, b.team));
}

/** Weights are written with six decimals at most, so that a millionth is a whole one. */
export function toWeight(weight: number): bigint {
  return (parseAmount(weight) ?? 0n) / 10n ** 22n;
}
