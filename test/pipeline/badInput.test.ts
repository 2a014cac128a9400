import { describe, expect, it } from 'vitest';
import type { AllocationDay, CostMetric, CostRow } from '../../shared/model/cost.ts';
import { SourceError } from '../../shared/model/errors.ts';
import type { KubernetesState } from '../../shared/model/estate.ts';
import { parseAmount } from '../../shared/model/money.ts';
import { type Day, daysBetween, parsePeriod } from '../../shared/model/time.ts';
import { buildReport } from '../../shared/pipeline/report.ts';
import type { ChargebackReport, CurrencyStatement } from '../../shared/reports/chargebackReport.ts';
import { readLines } from '../../shared/reports/lines.ts';
import type { Sources } from '../../shared/sources/source.ts';
import { makeCost, makeRow } from '../allocation/estate.ts';
import { collectEverything, makeApp, makeSources, NOTHING, PROD, SUBSCRIPTION, TEST } from './estate.ts';

const OCTOBER = { from: '2026-10-01', to: '2026-10-31' } as const;

/** The chargeback of October 2026 over sources of which a test overrides what is bad. */
async function chargeback(
  overrides: Partial<Sources>,
  clusters: Parameters<typeof makeSources>[1] = [PROD],
): Promise<ChargebackReport> {
  const app = makeApp(makeSources(overrides, clusters), '2026-11-10T12:00:00Z');
  await collectEverything(app, OCTOBER);
  return (await buildReport(app, 'chargeback', parsePeriod('2026-10'))) as ChargebackReport;
}

function machines(day: Day, amount: string, overrides: Partial<CostRow> = {}): CostRow {
  const path = `resourceGroups/${PROD.nodeResourceGroup}/providers/Microsoft.Compute/virtualMachineScaleSets/pool`;
  return { ...makeCost(path, amount), day, subscriptionId: SUBSCRIPTION, ...overrides };
}

/** A bill of 10 EUR a day, but for the days that a test changes. */
function billWith(change: (day: Day) => readonly CostRow[] | undefined): Sources['readCost'] {
  return async (_subscription: string, _metric: CostMetric, from: Day, to: Day) =>
    daysBetween(from, to).flatMap((day) => change(day) ?? [machines(day, '10')]);
}

function allocation(overrides: Partial<AllocationDay> = {}): AllocationDay {
  return {
    producer: 'opencost',
    idleTold: true,
    coveredHours: 24,
    warnings: [],
    rows: [
      makeRow('cart', 'api', { cpu: '3' }, { namespaceLabels: { team: 'shop' } }),
      makeRow('ledger', 'api', { cpu: '1' }, { namespaceLabels: { team: 'pay' } }),
    ],
    ...overrides,
  };
}

function only({ statements }: ChargebackReport): CurrencyStatement {
  const [statement, ...others] = statements;
  if (!statement || others.length > 0) throw new Error(`${statements.length} statements`);
  return statement;
}

function teamsOf(statement: CurrencyStatement): Record<string, string> {
  return Object.fromEntries(statement.teams.map(({ team, exact }) => [team, exact]));
}

