/**
 * Exact money. An {@link Amount} is a whole number of 10⁻²⁸ currency units: the 28 decimals that a .NET
 * decimal carries, which is what Azure bills in and writes to its exports. The currency always travels
 * beside the amount; amounts of different currencies are never added.
 */
export type Amount = bigint;

/** Decimals an {@link Amount} carries. */
export const AMOUNT_DECIMALS = 28;
const UNIT = 10n ** BigInt(AMOUNT_DECIMALS);

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

/**
 * Reads a decimal such as `12.5`, `-3`, `6e-05`. A JSON number counts as the shortest decimal that
 * denotes it. Digits beyond 10⁻²⁸ are rounded half to even.
 * @returns undefined when the value is no finite decimal number
 */
export function parseAmount(value: string | number): Amount | undefined {
  const text = typeof value === 'number' ? String(value) : value.trim();
  const match = DECIMAL.exec(text);
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const digits = BigInt(whole + fraction);
  const shift = AMOUNT_DECIMALS - fraction.length + Number(exponent);
  if (shift > 400) return undefined;
  const magnitude = shift >= 0 ? digits * powerOfTen(shift) : divideHalfEven(digits, powerOfTen(-shift));
  return sign === '-' ? -magnitude : magnitude;
}

/** Raising to a power takes longer than the rest of reading an amount, so the usual ones are at hand. */
function powerOfTen(exponent: number): bigint {
  return POWERS[exponent] ?? 10n ** BigInt(exponent);
}

const POWERS = Array.from({ length: AMOUNT_DECIMALS + 1 }, (_, exponent) => 10n ** BigInt(exponent));

/** Writes an amount with all its decimals and no trailing zeros: `0.000000060000` becomes `0.00000006`. */
export function formatExact(amount: Amount): string {
  const negative = amount < 0n;
  const digits = (negative ? -amount : amount).toString().padStart(AMOUNT_DECIMALS + 1, '0');
  const fraction = digits.slice(-AMOUNT_DECIMALS).replace(/0+$/, '');
  return `${negative ? '-' : ''}${digits.slice(0, -AMOUNT_DECIMALS)}${fraction ? `.${fraction}` : ''}`;
}

/** Decimals of a currency's minor unit (ISO 4217, by the runtime's CLDR data): EUR 2, JPY 0, KWD 3. */
export function minorDigits(currency: string): number {
  try {
    return (
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
      2
    );
  } catch {
    return 2;
  }
}

/** Rounds to whole minor units (cents), half to even. */
export function toMinorUnits(amount: Amount, digits: number): bigint {
  return divideHalfEven(amount, 10n ** BigInt(AMOUNT_DECIMALS - digits));
}

/** Writes minor units as a decimal with exactly `digits` decimals: (12345n, 2) is `123.45`. */
export function formatMinorUnits(units: bigint, digits: number): string {
  const text = (units < 0n ? -units : units).toString().padStart(digits + 1, '0');
  const body = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  return units < 0n ? `-${body}` : body;
}

/** The amount of one whole currency unit, for callers that scale ratios. */
export const ONE_UNIT: Amount = UNIT;

/** Adds amounts of one currency. */
export function sumAmounts(amounts: Iterable<Amount>): Amount {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return sum;
}

/**
 * Divides `total` in proportion to `weights` by the largest remainder, so that the parts sum to `total`
 * exactly. Equal remainders are served in the order given, so sort the weights' owners first.
 * Negative totals divide as their mirror image.
 * @returns undefined when no weight is above zero; negative weights count as zero
 */
export function apportion(total: bigint, weights: readonly bigint[]): bigint[] | undefined {
  let whole = 0n;
  for (const weight of weights) if (weight > 0n) whole += weight;
  if (whole === 0n) return undefined;
  const negative = total < 0n;
  const magnitude = negative ? -total : total;
  let left = magnitude;
  const remainders: bigint[] = [];
  const parts = weights.map((weight) => {
    if (weight <= 0n) {
      remainders.push(-1n);
      return 0n;
    }
    const product = magnitude * weight;
    const part = product / whole;
    left -= part;
    remainders.push(product - part * whole);
    return part;
  });
  raiseLargest(parts, remainders, Number(left));
  return negative ? parts.map((part) => -part) : parts;
}

function divideHalfEven(dividend: bigint, divisor: bigint): bigint {
  const negative = dividend < 0n;
  const magnitude = negative ? -dividend : dividend;
  let quotient = magnitude / divisor;
  const twice = (magnitude - quotient * divisor) * 2n;
  if (twice > divisor || (twice === divisor && quotient % 2n === 1n)) quotient += 1n;
  return negative ? -quotient : quotient;
}

/**
 * Rounds amounts to minor units so that they sum to `total`: each is rounded down, then the largest
 * remainders are raised by one. Amounts may be of either sign.
 * @param total whole minor units that the parts must reach; by default their exact sum, rounded half to even
 */
export function roundTogether(amounts: readonly Amount[], digits: number, total?: bigint): bigint[] {
  const divisor = 10n ** BigInt(AMOUNT_DECIMALS - digits);
  let left = total ?? toMinorUnits(sumAmounts(amounts), digits);
  const remainders: bigint[] = [];
  const units = amounts.map((amount) => {
    const unit = (amount - (((amount % divisor) + divisor) % divisor)) / divisor;
    left -= unit;
    remainders.push(amount - unit * divisor);
    return unit;
  });
  raiseLargest(units, remainders, Number(left));
  return units;
}

/**
 * Adds one to the `count` parts with the largest remainders, the earlier first among equals. Remainders are
 * compared as floating-point numbers first, which keeps their order and is many times faster, and exactly only
 * where those are equal to the smallest that is raised.
 */
export function raiseLargest(parts: bigint[], remainders: readonly bigint[], count: number): void {
  if (count <= 0) return;
  const rough = new Float64Array(remainders.length);
  for (let index = 0; index < rough.length; index++) rough[index] = Number(remainders[index]);
  const least = rough.toSorted()[rough.length - count] ?? -Infinity;
  const close: number[] = [];
  let left = count;
  for (let index = 0; index < rough.length; index++) {
    const value = rough[index] ?? 0;
    if (value < least) continue;
    if (value === least) {
      close.push(index);
      continue;
    }
    parts[index] = (parts[index] ?? 0n) + 1n;
    left--;
  }
  if (close.length > left) {
    close.sort((a, b) => {
      const [one = 0n, other = 0n] = [remainders[a], remainders[b]];
      return one === other ? a - b : one > other ? -1 : 1;
    });
  }
  for (const index of close.slice(0, left)) parts[index] = (parts[index] ?? 0n) + 1n;
}
