import type { Amount } from '../model/money.ts';

/** Decimals of the cost of one unit; cents would make a page view free. */
export const UNIT_COST_DECIMALS = 6;

/** Cost of one unit in a month, and in the month before. Whole units of 10⁻⁶ of the currency. */
export interface UnitCost {
  readonly quantity: Amount;
  readonly cost: Amount;
  readonly perUnit: bigint;
  /** Undefined when that month's cost or quantity is not known. */
  readonly before: { readonly quantity: Amount; readonly cost: Amount; readonly perUnit: bigint } | undefined;
  /** `perUnit` over that of the month before, less one, in tenths of a percent; undefined without one. */
  readonly changePermille: bigint | undefined;
}

interface MonthOfUnits {
  readonly cost: Amount | undefined;
  /** As an exact decimal: 12.5 thousand orders are `12.5` , 10²⁸ a whole one. */
  readonly quantity: Amount | undefined;
}

/**
 * Divides cost by quantity, rounded half to even.
 * @returns undefined when the month's cost or quantity is not known
 */
export function divideByUnits(now: MonthOfUnits, before: MonthOfUnits): UnitCost | undefined {
  const current = divide(now);
  if (!current) return undefined;
  const earlier = divide(before);
  return {
    ...current,
    before: earlier,
    changePermille:
      earlier && earlier.perUnit > 0n
        ? divideHalfEven((current.perUnit - earlier.perUnit) * 1000n, earlier.perUnit)
        : undefined,
  };
}

function divide({ cost, quantity }: MonthOfUnits): UnitCost['before'] {
  if (cost === undefined || quantity === undefined || quantity <= 0n) return undefined;
  return { quantity, cost, perUnit: divideHalfEven(cost * PER_UNIT, quantity) };
}

/** Amount and quantity carry the same decimals, so that their ratio carries none. */
const PER_UNIT = 10n ** BigInt(UNIT_COST_DECIMALS);

function divideHalfEven(dividend: bigint, divisor: bigint): bigint {
  const magnitude = dividend < 0n ? -dividend : dividend;
  let quotient = magnitude / divisor;
  const twice = (magnitude - quotient * divisor) * 2n;
  if (twice > divisor || (twice === divisor && quotient % 2n === 1n)) quotient += 1n;
  return dividend < 0n ? -quotient : quotient;
}
