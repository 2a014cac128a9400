import { describe, expect, it } from 'vitest';
import type { Charge } from '../../shared/model/cost.ts';
import { parseAmount } from '../../shared/model/money.ts';
import { parsePeriod } from '../../shared/model/time.ts';
import { buildChargeback } from '../../shared/reports/chargeback.ts';
import { withAnalysis } from '../../shared/reports/chargebackAnalysis.ts';
import type { ChargebackReport, ComputeBlock } from '../../shared/reports/chargebackReport.ts';
import { ComputeSums } from '../../shared/reports/computeTable.ts';
import type { Coverage } from '../../shared/reports/report.ts';
import { sliceReport } from '../../shared/reports/slice.ts';
import { StatementSums } from '../../shared/reports/statement.ts';
import { makeCluster, makeRow, ownedBy } from '../allocation/estate.ts';
import { renderText } from '../render/rendered.ts';
import { makeConfig } from './configuration.ts';

const cluster = makeCluster('aks-prod');
const READ: Coverage = { complete: true, summary: 'Everything was read.', entries: [] };
const PRICES = { cpuCoreHour: 1, ramGibHour: 1, gpuHour: 1 };
const config = makeConfig({
  unitCosts: [
    { name: 'order', team: 'shop', quantities: { '2026-09': 1000, '2026-10': 1100 } },
    { name: 'customer', quantities: { '2026-10': 3 } },
  ],
});

interface Use {
  readonly team: string;
  readonly namespace: string;
  readonly amount: string;
  readonly cpu: number;
}

/** A month in which each team was charged for the compute that it took. */
function buildMonth(
  month: string,
  uses: readonly Use[],
  previous?: ChargebackReport,
  options: { readonly running?: boolean; readonly coverage?: Coverage } = {},
): ChargebackReport {
  const sums = new StatementSums();
  const compute = new ComputeSums(PRICES);
  const day = `${month}-05` as Charge['day'];
  for (const { team, namespace, amount, cpu } of uses) {
    const charge: Charge = {
      ...{ team, namespace, day, clusterId: cluster.id, workload: 'api', ownerReason: `label team=${team}` },
      ...{ category: 'compute', kind: 'direct', currency: 'EUR', part: '', rule: 'usage', poolId: 'p' },
      amount: parseAmount(amount) ?? 0n,
    };
    sums.addPart({
      rows: { effective: [], billed: [] },
      pools: { pools: [], outside: [] },
      charges: [charge],
    });
    compute.addUsage(cluster.id, [
      { row: makeRow(namespace, 'api', {}, { cpuCoreHours: cpu }), owner: ownedBy(team) },
    ]);
  }
  const running = options.running ?? false;
  const report = buildChargeback({
    ...{ config, period: parsePeriod(month), sums, clusters: [cluster], coverage: options.coverage ?? READ },
    ...{ previous, warnings: [], running, link: undefined },
  });
  return withAnalysis(report, { config, previous, running, compute: compute.toTable() });
}

const SEPTEMBER: readonly Use[] = [
  { team: 'shop', namespace: 'cart', amount: '100', cpu: 50 },
  { team: 'pay', namespace: 'ledger', amount: '40', cpu: 10 },
];
const OCTOBER: readonly Use[] = [
  { team: 'shop', namespace: 'cart', amount: '156', cpu: 65 },
  { team: 'shop', namespace: 'ledger', amount: '44', cpu: 11 },
  { team: 'unowned', namespace: 'lost', amount: '5', cpu: 1 },
];
const before = buildMonth('2026-09', SEPTEMBER);

