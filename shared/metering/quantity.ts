/**
 * Kubernetes quantities: `100m`, `1Gi`, `1.5Gi`, `1e3`, `12345678n` (k8s.io/apimachinery, pkg/api/resource). The
 * client's own `quantityToScalar` refuses decimals before a binary suffix (`1.5Gi`) and does not know `1e3`.
 */
const QUANTITY = /^([+-]?)(\d*)(?:\.(\d*))?(?:([eE])([+-]?\d{1,3})|([numkMGTPE]|[KMGTPE]i)?)$/;
const LONGEST = 64;

const NANO_DECIMALS = 9;
const POWERS_OF_TEN: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const POWERS_OF_1024 = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** Kubernetes itself stores no quantity above 2⁶³−1. */
const LARGEST = (2n ** 63n - 1n) * 10n ** 9n;

/**
 * Reads a quantity exactly, in billionths; what is finer is rounded away from zero, as Kubernetes does.
 * @returns undefined when it is no quantity, or larger than one can be
 */
export function parseQuantity(text: string): bigint | undefined {
  const match = text.length > LONGEST ? undefined : QUANTITY.exec(text.trim());
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = '', , exponent, suffix = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  const binary = POWERS_OF_1024.indexOf(suffix);
  const ten = exponent === undefined ? (POWERS_OF_TEN[suffix] ?? 0) : Number(exponent);
  const digits = BigInt(whole + fraction) * (binary > 0 ? 1024n ** BigInt(binary) : 1n);
  const shift = NANO_DECIMALS + ten - fraction.length;
  const magnitude = shift >= 0 ? digits * 10n ** BigInt(shift) : divideUp(digits, 10n ** BigInt(-shift));
  if (magnitude > LARGEST) return undefined;
  return sign === '-' ? -magnitude : magnitude;
}

function divideUp(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}
