import { beforeAll, describe, expect, it } from 'vitest';
import type { AllocationRow } from '../../shared/model/cost.ts';
import type { Day } from '../../shared/model/time.ts';
import { parsePeriod } from '../../shared/model/time.ts';
import type { ReportingApp } from '../../shared/pipeline/app.ts';
import { loadDigest } from '../../shared/pipeline/digestReport.ts';
import type { DigestReport } from '../../shared/reports/digestReport.ts';
import type { TeamCost } from '../../shared/reports/teamCostLine.ts';
import { makeCost, makeRow } from '../allocation/estate.ts';
import { collectEverything, makeApp, makeSources, PROD } from './estate.ts';

const WEEK = parsePeriod('2026-W47');
const GIB = 1024 ** 3;

/** A row of the shop's that uses a quarter of what it asks for. */
function rowOf(namespace: string, cpuCoreHours: number): AllocationRow {
  return makeRow(
    namespace,
    'api',
    { cpu: String(cpuCoreHours) },
    {
      namespaceLabels: { team: 'shop' },
      cpuCoreHours,
      ramByteHours: 24 * GIB,
      requested: { cpuCoreHours, ramByteHours: 24 * GIB },
      used: { cpuCoreHours: cpuCoreHours / 4, ramByteHours: 24 * GIB },
    },
  );
}

/** `cart` at 100 EUR a day; `search` is new in the week; `cart` is 300 EUR on the Wednesday. */
async function buildEstate(): Promise<ReportingApp> {
  const isWeek = (day: Day): boolean => day >= WEEK.from;
  const costOf = (day: Day): number => (day === '2026-11-18' ? 300 : 100) + (isWeek(day) ? 20 : 0);
  const sources = makeSources(
    {
      readCost: async (subscriptionId, _metric, from, to) => {
        const rows = [];
        for (let time = Date.parse(from); time <= Date.parse(to); time += 86_400_000) {
          const day = new Date(time).toISOString().slice(0, 10) as Day;
          const path = `resourceGroups/${PROD.nodeResourceGroup}/providers/Microsoft.Compute/virtualMachineScaleSets/pool`;
          rows.push({ ...makeCost(path, String(costOf(day))), day, subscriptionId });
        }
        return rows;
      },
      readAllocation: async (_cluster, day) => ({
        producer: 'opencost',
        idleTold: true,
        rows: [
          rowOf('cart', costOf(day) - (isWeek(day) ? 20 : 0)),
          ...(isWeek(day) ? [rowOf('search', 20)] : []),
        ],
        coveredHours: 24,
        warnings: [],
      }),
    },
    [PROD],
  );
  const memory = makeApp(sources, '2026-11-23T12:00:00Z');
  const budget = { monthly: 4000, currency: 'EUR' };
  const teams = memory.config.teams.map((team) => (team.id === 'shop' ? { ...team, budget } : team));
  const app = { ...memory, config: { ...memory.config, teams } };
  await collectEverything(app, { from: '2026-09-28', to: '2026-11-23' });
  return app;
}

describe('the digest of a team', () => {
  let report: DigestReport;
  let cost: TeamCost;
  beforeAll(async () => {
    report = await loadDigest(await buildEstate(), WEEK);
    const found = report.teams.find(({ team }) => team === 'shop')?.costs[0];
    if (!found) throw new Error('the shop has no cost');
    cost = found;
  });

  it('explains the week against the week before: what was used more of, and what is new', () => {
    expect(cost.movement).toMatchObject({
      change: '340.00',
      effects: [
        { effect: 'new', amount: '140.00' },
        { effect: 'usage', amount: '193.77' },
        { effect: 'price', amount: '6.23' },
      ],
      movers: [
        { namespace: 'cart', before: '700.00', after: '900.00', change: '200.00' },
        { namespace: 'search', change: '140.00', effects: [{ effect: 'new', group: 'compute' }] },
      ],
      rest: { count: 0, amount: '0.00' },
    });
  });

  it('tells the day that was out of the ordinary', () => {
    expect(cost.anomalies).toEqual([
      {
        ...{ clusterName: 'aks-prod', namespace: 'cart' },
        ...{ from: '2026-11-18', to: '2026-11-18', amount: '300.00', expected: '100.00' },
      },
    ]);
  });

  it('forecasts the month with its error, and holds it against the budget', () => {
    // 22 days passed at 100, 200 more on one, 20 more on seven; eight days left at 100, as the weeks before were.
    expect(cost.monthToDate).toBe('2540.00');
    expect(cost.forecast).toMatchObject({ kind: 'estimate', backTests: 6 });
    if (cost.forecast.kind !== 'estimate') throw new Error('no forecast');
    expect(Number(cost.forecast.amount)).toBeGreaterThan(3300);
    expect(Number(cost.forecast.amount)).toBeLessThan(3600);
    expect(cost.budget).toMatchObject({ monthly: '4000.00', usedPercent: '63.5', outlook: 'within' });
  });

  it('prices what is asked for and not used', () => {
    expect(cost.efficiency).toMatchObject({ cpuPercent: '25', ramPercent: '100', told: 2, untold: 0 });
    expect(cost.rightSizing.map(({ namespace, workload }) => `${namespace}/${workload}`)).toEqual([
      'cart/api',
      'search/api',
    ]);
    // 900 a week, of which 1 − 1.2 ÷ 4 is too much, times 365 ÷ 12 ÷ 7.
    expect(Number(cost.rightSizing[0]?.monthlySaving)).toBeCloseTo((900 * 0.7 * 365) / 12 / 7, 1);
  });

  it('has none of that for a team without cost', () => {
    expect(report.teams.find(({ team }) => team === 'pay')?.costs[0]).toMatchObject({
      movement: { change: '0.00', movers: [] },
      forecast: { kind: 'none', reason: 'nothingSpent' },
      anomalies: [],
      rightSizing: [],
      efficiency: { told: 0, untold: 0 },
    });
  });
});

it('a digest of a week whose week before was not read explains no movement', async () => {
  const app = makeApp(makeSources(), '2026-11-23T12:00:00Z');
  await collectEverything(app, { from: '2026-11-16', to: '2026-11-23' });
  const { teams } = await loadDigest(app, WEEK);
  expect(teams[0]?.costs[0]).toMatchObject({
    previousWeek: undefined,
    movement: undefined,
    forecast: { kind: 'none', reason: 'tooFewDays', readDays: 7 },
  });
});
