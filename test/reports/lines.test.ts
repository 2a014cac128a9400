import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Charge } from '../../shared/model/cost.ts';
import { formatExact, ONE_UNIT, parseAmount, sumAmounts } from '../../shared/model/money.ts';
import type { Day } from '../../shared/model/time.ts';
import { bookLines } from '../../shared/reports/booking.ts';
import type { StatementLine } from '../../shared/reports/chargebackReport.ts';
import { countDays, describeDays, parseDays } from '../../shared/reports/dayMask.ts';
import {
  compareLines,
  countLines,
  type LineTable,
  largestLines,
  readLines,
  sliceLines,
} from '../../shared/reports/lines.ts';
import { packLines } from '../../shared/reports/lineTableBuilder.ts';
import { StatementSums } from '../../shared/reports/statement.ts';

const NOTHING = { rows: { effective: [], billed: [] }, pools: { pools: [], outside: [] } } as const;

const charge = fc
  .record({
    team: fc.constantFrom('shop', 'pay', 'unowned'),
    clusterId: fc.constantFrom('/c/a', '/c/b', '/c/c'),
    namespace: fc.constantFrom('', 'cart', 'ledger'),
    category: fc.constantFrom('compute', 'storage', 'controlPlane'),
    kind: fc.constantFrom('direct', 'idle', 'overhead', 'adjustment'),
    part: fc.constantFrom('', 'system', 'gpu'),
    rule: fc.constantFrom('usage', 'idle'),
    ownerReason: fc.constantFrom('label team', 'rule 1'),
    day: fc.integer({ min: 1, max: 31 }).map((day) => `2026-10-${String(day).padStart(2, '0')}` as Day),
    amount: fc.oneof(
      fc.bigInt({ min: 0n, max: 10n ** 30n }),
      fc.bigInt({ min: -(10n ** 27n), max: 10n ** 33n }),
    ),
  })
  .map((parts): Charge => ({ ...parts, workload: 'api', currency: 'EUR', poolId: 'p' }) as Charge);
const charges = fc.array(charge, { maxLength: 80 });

/** The table of some charges, told of in parts of the sizes given. */
function tabulate(all: readonly Charge[], size = all.length || 1): LineTable {
  const sums = new StatementSums();
  for (let start = 0; start < all.length; start += size)
    sums.addPart({ ...NOTHING, charges: all.slice(start, start + size) });
  const builder = sums.lines.ofCurrency('EUR');
  bookLines(builder, 2);
  return builder.finish({
    team: (team) => ({ team, teamName: team, costCenter: `CC-${team}`, glAccount: '6400' }),
    clusterName: (clusterId) => clusterId.slice(3),
  });
}

