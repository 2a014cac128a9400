import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DayPools } from '../../shared/allocation/pools.ts';
import type { Charge, CostRow } from '../../shared/model/cost.ts';
import { type Amount, formatExact, parseAmount, sumAmounts } from '../../shared/model/money.ts';
import { parsePeriod } from '../../shared/model/time.ts';
import { buildChargeback, sumText } from '../../shared/reports/chargeback.ts';
import type { ChargebackReport } from '../../shared/reports/chargebackReport.ts';
import { readLines } from '../../shared/reports/lines.ts';
import type { Coverage } from '../../shared/reports/report.ts';
import { sliceReport } from '../../shared/reports/slice.ts';
import { StatementSums } from '../../shared/reports/statement.ts';
import { makeCluster, makeCost } from '../allocation/estate.ts';
import { makeConfig } from './configuration.ts';

const cluster = makeCluster('aks-prod');
const READ: Coverage = { complete: true, entries: [] };

function makeCharge(team: string, amount: Amount, overrides: Partial<Charge> = {}): Charge {
  return {
    team,
    ownerReason: 'label team',
    clusterId: cluster.id,
    day: '2026-10-05',
    namespace: `ns-${team}`,
    workload: 'api',
    category: 'compute',
    kind: 'direct',
    currency: 'EUR',
    amount,
    part: '',
    rule: 'usage',
    poolId: 'p',
    ...overrides,
  };
}

/** A day whose pools hold exactly what is charged, with something outside. */
function makeDay(
  charges: readonly Charge[],
  outside: Amount,
): { rows: { effective: CostRow[]; billed: CostRow[] }; day: DayPools } {
  const pools = [...Map.groupBy(charges, (charge) => charge.currency)].map(([currency, own]) => ({
    id: `p-${currency}`,
    clusterId: cluster.id,
    day: '2026-10-05' as const,
    category: 'compute' as const,
    currency,
    effective: sumAmounts(own.map((charge) => charge.amount)),
    billed: 0n,
    portions: [],
  }));
  const effective = [
    ...pools.map((pool) => ({
      ...makeCost('resourceGroups/nodes/providers/x/y/z', '0'),
      currency: pool.currency,
      amount: pool.effective,
    })),
    { ...makeCost('resourceGroups/web/providers/x/y/z', '0'), amount: outside },
  ];
  const day = {
    pools,
    outside: [
      { currency: 'EUR', subscriptionId: 'sub-1', resourceGroup: 'web', effective: outside, billed: 0n },
    ],
  };
  return { rows: { effective, billed: [] }, day };
}

function build(charges: readonly Charge[], outside: Amount = 0n): ChargebackReport {
  const sums = new StatementSums();
  const { rows, day } = makeDay(charges, outside);
  sums.addPart({ rows, pools: day, charges });
  return buildChargeback({
    config: makeConfig(),
    period: parsePeriod('2026-10'),
    sums,
    clusters: [cluster],
    coverage: READ,
    previous: undefined,
    warnings: [],
    running: false,
    link: undefined,
  });
}

const euros = (text: string): Amount => parseAmount(text) ?? 0n;

