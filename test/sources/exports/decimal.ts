/** Adds decimals written as text, by school arithmetic on digits; shares no code with the product. */
export function addDecimals(texts: readonly string[]): string {
  const parts = texts.map((text) => {
    const [, sign = '', whole = '0', fraction = '', exponent = '0'] =
      /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text.trim()) ?? [];
    return { digits: BigInt(`${sign}${whole}${fraction}`), scale: fraction.length - Number(exponent) };
  });
  const scale = Math.max(0, ...parts.map((part) => part.scale));
  let sum = 0n;
  for (const part of parts) sum += part.digits * 10n ** BigInt(scale - part.scale);
  const text = (sum < 0n ? -sum : sum).toString().padStart(scale + 1, '0');
  const whole = text.slice(0, text.length - scale);
  const fraction = text.slice(text.length - scale).replace(/0+$/, '');
  return `${sum < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
