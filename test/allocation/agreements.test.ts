import { describe, expect, it } from 'vitest';
import { chargeAgreements, chargeCredits } from '../../shared/allocation/agreements.ts';
import { CostSchema } from '../../shared/config/cost.ts';
import { TeamSchema } from '../../shared/config/schema.ts';
import type { Charge, CostCategory } from '../../shared/model/cost.ts';
import { formatExact, parseAmount, sumAmounts } from '../../shared/model/money.ts';
import { parsePeriod } from '../../shared/model/time.ts';
import { sumCharges } from './estate.ts';

const teams = ['shop', 'pay', 'plat'].map((id) => TeamSchema.parse({ id, name: id, costCenter: 'C' }));
const configOf = (...agreements: object[]) => ({
  teams,
  cost: CostSchema.parse({ platformTeam: 'plat', agreements }),
});

function charge(team: string, amount: string, overrides: Partial<Charge> = {}): Charge {
  const category: CostCategory = overrides.category ?? 'compute';
  return {
    team,
    ownerReason: 'r',
    clusterId: '/c',
    day: '2026-10-05',
    namespace: 'n',
    workload: 'w',
    category,
    kind: 'direct',
    currency: 'EUR',
    amount: parseAmount(amount) ?? 0n,
    part: '',
    rule: 'usage',
    poolId: `2026-10-05|/c|${category}|EUR`,
    ...overrides,
  };
}

const discount = { name: 'Volume', kind: 'discount', percent: 12.5, teams: ['shop'] };
const markup = { name: 'Support', kind: 'markup', percent: 10, teams: ['*'] };
const credit = { name: 'Welcome', kind: 'credit', amount: 100, currency: 'EUR', teams: ['shop', 'pay'] };
const whole = ({ team, category, rule }: Charge): string => `${team} ${category} ${rule}`;

function apply(charges: readonly Charge[], ...agreements: object[]): Charge[] {
  return chargeAgreements(charges, configOf(...agreements), '2026-10-05');
}

describe('a discount', () => {
  const charges = [charge('shop', '6'), charge('shop', '2', { kind: 'idle' }), charge('pay', '8')];

  it('takes its percentage off what the team is charged, and charges it to the counterpart', () => {
    const extra = apply(charges, discount);
    expect(sumCharges(extra, whole)).toEqual({ 'plat compute discount': '1', 'shop compute discount': '-1' });
    expect(extra).toMatchObject([
      {
        team: 'shop',
        kind: 'adjustment',
        ownerReason: 'agreement Volume: discount of 12.5 %',
        namespace: '',
      },
      { team: 'plat', kind: 'adjustment', ownerReason: 'agreement Volume: discount of 12.5 % for shop' },
    ]);
    expect(new Set(extra.map(({ poolId }) => poolId))).toEqual(new Set([charges[0]?.poolId]));
  });

  it('goes to the counterpart that it names, who may be nobody', () => {
    expect(sumCharges(apply(charges, { ...discount, counterpart: 'unowned' }), whole)).toHaveProperty([
      'unowned compute discount',
    ]);
  });

  it('is of the categories that it names', () => {
    const mixed = [...charges, charge('shop', '40', { category: 'storage' })];
    expect(sumCharges(apply(mixed, { ...discount, categories: ['stor*'] }), whole)).toEqual({
      'plat storage discount': '5',
      'shop storage discount': '-5',
    });
  });

  it('is for its days, first and last included', () => {
    const on = (dates: object) => apply(charges, { ...discount, ...dates }).length;
    expect(on({ from: '2026-10-05', to: '2026-10-05' })).toBe(2);
    expect(on({ from: '2026-10-06' })).toBe(0);
    expect(on({ to: '2026-10-04' })).toBe(0);
  });

  it('turns round with a refund', () => {
    expect(sumCharges(apply([charge('shop', '-8')], discount), whole)).toEqual({
      'plat compute discount': '-1',
      'shop compute discount': '1',
    });
  });
});

describe('a mark-up', () => {
  it('adds its percentage for every team, and gives it to the counterpart, whose own cost it leaves', () => {
    const extra = apply([charge('shop', '10'), charge('pay', '20'), charge('plat', '40')], markup);
    expect(sumCharges(extra, whole)).toEqual({
      'pay compute markup': '2',
      'plat compute markup': '-3',
      'shop compute markup': '1',
    });
  });

  it('leaves alone what nobody owns', () => {
    expect(apply([charge('unowned', '10')], markup)).toEqual([]);
  });

  it('counts the charges as they were before any agreement, and no adjustments', () => {
    const charges = [charge('shop', '8'), charge('shop', '800', { kind: 'adjustment', rule: 'discount' })];
    expect(sumCharges(apply(charges, discount, markup), whole)).toEqual({
      'plat compute discount': '1',
      'plat compute markup': '-0.8',
      'shop compute discount': '-1',
      'shop compute markup': '0.8',
    });
    expect(apply([...charges, ...apply(charges, discount)], markup)).toEqual(apply(charges, markup));
  });

  it('of an amount too small to have a percentage is nothing', () => {
    expect(apply([charge('shop', '1e-28')], markup)).toEqual([]);
  });
});

describe('a credit', () => {
  const month = parsePeriod('2026-10');

  it('is the amount a month for each of its teams, from the counterpart, on the first day', () => {
    const extra = chargeCredits(configOf(credit), month);
    expect(sumCharges(extra, ({ team, rule }) => `${team} ${rule}`)).toEqual({
      'pay credit': '-100',
      'plat credit': '200',
      'shop credit': '-100',
    });
    expect(formatExact(sumAmounts(extra.map(({ amount }) => amount)))).toBe('0');
    expect(extra[0]).toMatchObject({
      team: 'pay',
      kind: 'adjustment',
      day: '2026-10-01',
      clusterId: '',
      category: 'other',
      currency: 'EUR',
      ownerReason: 'agreement Welcome',
    });
  });

  it('is whole for a month in which it is in force on any day, and not for another', () => {
    const within = (dates: object) => chargeCredits(configOf({ ...credit, ...dates }), month).length;
    expect(within({ from: '2026-10-31' })).toBe(4);
    expect(within({ to: '2026-10-01' })).toBe(4);
    expect(within({ from: '2026-11-01' })).toBe(0);
    expect(within({ to: '2026-09-30' })).toBe(0);
  });

  it('is no percentage, and a percentage no credit', () => {
    expect(apply([charge('shop', '8')], credit)).toEqual([]);
    expect(chargeCredits(configOf(discount), month)).toEqual([]);
  });
});
