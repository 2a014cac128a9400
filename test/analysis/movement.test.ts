import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  COST_GROUPS,
  EFFECTS,
  explainMovement,
  type Movement,
  type MovementLine,
} from '../../shared/analysis/movement.ts';
import { parseAmount, sumAmounts } from '../../shared/model/money.ts';

const euros = (text: string): bigint => parseAmount(text) ?? 0n;

function lineOf(amount: string, quantity?: bigint, changes: Partial<MovementLine> = {}): MovementLine {
  return {
    team: 'shop',
    clusterId: '/c/1',
    namespace: 'cart',
    group: 'compute',
    amount: euros(amount),
    quantity,
    ...changes,
  };
}

function effectsOf({ movers }: Movement): [effect: string, amount: bigint][] {
  return movers.flatMap(({ effects }) =>
    effects.map(({ effect, amount }): [string, bigint] => [effect, amount]),
  );
}

describe('the change of a cost', () => {
  it('is usage at the old unit price, and what is left is the unit’s', () => {
    const movement = explainMovement([lineOf('100', 50n)], [lineOf('156', 65n)]).ofTeam('shop');
    expect(effectsOf(movement)).toEqual([
      ['usage', euros('30')],
      ['price', euros('26')],
    ]);
    expect(movement.movers[0]?.effects[0]?.quantityChange).toBeCloseTo(0.3);
  });

  it('that cancels out is told all the same: more use at a lower price', () => {
    const movement = explainMovement([lineOf('100', 50n)], [lineOf('100', 100n)]).ofTeam('shop');
    expect(effectsOf(movement)).toEqual([
      ['price', euros('-100')],
      ['usage', euros('100')],
    ]);
    expect(movement.change).toBe(0n);
  });

  it('is only called cost where either period tells no quantity', () => {
    expect(effectsOf(explainMovement([lineOf('10')], [lineOf('12', 3n)]).ofTeam('shop'))).toEqual([
      ['cost', euros('2')],
    ]);
  });

  it('is new or gone where there was nothing, or is nothing', () => {
    const book = explainMovement(
      [lineOf('10', 1n)],
      [lineOf('3', 1n, { namespace: 'search' }), lineOf('1', undefined, { group: 'storage' })],
    );
    expect(effectsOf(book.ofTeam('shop'))).toEqual([
      ['gone', euros('-10')],
      ['new', euros('1')],
      ['new', euros('3')],
    ]);
  });

  it('is a reallocation where another team was charged for the same place, and none for the organisation', () => {
    const book = explainMovement([lineOf('10', 5n)], [lineOf('12', 6n, { team: 'pay' })]);
    expect(effectsOf(book.ofTeam('shop'))).toEqual([['reallocation', euros('-10')]]);
    expect(effectsOf(book.ofTeam('pay'))).toEqual([['reallocation', euros('12')]]);
    expect(effectsOf(book.ofOrganisation())).toEqual([['usage', euros('2')]]);
  });

  it('of corrections and discounts is told apart from what was used', () => {
    const book = explainMovement(
      [lineOf('10', 5n)],
      [lineOf('10', 5n), lineOf('-2', undefined, { group: 'adjustment' })],
    );
    expect(effectsOf(book.ofTeam('shop'))).toEqual([['adjustment', euros('-2')]]);
  });

  it('comes with the largest mover first, in either direction', () => {
    const of = (namespace: string, amount: string) => lineOf(amount, undefined, { namespace });
    const movement = explainMovement(
      [of('a', '10'), of('b', '10'), of('c', '10')],
      [of('a', '11'), of('b', '2'), of('c', '14')],
    ).ofTeam('shop');
    expect(movement.movers.map(({ namespace }) => namespace)).toEqual(['b', 'c', 'a']);
  });
});

describe('for any two periods', () => {
  const lines = fc.array(
    fc.record({
      team: fc.constantFrom('shop', 'pay', 'unowned'),
      clusterId: fc.constantFrom('/c/1', '/c/2'),
      namespace: fc.constantFrom('', 'a', 'b'),
      group: fc.constantFrom(...COST_GROUPS),
      amount: fc.bigInt({ min: -(10n ** 30n), max: 10n ** 31n }),
      quantity: fc.option(fc.bigInt({ min: 0n, max: 10n ** 9n }), { nil: undefined }),
    }),
    { maxLength: 40 },
  );

  it('effects sum to the change exactly: of a mover, of a team, and of the organisation', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const book = explainMovement(before, after);
        const total = (side: readonly MovementLine[]) => sumAmounts(side.map(({ amount }) => amount));
        const whole = book.ofOrganisation();
        expect([whole.before, whole.after]).toEqual([total(before), total(after)]);
        const teams = book.teams().map((team) => book.ofTeam(team));
        expect(sumAmounts(teams.map(({ change }) => change))).toBe(whole.change);
        for (const movement of [whole, ...teams]) {
          expect(sumAmounts(EFFECTS.map((effect) => movement.byEffect[effect]))).toBe(movement.change);
          for (const { effects, change } of movement.movers) {
            expect(sumAmounts(effects.map(({ amount }) => amount))).toBe(change);
          }
        }
      }),
    );
  });

  it('the order of the lines changes nothing', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const there = explainMovement(before, after);
        const back = explainMovement(before.toReversed(), after.toReversed());
        expect(back.teams().map((team) => back.ofTeam(team))).toEqual(
          there.teams().map((team) => there.ofTeam(team)),
        );
      }),
    );
  });

  it('a movement to the same lines has no effects', () => {
    fc.assert(
      fc.property(lines, (same) => {
        expect(explainMovement(same, same).ofOrganisation().movers).toEqual([]);
      }),
    );
  });
});