describe('a chargeback', () => {
  it('ties to the bill: in pools and outside make the total, and the charges are what is in pools', () => {
    const report = build(
      [makeCharge('shop', euros('10.005')), makeCharge('pay', euros('0.001'))],
      euros('3.3333'),
    );
    expect(report.statements[0]?.reconciliation).toMatchObject({
      azureEffective: { amount: '13.34', exact: '13.3393' },
      inPools: { amount: '10.01', exact: '10.006' },
      outside: { amount: '3.33', exact: '3.3333' },
      difference: { amount: '0.00', exact: '0' },
      charged: { amount: '10.01', exact: '10.006' },
    });
  });

  it('charges what nobody owns to unowned, with the reason and its own cost centre', () => {
    const report = build([
      makeCharge('unowned', euros('7'), { ownerReason: 'label team=ghost names no team' }),
    ]);
    expect(report.statements[0]?.teams).toMatchObject([
      { teamName: 'Unowned', costCenter: 'UNOWNED', amount: '7.00' },
    ]);
    expect(report.statements[0]?.unowned).toMatchObject([
      { reason: 'label team=ghost names no team', amount: '7.00' },
    ]);
  });

  it('shows some remarks of the sources and counts the rest', () => {
    const warnings = Array.from(
      { length: 300 },
      (_, index) => `aks-${index % 100}, 2026-10-05: idle was negative`,
    );
    const report = buildChargeback({
      ...{
        config: makeConfig(),
        period: parsePeriod('2026-10'),
        sums: new StatementSums(),
        clusters: [],
        coverage: READ,
      },
      ...{ previous: undefined, warnings, running: false, link: undefined },
    });
    expect(report.notices).toHaveLength(9);
    expect(report.notices.at(-1)).toEqual({ kind: 'moreRemarks', count: 92 });
  });

  it('never adds currencies', () => {
    const report = build([
      makeCharge('shop', euros('1')),
      makeCharge('shop', euros('2'), { currency: 'JPY' }),
    ]);
    expect(report.statements.map(({ currency, total }) => `${total.amount} ${currency}`)).toEqual([
      '1.00 EUR',
      '2 JPY',
    ]);
    expect(report.notices).toContainEqual({ kind: 'severalCurrencies' });
  });

  it('says first that the month is still running', () => {
    const sums = new StatementSums();
    const coverage: Coverage = {
      complete: false,
      entries: [],
    };
    const report = buildChargeback({
      ...{
        config: makeConfig(),
        period: parsePeriod('2026-11'),
        sums,
        clusters: [],
        previous: undefined,
        warnings: ['odd'],
      },
      ...{ coverage, running: true, link: undefined },
    });
    expect(report.notices).toEqual([{ kind: 'running' }, { kind: 'remark', text: 'odd' }]);
  });

  const charges = fc.array(
    fc
      .record({
        team: fc.constantFrom('shop', 'pay', 'plat', 'unowned', 'removed-team'),
        amount: fc.bigInt({ min: -(10n ** 31n), max: 10n ** 33n }),
        namespace: fc.constantFrom('a', 'b', 'c'),
        kind: fc.constantFrom('direct', 'idle', 'shared', 'overhead'),
        currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
      })
      .map(({ team, amount, ...rest }) => makeCharge(team, amount, rest)),
    { maxLength: 60 },
  );

  it('agrees in every view: lines, teams, kinds, clusters and cost centres sum to the total, in cents', () => {
    fc.assert(
      fc.property(charges, (all) => {
        for (const statement of build(all).statements) {
          const { digits, total, teams, clusters, costCenters, reconciliation } = statement;
          const lines = [...readLines(statement)];
          const sum = (parts: readonly { readonly amount: string }[]) =>
            sumText(
              parts.map((part) => part.amount),
              digits,
            );
          expect([
            sum(lines),
            sum(teams),
            sum(clusters),
            sum(costCenters),
            reconciliation?.inPools.amount ?? total.amount,
          ]).toEqual(Array.from({ length: 5 }, () => total.amount));
          for (const team of teams) {
            expect(
              sumText([team.direct, team.idle, team.shared, team.overhead, team.adjustment], digits),
            ).toBe(team.amount);
          }
          expect(formatExact(sumAmounts(lines.map((line) => euros(line.exact))))).toBe(total.exact);
        }
      }),
    );
  });

  it('is the same whatever order the charges came in', () => {
    fc.assert(
      fc.property(charges, (all) => {
        expect(build([...all].reverse())).toEqual(build(all));
      }),
    );
  });

  it('cut to a team holds that team’s lines and nothing of another’s', () => {
    fc.assert(
      fc.property(charges, fc.constantFrom('shop', 'pay', 'unowned'), (all, team) => {
        const report = build(all, euros('99'));
        const own = sliceReport(report, team);
        if (own?.kind !== 'chargeback') {
          expect(all.some((charge) => charge.team === team)).toBe(false);
          return;
        }
        expect([own.parameters, own.comparisons]).toEqual([undefined, []]);
        const text = JSON.stringify(own);
        for (const other of ['shop', 'pay', 'plat', 'unowned', 'removed-team']) {
          if (other !== team) expect(text).not.toContain(`"team":"${other}"`);
        }
        for (const statement of own.statements) {
          const whole = report.statements.find((candidate) => candidate.currency === statement.currency);
          expect(statement.total.amount).toBe(whole?.teams.find((total) => total.team === team)?.amount);
          expect(statement.reconciliation).toBeUndefined();
          const categories = new Set(
            [...readLines(statement)].flatMap((line) => (line.kind === 'adjustment' ? [] : [line.category])),
          );
          for (const pool of statement.pools)
            expect([categories.has(pool.category), pool.billed, pool.parts]).toEqual([true, undefined, []]);
          expect(
            sumText(
              [...readLines(statement)].map((line) => line.amount),
              statement.digits,
            ),
          ).toBe(statement.total.amount);
        }
      }),
    );
  });
});
