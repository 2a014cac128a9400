import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Booking, findCorrections, hashBookings } from '../../shared/closing/corrections.ts';
import { type Amount, formatExact, parseAmount } from '../../shared/model/money.ts';

const money = (text: string): Amount => parseAmount(text) ?? 0n;

function booking(team: string, amount: string, change: Partial<Booking> = {}): Booking {
  return {
    team,
    clusterId: 'aks-prod',
    category: 'compute',
    currency: 'EUR',
    amount: money(amount),
    ...change,
  };
}

function correct(now: readonly Booking[], booked: readonly Booking[], materiality = '0') {
  const found = findCorrections({ origin: '2026-10', now, booked, materiality: money(materiality) });
  return {
    book: found.book.map(
      ({ team, amount, rule, reason }) => `${team} ${formatExact(amount)} ${rule}: ${reason}`,
    ),
    waiting: found.waiting.map(({ team, exact, currency }) => `${team} ${exact} ${currency}`),
  };
}

describe('the corrections of a closed month', () => {
  it('are nothing while it comes to what was booked', () => {
    expect(correct([booking('shop', '10')], [booking('shop', '4'), booking('shop', '6')])).toEqual({
      book: [],
      waiting: [],
    });
  });

  it('are restatements where Azure changed the bill', () => {
    const { book } = correct(
      [booking('shop', '11'), booking('pay', '6')],
      [booking('shop', '10'), booking('pay', '5')],
    );
    expect(book).toEqual([
      'pay 1 restatement: Azure changed the bill of 2026-10',
      'shop 1 restatement: Azure changed the bill of 2026-10',
    ]);
  });

  it('are reassignments where cost only went from one team to another', () => {
    const { book } = correct([booking('pay', '10')], [booking('shop', '10')]);
    expect(book).toEqual([
      'pay 10 reassignment: corrected ownership or allocation of 2026-10',
      'shop -10 reassignment: corrected ownership or allocation of 2026-10',
    ]);
  });

  it('say both where both happened, and judge each cluster and category by itself', () => {
    const { book } = correct(
      [booking('pay', '12'), booking('shop', '3', { category: 'network' })],
      [booking('shop', '10'), booking('shop', '1', { category: 'network' })],
    );
    const both = 'restatement: Azure changed the bill of 2026-10, and corrected ownership or allocation';
    expect(book).toEqual([
      `pay 12 ${both}`,
      `shop -10 ${both}`,
      'shop 2 restatement: Azure changed the bill of 2026-10',
    ]);
  });

  it('below the threshold wait as a whole, up or down; at the threshold they are booked', () => {
    const now = [booking('shop', '10.99'), booking('pay', '9.01'), booking('plat', '6')];
    const booked = [booking('shop', '10'), booking('pay', '10'), booking('plat', '5')];
    expect(correct(now, booked, '1')).toEqual({
      book: ['plat 1 restatement: Azure changed the bill of 2026-10, and corrected ownership or allocation'],
      waiting: ['pay -0.99 EUR', 'shop 0.99 EUR'],
    });
  });

  it('count for the threshold a team and currency at a time, over all its clusters', () => {
    const now = [booking('shop', '0.6'), booking('shop', '0.6', { clusterId: 'aks-test' })];
    expect(correct(now, [], '1').book).toHaveLength(2);
    expect(correct([booking('shop', '0.6'), booking('shop', '0.6', { currency: 'USD' })], [], '1')).toEqual({
      book: [],
      waiting: ['shop 0.6 EUR', 'shop 0.6 USD'],
    });
  });

  const bookings = fc.array(
    fc.record({
      team: fc.constantFrom('shop', 'pay', 'unowned'),
      clusterId: fc.constantFrom('a', 'b'),
      category: fc.constantFrom('compute' as const, 'network' as const),
      currency: fc.constantFrom('EUR', 'JPY'),
      amount: fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
    }),
    { maxLength: 30 },
  );

  it('together with what waits make what was booked what it comes to, and wait only below the threshold', () => {
    fc.assert(
      fc.property(bookings, bookings, fc.bigInt({ min: 0n, max: 10n ** 29n }), (now, booked, materiality) => {
        const { book, waiting } = findCorrections({ origin: '2026-10', now, booked, materiality });
        const sums = new Map<string, Amount>();
        const add = (team: string, currency: string, amount: Amount) =>
          sums.set(`${team} ${currency}`, (sums.get(`${team} ${currency}`) ?? 0n) + amount);
        for (const { team, currency, amount } of [...booked, ...book]) add(team, currency, amount);
        for (const { team, currency, exact } of waiting) {
          const amount = money(exact);
          expect(amount < 0n ? -amount : amount).toBeLessThan(materiality);
          add(team, currency, amount);
        }
        for (const { team, currency, amount } of now) add(team, currency, -amount);
        expect([...sums.values()].filter((sum) => sum !== 0n)).toEqual([]);
        if (waiting.length === 0) expect(hashBookings([...booked, ...book])).toBe(hashBookings(now));
      }),
    );
  });

  it('are the same whatever order the bookings come in', () => {
    fc.assert(
      fc.property(bookings, bookings, (now, booked) => {
        const there = findCorrections({ origin: '2026-10', now, booked, materiality: 0n });
        const back = { now: now.toReversed(), booked: booked.toReversed() };
        expect(findCorrections({ origin: '2026-10', ...back, materiality: 0n })).toEqual(there);
      }),
    );
  });
});
