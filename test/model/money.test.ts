import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  apportion,
  formatExact,
  formatMinorUnits,
  parseAmount,
  sumAmounts,
  toMinorUnits,
} from '../../shared/model/money.ts';

describe('amounts', () => {
  it.each([
    ['0.006000000468', '0.006000000468'],
    ['0.0000000072922557592391990000', '0.000000007292255759239199'],
    ['-12.50', '-12.5'],
    ['6e-05', '0.00006'],
    ['1.5E+3', '1500'],
    ['.5', '0.5'],
    ['-0.000000', '0'],
  ])('reads %s to the last digit', (text, exact) => {
    expect(formatExact(parseAmount(text) ?? -1n)).toBe(exact);
  });

  it.each(['', '.', 'NaN', 'Infinity', '1,5', '0x10', '1e99999', 'NULL'])('refuses %j', (text) => {
    expect(parseAmount(text)).toBeUndefined();
  });

  it('counts a JSON number as the shortest decimal that denotes it', () => {
    expect(formatExact(parseAmount(0.1 + 0.2) ?? 0n)).toBe('0.30000000000000004');
  });

  it('rounds half to even, on both sides of zero', () => {
    const cents = (text: string) => formatMinorUnits(toMinorUnits(parseAmount(text) ?? 0n, 2), 2);
    expect(['0.005', '0.015', '-0.005', '-0.015', '2.345', '-0.001'].map(cents)).toEqual([
      '0.00',
      '0.02',
      '0.00',
      '-0.02',
      '2.34',
      '0.00',
    ]);
  });
});

describe('apportioning', () => {
  const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 30n }), { minLength: 1, maxLength: 50 });

  it('gives parts that sum to the total, whatever the total and the weights', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), weights, (total, shares) => {
        const parts = apportion(total, shares);
        if (parts === undefined) return shares.every((share) => share === 0n);
        return (
          sumAmounts(parts) === total && parts.every((part, index) => shares[index] !== 0n || part === 0n)
        );
      }),
    );
  });

  it('never puts a part further than one unit from its exact share', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), weights, (total, shares) => {
        const whole = sumAmounts(shares);
        return (apportion(total, shares) ?? []).every((part, index) => {
          const distance = part * whole - total * (shares[index] ?? 0n);
          return distance < whole && distance > -whole;
        });
      }),
    );
  });

  it('serves equal remainders in the order given', () => {
    expect(apportion(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
    expect(apportion(-100n, [1n, 1n, 1n])).toEqual([-34n, -33n, -33n]);
  });
});
