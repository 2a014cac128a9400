import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divideByUnits, UNIT_COST_DECIMALS } from '../../shared/analysis/unitCosts.ts';
import { formatMinorUnits, parseAmount } from '../../shared/model/money.ts';

const exact = (text: string): bigint => parseAmount(text) ?? 0n;
const NOTHING = { cost: undefined, quantity: undefined };

describe('the cost of a unit', () => {
  it('is cost over quantity with six decimals, half to even, beside the month before', () => {
    const found = divideByUnits(
      { cost: exact('100'), quantity: exact('3') },
      { cost: exact('30'), quantity: exact('1') },
    );
    expect(formatMinorUnits(found?.perUnit ?? 0n, UNIT_COST_DECIMALS)).toBe('33.333333');
    expect(formatMinorUnits(found?.before?.perUnit ?? 0n, UNIT_COST_DECIMALS)).toBe('30.000000');
    expect(found?.changePermille).toBe(111n);
  });

  it('has no change without a month before', () => {
    const found = divideByUnits({ cost: exact('1'), quantity: exact('4') }, NOTHING);
    expect(found).toMatchObject({ perUnit: 250_000n, before: undefined, changePermille: undefined });
  });

  it('is not known without a cost or a quantity', () => {
    expect(divideByUnits({ cost: undefined, quantity: exact('4') }, NOTHING)).toBeUndefined();
    expect(divideByUnits({ cost: exact('4'), quantity: 0n }, NOTHING)).toBeUndefined();
  });

  it('times the quantity is the cost, to half a unit of its last decimal for each', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }),
        fc.bigInt({ min: 1n, max: 10n ** 40n }),
        (cost, quantity) => {
          const perUnit = divideByUnits({ cost, quantity }, NOTHING)?.perUnit ?? 0n;
          const missing = perUnit * quantity - cost * 10n ** BigInt(UNIT_COST_DECIMALS);
          expect((missing < 0n ? -missing : missing) * 2n).toBeLessThanOrEqual(quantity);
        },
      ),
    );
  });
});
