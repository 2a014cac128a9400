import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Amount, formatExact, parseAmount, sumAmounts } from '../../shared/model/money.ts';
import { reconcile } from '../../shared/reports/reconciliation.ts';
import type { BillSum } from '../../shared/reports/statement.ts';

/** Ten thousandths of a unit, so that every figure has more digits than a cent. */
const amount = fc.integer({ min: -5_000_000, max: 50_000_000 }).map((units) => parse(units / 10_000));

describe('the reconciliation of any bill', () => {
  it('adds up as a reader adds up its cents', () => {
    fc.assert(
      fc.property(
        fc.record({ inPools: amount, billed: amount, outside: amount, corrections: amount }),
        ({ inPools, billed, outside, corrections }) => {
          const charged = inPools + corrections;
          const told = reconcile(billOf(inPools, billed, outside, corrections), charged, 2);
          const cents = (figure: { readonly amount: string } | undefined): Amount =>
            parse(figure?.amount ?? '');
          expect(told?.difference.amount).toBe('0.00');
          expect(cents(told?.inPools) + cents(told?.outside)).toBe(cents(told?.azureEffective));
          expect(cents(told?.billedInPools) + cents(told?.bridge)).toBe(cents(told?.inPools));
          expect(cents(told?.inPools) + cents(told?.adjustments)).toBe(cents(told?.charged));
          expect(told?.bridge.exact).toBe(formatExact(inPools - billed));
        },
      ),
    );
  });
});

function billOf(inPools: Amount, billed: Amount, outside: Amount, corrections: Amount): BillSum {
  return {
    azureEffective: sumAmounts([inPools, outside]),
    azureBilled: billed,
    inPoolsEffective: inPools,
    inPoolsBilled: billed,
    outsideEffective: outside,
    outsideBilled: 0n,
    adjustments: corrections,
    outsideByGroup: new Map([['rg', outside]]),
    subscriptions: new Map(),
  };
}

function parse(text: string | number): Amount {
  const parsed = parseAmount(String(text));
  if (parsed === undefined) throw new Error(`${text} is no amount`);
  return parsed;
}
