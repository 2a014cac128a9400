import type { Amount } from '../model/money.ts';
import type { CostGroup, Effect } from './movement.ts';

/** What a team was charged for a group of cost in a place, before and now. */
export interface Cell {
  readonly before: Side;
  readonly after: Side;
}

interface Side {
  amount: Amount;
  quantity: bigint | undefined;
}

/** One reason for a change, and how much of it. */
export interface CellEffect {
  readonly effect: Effect;
  readonly group: CostGroup;
  readonly amount: Amount;
  /** Of `usage`: by how much of the quantity of before it grew, 0.31 for 31 % more. */
  readonly quantityChange: number | undefined;
}

/**
 * Splits the change of a cell into effects that sum to it exactly.
 * @param others whether other teams were charged for the same in either period
 */
export function explainCell(
  group: CostGroup,
  { before, after }: Cell,
  others: { readonly before: boolean; readonly after: boolean },
): readonly CellEffect[] {
  const change = after.amount - before.amount;
  if (change === 0n) return splitStill(group, before, after);
  const whole = (effect: Effect): CellEffect[] => [
    { effect, group, amount: change, quantityChange: undefined },
  ];
  if (group === 'adjustment') return whole('adjustment');
  if (before.amount === 0n) return whole(others.before ? 'reallocation' : 'new');
  if (after.amount === 0n) return whole(others.after ? 'reallocation' : 'gone');
  return splitByQuantity(group, before, after) ?? whole('cost');
}

/** An unchanged amount can still hide more use at a lower price. */
function splitStill(group: CostGroup, before: Side, after: Side): readonly CellEffect[] {
  return (splitByQuantity(group, before, after) ?? []).filter(({ amount }) => amount !== 0n);
}

/** The quantity's change at the old unit price; all that is left of the change is the unit's. */
function splitByQuantity(group: CostGroup, before: Side, after: Side): CellEffect[] | undefined {
  if (before.quantity === undefined || after.quantity === undefined) return undefined;
  if (before.quantity <= 0n || after.quantity <= 0n) return undefined;
  const grown = after.quantity - before.quantity;
  const usage = (before.amount * grown) / before.quantity;
  const price = after.amount - before.amount - usage;
  const effects: CellEffect[] = [
    { effect: 'usage', group, amount: usage, quantityChange: Number(grown) / Number(before.quantity) },
    { effect: 'price', group, amount: price, quantityChange: undefined },
  ];
  return effects.filter(({ amount }) => amount !== 0n);
}
