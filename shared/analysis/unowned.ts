import { UNOWNED } from '../model/cost.ts';
import type { Amount } from '../model/money.ts';
import { compareText } from '../model/order.ts';

/** One reason why cost has no owner, over all its namespaces. */
export interface UnownedReason {
  readonly reason: string;
  readonly amount: Amount;
  /** How many namespaces, counted a cluster at a time. */
  readonly namespaces: number;
  /** The most expensive namespace: where a label would help most. */
  readonly largest: { readonly clusterName: string; readonly namespace: string; readonly amount: Amount };
}

/** A booked line, as far as this asks. */
export interface OwnedLine {
  readonly team: string;
  readonly clusterName: string;
  readonly namespace: string;
  readonly ownerReason: string;
  readonly amount: Amount;
}

/** Groups what nobody owns by why, the largest amount first. Lines of one currency, in any order. */
export function topUnowned(lines: Iterable<OwnedLine>): readonly UnownedReason[] {
  const reasons = new Map<string, Map<string, OwnedLine>>();
  for (const line of lines) {
    if (line.team !== UNOWNED) continue;
    const places = reasons.get(line.ownerReason) ?? new Map<string, OwnedLine>();
    reasons.set(line.ownerReason, places);
    const key = `${line.clusterName}|${line.namespace}`;
    const known = places.get(key);
    places.set(key, known ? { ...known, amount: known.amount + line.amount } : line);
  }
  return [...reasons]
    .map(([reason, places]) => summarize(reason, [...places.values()]))
    .sort((a, b) => (a.amount > b.amount ? -1 : a.amount < b.amount ? 1 : compareText(a.reason, b.reason)));
}

function summarize(reason: string, places: readonly OwnedLine[]): UnownedReason {
  const sorted = places.toSorted(
    (a, b) =>
      (a.amount > b.amount ? -1 : a.amount < b.amount ? 1 : 0) ||
      compareText(a.clusterName, b.clusterName) ||
      compareText(a.namespace, b.namespace),
  );
  const { clusterName = '', namespace = '', amount = 0n } = sorted[0] ?? {};
  return {
    reason,
    amount: places.reduce((sum, place) => sum + place.amount, 0n),
    namespaces: places.length,
    largest: { clusterName, namespace, amount },
  };
}