describe('the analysis of a month', () => {
  const report = buildMonth('2026-10', OCTOBER, before);

  it('explains the organisation’s change by usage, price and what is new', () => {
    expect(report.statements[0]?.movement).toEqual({
      change: '65.00',
      effects: [
        { effect: 'new', amount: '5.00' },
        { effect: 'usage', amount: '34.00' },
        { effect: 'price', amount: '26.00' },
      ],
      movers: [
        expect.objectContaining({ namespace: 'cart', change: '56.00' }),
        expect.objectContaining({ namespace: 'lost', change: '5.00' }),
        expect.objectContaining({ namespace: 'ledger', change: '4.00' }),
      ],
      rest: { count: 0, amount: '0.00' },
    });
  });

  it('explains a team’s change also by what another team was charged for before', () => {
    const shop = report.statements[0]?.teams.find(({ team }) => team === 'shop');
    expect(shop?.movement?.effects).toEqual([
      { effect: 'reallocation', amount: '44.00' },
      { effect: 'usage', amount: '30.00' },
      { effect: 'price', amount: '26.00' },
    ]);
  });

  it('divides a team’s or everybody’s cost by what the business counts', () => {
    expect(report.unitCosts).toEqual([
      {
        ...{ name: 'order', team: 'shop', currency: 'EUR', quantity: '1100' },
        ...{ perUnit: '0.181818', before: '0.100000', changePercent: '81.8' },
      },
      {
        ...{ name: 'customer', team: undefined, currency: 'EUR', quantity: '3' },
        ...{ perUnit: '68.333333', before: undefined, changePercent: undefined },
      },
    ]);
  });

  it('says why cost is unowned', () => {
    expect(report.statements[0]?.unownedReasons).toMatchObject([
      { reason: 'label team=unowned', amount: '5.00', namespaces: 1, largest: { namespace: 'lost' } },
    ]);
  });

  it('cut to a team has that team’s movement and unit costs, and nothing of another’s', () => {
    const own = sliceReport(report, 'shop');
    if (own?.kind !== 'chargeback') throw new Error('the shop has a statement');
    expect(own.statements[0]?.movement).toBeUndefined();
    expect(own.statements[0]?.teams[0]?.movement?.change).toBe('100.00');
    expect(own.unitCosts?.map(({ name }) => name)).toEqual(['order']);
    expect(JSON.stringify(own)).not.toMatch(/"(pay|unowned)",|"lost"|customer/);
  });

  it('is shown, in words', async () => {
    for (const format of ['html', 'text'] as const) {
      const page = (await renderText(report, format)).replace(/\s+/g, ' ');
      expect(page).toMatch(
        /cart on aks-prod: \+€56\.00, of it \+€30\.00 because it took 30% more CPU and memory/,
      );
      expect(page).toContain('€68.333333');
      expect(page).toContain('one namespace; the largest is lost on aks-prod');
    }
    const team = sliceReport(report, 'shop');
    expect(team && (await renderText(team, 'text')).replace(/\s+/g, ' ')).toContain(
      'ledger on aks-prod: +€44.00, charged to another team before',
    );
  });
});

describe('a movement is not explained', () => {
  it('while the month runs', () => {
    expect(buildMonth('2026-10', OCTOBER, before, { running: true }).statements[0]?.movement).toBeUndefined();
  });

  it('over a gap in the bill: what was not read would seem gone', () => {
    const coverage: Coverage = {
      ...READ,
      entries: [
        {
          ...{ source: 'cost.effective', scope: 's', name: 's', expectedDays: 31, readDays: 30 },
          ...{ missing: ['2026-10-03'], asOf: undefined, problem: undefined },
        },
      ],
    };
    expect(buildMonth('2026-10', OCTOBER, before, { coverage }).statements[0]?.movement).toBeUndefined();
  });

  it('by quantities that the month before was kept without', () => {
    const { compute: _compute, ...old } = before;
    const { movement } = buildMonth('2026-10', OCTOBER, old).statements[0] ?? {};
    expect(movement?.effects.map(({ effect }) => effect)).toEqual(['new', 'cost']);
  });
});

it('what namespaces took is kept by team, cluster and namespace, in order', () => {
  const sums = new ComputeSums(PRICES);
  const row = (namespace: string, cpuCoreHours: number) => ({
    row: makeRow(namespace, 'api', {}, { cpuCoreHours }),
    owner: ownedBy('shop'),
  });
  sums.addUsage('/c/2', [row('b', 2), row('a', 1), row('none', 0)]);
  sums.addUsage('/c/1', [row('a', 3), row('a', 4)]);
  expect(sums.toTable()).toEqual([
    { team: 'shop', clusterId: '/c/1', namespaces: ['a'], quantities: '7000000' },
    { team: 'shop', clusterId: '/c/2', namespaces: ['a', 'b'], quantities: '1000000 2000000' },
  ] satisfies ComputeBlock[]);
});
