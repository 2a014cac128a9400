import { type Amount, formatExact, raiseLargest } from '../model/money.ts';

/** Places of a ratio: the parts of a trillion still sum to 1. */
export const RATIO_DECIMALS = 12;
const ONE = 10n ** BigInt(RATIO_DECIMALS);
/** An {@link Amount} has 28 places; a ratio is written as one. */
const TO_AMOUNT = 10n ** 16n;

/**
 * The parts of a whole as decimals of twelve places that sum to 1 exactly, by the largest remainder, the earlier
 * part first among equals. Where credits and costs meet in one pool, a part may be below 0 or above 1.
 * @returns undefined where the parts come to nothing, so that none has a ratio
 */
export function divideRatios(parts: readonly Amount[]): readonly string[] | undefined {
  let whole = 0n;
  for (const part of parts) whole += part;
  if (whole === 0n) return undefined;
  const sign = whole < 0n ? -1n : 1n;
  const divisor = whole * sign;
  let left = ONE;
  const remainders: bigint[] = [];
  const ratios = parts.map((part) => {
    const scaled = part * sign * ONE;
    let ratio = scaled / divisor;
    let remainder = scaled - ratio * divisor;
    if (remainder < 0n) {
      remainder += divisor;
      ratio -= 1n;
    }
    left -= ratio;
    remainders.push(remainder);
    return ratio;
  });
  raiseLargest(ratios, remainders, Number(left));
  return ratios.map((ratio) => formatExact(ratio * TO_AMOUNT));
}
