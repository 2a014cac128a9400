import { describe, expect, it } from 'vitest';
import { compareBudget } from '../../shared/analysis/budget.ts';
import { parseAmount } from '../../shared/model/money.ts';

const euros = (text: string): bigint => parseAmount(text) ?? 0n;
const BUDGET = { monthly: euros('1000'), currency: 'EUR' };

function outlook(spent: string, expected?: [amount: string, errorShare: number]): string {
  return compareBudget(
    BUDGET,
    euros(spent),
    expected && { amount: euros(expected[0]), errorShare: expected[1] },
  ).outlook;
}

describe('a budget', () => {
  it('is held against the month to date and the forecast, in tenths of a percent', () => {
    const standing = compareBudget(BUDGET, euros('624.949'), { amount: euros('990'), errorShare: 0 });
    expect(standing).toMatchObject({ usedPermille: 625n, forecastPermille: 990n });
  });

  it.each([
    ['exceeded', '1000.01', ['900', 0]],
    ['willExceed', '500', ['1000.01', 0.5]],
    ['mayExceed', '500', ['960', 0.05]],
    ['within', '500', ['940', 0.05]],
  ] as const)('is %s with %s spent and %s forecast', (expected, spent, forecast) => {
    expect(outlook(spent, [...forecast])).toBe(expected);
  });

  it('has no outlook without a forecast', () => {
    expect(outlook('500')).toBe('unknown');
  });
});