describe('a table of lines', () => {
  it('holds the exact sum of the charges of each line, and nothing else', () => {
    fc.assert(
      fc.property(charges, (all) => {
        const keyOf = (line: Charge | StatementLine) =>
          [line.team, line.clusterId, line.namespace, line.category, line.kind, line.part, line.rule].join();
        const expected = [...Map.groupBy(all, keyOf)].map(([key, own]) => [
          key,
          formatExact(sumAmounts(own.map(({ amount }) => amount))),
        ]);
        const read = [...readLines({ lines: tabulate(all) })].map((line) => [keyOf(line), line.exact]);
        expect(read.sort()).toEqual(expected.sort());
      }),
    );
  });

  it('is the same however the charges are ordered and told of', () => {
    fc.assert(
      fc.property(charges, fc.integer({ min: 1, max: 7 }), (all, size) => {
        expect(tabulate(all.toReversed(), size)).toEqual(tabulate(all));
      }),
    );
  });

  it('has its lines in order, and says how many there are', () => {
    fc.assert(
      fc.property(charges, (all) => {
        const lines = tabulate(all);
        const read = [...readLines({ lines })];
        expect(read).toEqual(read.toSorted(compareLines));
        expect(countLines({ lines })).toBe(read.length);
      }),
    );
  });

  it('books cents that sum from lines to a team’s clusters, and to its total', () => {
    fc.assert(
      fc.property(charges, (all) => {
        const lines = tabulate(all);
        for (const block of lines.blocks) {
          const own = block.amounts.split(' ').map((text) => parseAmount(text) ?? 0n);
          expect(sumAmounts(own)).toBe(parseAmount(block.amount));
          const exact = sumAmounts(block.exact.split(' ').map((text) => parseAmount(text) ?? 0n));
          const off = exact - sumAmounts(own);
          expect(off > -ONE_UNIT / 50n && off < ONE_UNIT / 50n).toBe(true);
        }
      }),
    );
  });

  it('gives each pool ratios that sum to 1 exactly, and adjustments none', () => {
    fc.assert(
      fc.property(charges, (all) => {
        const read = [...readLines({ lines: tabulate(all) })];
        for (const line of read) if (line.kind === 'adjustment') expect(line.ratio).toBe('');
        const pools = Map.groupBy(
          read.filter((line) => line.kind !== 'adjustment'),
          (line) => `${line.clusterId}|${line.category}`,
        );
        for (const own of pools.values()) {
          const whole = sumAmounts(own.map((line) => parseAmount(line.exact) ?? 0n));
          if (whole === 0n) expect(own.every((line) => line.ratio === '')).toBe(true);
          else expect(sumAmounts(own.map((line) => parseAmount(line.ratio) ?? 0n))).toBe(ONE_UNIT);
          for (const line of own) {
            const error =
              (parseAmount(line.ratio) ?? 0n) * whole - (parseAmount(line.exact) ?? 0n) * ONE_UNIT;
            const limit = (whole < 0n ? -whole : whole) * 10n ** 16n;
            expect(whole === 0n || (error < limit && error > -limit)).toBe(true);
          }
        }
      }),
    );
  });

  it('cut to a team has exactly its lines, and no word that only another’s have', () => {
    fc.assert(
      fc.property(charges, fc.constantFrom('shop', 'pay', 'unowned'), (all, team) => {
        const lines = tabulate(all);
        const slice = sliceLines(lines, team);
        expect([...readLines({ lines: slice })]).toEqual(
          [...readLines({ lines })].filter((line) => line.team === team),
        );
        expect(slice).toEqual(packLines(readLines({ lines: slice })));
      }),
    );
  });

  it('gives the latest day’s reason, since labels change', () => {
    const make = (day: Day, ownerReason: string): Charge => ({
      ...{ team: 'shop', clusterId: '/c/a', namespace: 'cart', category: 'compute', kind: 'direct' },
      ...{
        part: '',
        rule: 'usage',
        ownerReason,
        day,
        amount: 1n,
        workload: '',
        currency: 'EUR',
        poolId: 'p',
      },
    });
    const told = [make('2026-10-09', 'new'), make('2026-10-02', 'old'), make('2026-10-03', 'older')];
    for (const order of [told, told.toReversed()]) {
      const [line] = readLines({ lines: tabulate(order, 1) });
      expect(line).toMatchObject({ ownerReason: 'new', days: '2-3 9' });
    }
  });

  it('finds the largest lines, whatever their sign', () => {
    fc.assert(
      fc.property(charges, fc.integer({ min: 0, max: 10 }), (all, count) => {
        const lines = tabulate(all);
        const sizes = [...readLines({ lines })].map((line) => Math.abs(Number(line.amount)));
        sizes.sort((a, b) => b - a);
        expect(largestLines({ lines }, count).map((line) => Math.abs(Number(line.amount)))).toEqual(
          sizes.slice(0, count),
        );
      }),
    );
  });
});

it('days of a month are told in runs, and read back', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 31 })), (days) => {
      const mask = days.reduce((sum, day) => sum | (1 << (day - 1)), 0);
      expect(parseDays(describeDays(mask))).toBe(mask);
      expect(countDays(describeDays(mask))).toBe(days.length);
    }),
  );
});