describe('bad input is charged by a stated rule or told, and stops nothing else', () => {
  it('a day with usage and no bill: the other days are charged, the gap is in the coverage', async () => {
    const report = await chargeback({
      readCost: billWith((day) => (day === '2026-10-07' ? [] : undefined)),
    });
    expect(only(report).total.exact).toBe('300');
    expect(report.notices).toContainEqual(
      expect.objectContaining({ kind: 'unbilled', days: ['2026-10-07'] }),
    );
  });

  it('a bill and no usage that day: charged to unowned, by a rule of its own', async () => {
    const report = await chargeback({
      readAllocation: async (_cluster, day) => {
        if (day !== '2026-10-07') return allocation();
        throw new SourceError(
          { source: 'opencost', scope: PROD.id },
          'notFound',
          'it is gone',
          'Install it.',
        );
      },
    });
    expect(teamsOf(only(report))).toEqual({ shop: '225', pay: '75', unowned: '10' });
    const unowned = [...readLines(only(report))].filter((line) => line.team === 'unowned');
    expect(unowned).toMatchObject([{ rule: 'noAllocation', exact: '10', days: '7' }]);
    expect(report.coverage).toMatchObject({ complete: false });
  });

  it('an allocation that covers 20 of 24 hours: divides the whole day, and the report says so', async () => {
    const report = await chargeback({
      readAllocation: async (_cluster, day) => allocation(day === '2026-10-07' ? { coveredHours: 20 } : {}),
    });
    expect(teamsOf(only(report))).toEqual({ shop: '232.5', pay: '77.5' });
    expect(report.notices).toContainEqual({
      ...{ kind: 'partialDays', clusterName: 'aks-prod', days: ['2026-10-07'], hours: 20 },
    });
  });

  it('a cluster that the inventory lists twice: charged once', async () => {
    const report = await chargeback({ readCost: billWith(() => undefined) }, [PROD, { ...PROD }]);
    expect(teamsOf(only(report))).toEqual({ shop: '232.5', pay: '77.5' });
    expect(only(report).reconciliation?.difference.exact).toBe('0');
  });

  it('a month at three times the cost of the one before: built, and held back from finance by name', async () => {
    const app = makeApp(
      makeSources({ readCost: billWith((day) => (day < '2026-10-01' ? [machines(day, '3')] : undefined)) }, [
        PROD,
      ]),
      '2026-11-10T12:00:00Z',
    );
    await collectEverything(app, { from: '2026-09-01', to: '2026-10-31' });
    const september = await buildReport(app, 'chargeback', parsePeriod('2026-09'));
    await app.store.reports.putReport(september, '2026-11-10T12:00:00Z');
    const october = (await buildReport(app, 'chargeback', parsePeriod('2026-10'))) as ChargebackReport;
    expect(only(october).total.exact).toBe('310');
    expect(october.life?.held.map((reason) => reason.name)).toContain('monthRatio');
  });

  it('a negative quantity: counts as none, so that nobody is paid for using', async () => {
    const report = await chargeback({
      readAllocation: async () =>
        allocation({
          rows: [
            makeRow('cart', 'api', { cpu: '3' }, { namespaceLabels: { team: 'shop' } }),
            makeRow('ledger', 'api', { cpu: '-5' }, { namespaceLabels: { team: 'pay' } }),
          ],
        }),
    });
    expect(teamsOf(only(report))).toEqual({ shop: '310' });
  });

  it('a currency that changes in mid-month: two statements that each tie to their bill', async () => {
    const report = await chargeback({
      readCost: billWith((day) =>
        day > '2026-10-15' ? [machines(day, '12', { currency: 'USD' })] : undefined,
      ),
    });
    expect(report.statements.map(({ currency, total }) => `${total.exact} ${currency}`)).toEqual([
      '150 EUR',
      '192 USD',
    ]);
    for (const { reconciliation } of report.statements) {
      expect(reconciliation?.difference.exact).toBe('0');
      expect(reconciliation?.charged.exact).toBe(reconciliation?.inPools.exact);
    }
  });

  it('a price of a ten-millionth: charged to the last digit', async () => {
    const report = await chargeback({ readCost: billWith((day) => [machines(day, '1e-7')]) });
    expect(only(report).total.exact).toBe('0.0000031');
    expect(teamsOf(only(report))).toEqual({ shop: '0.000002325', pay: '0.000000775' });
  });

  it('a refund larger than the cost of the month: charged as a credit, to the last digit', async () => {
    const report = await chargeback({
      readCost: billWith((day) => (day === '2026-10-31' ? [machines(day, '-1000')] : undefined)),
    });
    expect(only(report).total.exact).toBe('-700');
    expect(teamsOf(only(report))).toEqual({ shop: '-525', pay: '-175' });
  });

  it('a namespace that was deleted and made again by another team: each pays its own days', async () => {
    const state = (team: string): KubernetesState => ({
      ...NOTHING,
      namespaces: [{ name: 'cart', labels: { team } }],
    });
    let team = 'shop';
    const app = makeApp(
      makeSources(
        {
          readAllocation: async () => allocation({ rows: [makeRow('cart', 'api', { cpu: '1' })] }),
          readKubernetes: async () => state(team),
        },
        [PROD],
      ),
      '2026-10-01T03:00:00Z',
    );
    for (const [day, owner] of [
      ['2026-10-01', 'shop'],
      ['2026-10-21', 'pay'],
    ] as const) {
      app.clock.time = new Date(`${day}T03:00:00Z`);
      team = owner;
      await collectEverything(app, { from: day, to: day });
    }
    app.clock.time = new Date('2026-11-10T12:00:00Z');
    await collectEverything(app, OCTOBER);
    const report = (await buildReport(app, 'chargeback', parsePeriod('2026-10'))) as ChargebackReport;
    expect(teamsOf(only(report))).toEqual({ shop: '200', pay: '110' });
  });

  it('one cluster whose bill and allocation are absurd: the other is charged as if it were alone', async () => {
    const alone = await chargeback({}, [TEST]);
    const both = await chargeback(
      {
        readCost: async (_subscription: string, _metric: CostMetric, from: Day, to: Day) =>
          daysBetween(from, to).flatMap((day) => [
            machines(day, '-99999999999.9999999999999999999999999999'),
            machines(day, '10', {
              resourceGroup: TEST.nodeResourceGroup,
              resourceId: `/subscriptions/sub-1/resourcegroups/${TEST.nodeResourceGroup}/providers/microsoft.compute/virtualmachinescalesets/pool`,
            }),
          ]),
        readAllocation: async (cluster) =>
          cluster.id === TEST.id
            ? allocation()
            : allocation({ rows: [makeRow('x', 'y', { cpu: '-1', ram: '1e-28' })], coveredHours: 0 }),
      },
      [PROD, TEST],
    );
    const ofTest = (report: ChargebackReport): readonly string[] =>
      [...readLines(only(report))]
        .filter((line) => line.clusterId === TEST.id)
        .map((line) => `${line.team} ${line.namespace} ${line.exact}`);
    expect(ofTest(both)).toEqual(ofTest(alone));
    const charged = [...readLines(only(both))].reduce(
      (sum, line) => sum + (parseAmount(line.exact) ?? 0n),
      0n,
    );
    expect(charged).toBe(parseAmount(only(both).reconciliation?.azureEffective.exact ?? ''));
  });
});
