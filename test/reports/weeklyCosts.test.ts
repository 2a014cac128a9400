import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainMovement } from '../../shared/analysis/movement.ts';
import type { Charge } from '../../shared/model/cost.ts';
import { parseAmount } from '../../shared/model/money.ts';
import type { Owner } from '../../shared/model/ownership.ts';
import { addDays, type Day, parsePeriod } from '../../shared/model/time.ts';
import { WeeklyCosts } from '../../shared/reports/weeklyCosts.ts';
import { makeRow, ownedBy } from '../allocation/estate.ts';

const WEEK = parsePeriod('2026-W47');
const GIB = 1024 ** 3;
const euros = (text: string): bigint => parseAmount(text) ?? 0n;

function chargeOf(amount: string, changes: Partial<Charge> = {}): Charge {
  return {
    team: 'shop',
    ownerReason: 'label team on namespace cart',
    clusterId: '/c/1',
    day: '2026-11-16',
    namespace: 'cart',
    workload: 'api',
    category: 'compute',
    kind: 'direct',
    currency: 'EUR',
    amount: euros(amount),
    part: '',
    rule: 'usage',
    poolId: 'p',
    ...changes,
  };
}

const rowOf = (cpu: number, owner: Owner = ownedBy('shop')) => ({
  row: makeRow(
    'cart',
    'api',
    { cpu: '1', ram: '1' },
    {
      cpuCoreHours: cpu,
      ramByteHours: 0,
      requested: { cpuCoreHours: cpu, ramByteHours: 0 },
      used: { cpuCoreHours: cpu / 4, ramByteHours: 0 },
    },
  ),
  owner,
});

describe('the cost of eight weeks', () => {
  it('begins seven weeks before the week', () => {
    expect(WeeklyCosts.firstDay(WEEK)).toBe('2026-09-28');
  });

  it('is summed by week and month, exactly', () => {
    const costs = new WeeklyCosts(WEEK);
    costs.addCharges('2026-09-28', [chargeOf('1.0000000001')]);
    costs.addCharges('2026-11-02', [chargeOf('2')]);
    costs.addCharges('2026-11-22', [chargeOf('3'), chargeOf('4', { currency: 'USD' })]);
    expect([0, 5, 7].map((week) => costs.ofWeek('shop', 'EUR', week))).toEqual([
      euros('1.0000000001'),
      euros('2'),
      euros('3'),
    ]);
    expect(costs.monthToDate('shop', 'EUR')).toBe(euros('5'));
    expect(costs.monthToDate('shop', 'USD')).toBe(euros('4'));
  });

  it('has a day’s amount by place, and none for a day that was not read on that cluster', () => {
    const costs = new WeeklyCosts(WEEK);
    costs.addCharges('2026-09-29', [chargeOf('5'), chargeOf('7', { clusterId: '/c/2' })]);
    const isRead = (day: Day, clusterId: string) => !(day === '2026-09-29' && clusterId === '/c/2');
    const [first, second] = costs.places('shop', 'EUR').map((place) => {
      const { from, amounts } = costs.seriesOf(place, '2026-09-30', isRead);
      return [from, ...amounts];
    });
    expect(first).toEqual(['2026-09-28', 0, 5_000_000, 0]);
    expect(second).toEqual(['2026-09-28', 0, Number.NaN, 0]);
    expect(costs.seriesOfTeam('shop', 'EUR', '2026-09-30', isRead)).toEqual([0, Number.NaN, 0]);
  });

  it('tells how much compute a team’s place took, of a split workload each team’s part', () => {
    const costs = new WeeklyCosts(WEEK, { cpuCoreHour: 1, ramGibHour: 0.5, gpuHour: 10 });
    const split: Owner = {
      kind: 'split',
      shares: [
        { team: 'shop', weight: 3n },
        { team: 'pay', weight: 1n },
      ],
      reason: 'rule',
    };
    costs.addCharges('2026-11-16', [chargeOf('8'), chargeOf('2', { team: 'pay' })]);
    costs.addUsage('2026-11-16', '/c/1', [rowOf(10), rowOf(4, split)]);
    const lines = [...costs.movementLines('EUR', 'thisWeek')];
    expect(lines.map(({ team, quantity }) => [team, quantity])).toEqual([
      ['shop', 13_000_000n],
      ['pay', 1_000_000n],
    ]);
  });

  it('joins what a workload asked for and used with what was charged directly for it in the week', () => {
    const costs = new WeeklyCosts(WEEK);
    for (const day of [WEEK.from, addDays(WEEK.from, 1)]) {
      costs.addCharges(day, [chargeOf('4'), chargeOf('9', { kind: 'idle' })]);
      costs.addUsage(day, '/c/1', [rowOf(8)]);
    }
    costs.addCharges('2026-11-15', [chargeOf('100')]);
    const [workload] = costs.workloads('shop', 'EUR');
    expect(workload).toMatchObject({
      workload: 'api',
      charged: euros('8'),
      days: 2,
      observedDays: 2,
      cpu: { allocated: 16, requested: 16, used: 4 },
    });
  });

  it('is the same whatever order the parts come in', () => {
    const parts = fc.array(
      fc.record({
        offset: fc.integer({ min: 0, max: 55 }),
        clusterId: fc.constantFrom('/c/1', '/c/2'),
        cpu: fc.double({ min: 0, max: 100, noNaN: true }),
        amount: fc.bigInt({ min: 1n, max: 10n ** 31n }),
        team: fc.constantFrom('shop', 'pay'),
      }),
      { maxLength: 30 },
    );
    const build = (all: readonly Part[]) => {
      const costs = new WeeklyCosts(WEEK);
      for (const { offset, clusterId, cpu, amount, team } of all) {
        const day = addDays('2026-09-28', offset);
        costs.addCharges(day, [chargeOf('0', { clusterId, amount, team })]);
        costs.addUsage(day, clusterId, [rowOf(cpu, ownedBy(team))]);
      }
      const movement = explainMovement(
        costs.movementLines('EUR', 'weekBefore'),
        costs.movementLines('EUR', 'thisWeek'),
      );
      return ['shop', 'pay'].map((team) => [
        movement.ofTeam(team),
        costs.seriesOfTeam(team, 'EUR', WEEK.to, () => true),
        [...costs.workloads(team, 'EUR')].sort((a, b) => (a.clusterId < b.clusterId ? -1 : 1)),
      ]);
    };
    fc.assert(
      fc.property(parts, (all) => {
        expect(build(all.toReversed())).toEqual(build(all));
      }),
    );
  });
});

interface Part {
  readonly offset: number;
  readonly clusterId: string;
  readonly cpu: number;
  readonly amount: bigint;
  readonly team: string;
}

it('memory counts by the GiB', () => {
  const costs = new WeeklyCosts(WEEK, { cpuCoreHour: 1, ramGibHour: 0.5, gpuHour: 10 });
  costs.addCharges(WEEK.from, [chargeOf('1')]);
  const row = makeRow('cart', 'api', {}, { ramByteHours: 3 * GIB, gpuHours: 2 });
  costs.addUsage(WEEK.from, '/c/1', [{ row, owner: ownedBy('shop') }]);
  expect([...costs.movementLines('EUR', 'thisWeek')][0]?.quantity).toBe(21_500_000n);
});
