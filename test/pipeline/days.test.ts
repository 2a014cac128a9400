import { describe, expect, it } from 'vitest';
import type { AllocationDay } from '../../shared/model/cost.ts';
import { formatExact, sumAmounts } from '../../shared/model/money.ts';
import { daysBetween, parsePeriod } from '../../shared/model/time.ts';
import { loadChargeback } from '../../shared/pipeline/chargebackReport.ts';
import { type DayPart, openDays } from '../../shared/pipeline/days.ts';
import type { ChargebackReport } from '../../shared/reports/chargebackReport.ts';
import { readLines } from '../../shared/reports/lines.ts';
import { packLines } from '../../shared/reports/lineTableBuilder.ts';
import { makeCost, makeRow } from '../allocation/estate.ts';
import { collectEverything, makeApp, makeSources, PROD, SUBSCRIPTION, TEST } from './estate.ts';

const NOW = '2026-10-12T12:00:00Z';
const OCTOBER = parsePeriod('2026-10');
const WINDOW = { from: '2026-10-01', to: '2026-10-11' } as const;

function allocationOf(
  cpu: Readonly<Record<string, string>>,
  parts: Partial<AllocationDay> = {},
): AllocationDay {
  return {
    producer: 'opencost',
    idleTold: true,
    rows: Object.entries(cpu).map(([namespace, cost]) =>
      makeRow(namespace, 'api', { cpu: cost }, { namespaceLabels: { team: 'shop' } }),
    ),
    coveredHours: 24,
    warnings: [],
    ...parts,
  };
}

async function collected(sources: Parameters<typeof makeSources>[0]): Promise<ReturnType<typeof makeApp>> {
  const app = makeApp(makeSources(sources), NOW);
  await collectEverything(app, WINDOW);
  return app;
}

const build = async (sources: Parameters<typeof makeSources>[0]): Promise<ChargebackReport> =>
  loadChargeback(await collected(sources), OCTOBER);

describe('the days of a period', () => {
  it('tell all bills first and then each cluster by itself, whose charges make its pools', async () => {
    const reader = await openDays(await collected({}), WINDOW.from, WINDOW.to);
    const parts: DayPart[] = [];
    for await (const part of reader.parts()) parts.push(part);
    const bills = parts.slice(0, 11);
    expect(bills.every(({ use, rows }) => use === undefined && rows.effective.length === 2)).toBe(true);
    const order = parts.slice(11).map(({ use, day }) => `${use?.cluster.name} ${day}`);
    expect(order).toEqual(order.toSorted());
    expect(order).toHaveLength(22);
    for (const { charges, use, day } of parts.slice(11)) {
      const pools = bills.flatMap(({ pools }) => pools.pools);
      const own = pools.filter((pool) => pool.clusterId === use?.cluster.id && pool.day === day);
      expect(sumAmounts(charges.map((charge) => charge.amount))).toBe(
        sumAmounts(own.map((pool) => pool.effective)),
      );
    }
  });

  it('have the same inputs until a reading changes', async () => {
    const app = await collected({});
    const first = (await openDays(app, WINDOW.from, WINDOW.to)).inputs;
    await collectEverything(app, WINDOW);
    expect((await openDays(app, WINDOW.from, WINDOW.to)).inputs).toBe(first);
    await app.store.snapshots.putSnapshot({
      ...{ source: 'allocation', scope: PROD.id, day: '2026-10-05', asOf: '2026-10-12T13:00:00.000Z' },
      data: allocationOf({ cart: '1' }),
    });
    expect((await openDays(app, WINDOW.from, WINDOW.to)).inputs).not.toBe(first);
  });

  it('carry agreements and the month’s credits, which sum to nothing', async () => {
    const app = await collected({});
    const agreement = { teams: ['shop'], categories: ['*'], counterpart: 'plat' };
    const cost = {
      ...app.config.cost,
      agreements: [
        { ...agreement, name: 'launch', kind: 'discount' as const, percent: 10 },
        { ...agreement, name: 'goodwill', kind: 'credit' as const, amount: 5, currency: 'EUR' },
      ],
    };
    const report = await loadChargeback({ ...app, config: { ...app.config, cost } }, OCTOBER);
    const [statement] = report.statements;
    expect(statement?.total.exact).toBe('220');
    const agreed = [...readLines(statement ?? { lines: packLines([]) })].filter(
      (line) => line.kind === 'adjustment',
    );
    expect(agreed.map(({ team, rule, amount }) => `${team} ${rule} ${amount}`).sort()).toEqual([
      'plat credit 5.00',
      'plat discount 8.25',
      'plat discount 8.25',
      'shop credit -5.00',
      'shop discount -8.25',
      'shop discount -8.25',
    ]);
    expect(statement?.reconciliation?.charged.exact).toBe(statement?.reconciliation?.inPools.exact);
  });
});

describe('a chargeback of days that are not as they should be', () => {
  it('says which days the allocation has not all hours of, and charges them whole', async () => {
    const report = await build({
      readAllocation: async (_cluster, day) =>
        allocationOf({ cart: '1' }, day === '2026-10-05' ? { coveredHours: 20 } : {}),
    });
    expect(report.notices).toContainEqual({
      ...{ kind: 'partialDays', clusterName: 'aks-prod', days: ['2026-10-05'], hours: 20 },
    });
    expect(report.statements[0]?.total.exact).toBe('220');
    expect(report.statements[0]?.teams.map(({ team }) => team)).toEqual(['shop']);
  });

  it('says where idle capacity was not told apart', async () => {
    const report = await build({
      readAllocation: async () => allocationOf({ cart: '1' }, { idleTold: false }),
    });
    expect(report.notices).toContainEqual({
      ...{ kind: 'idleUntold', clusterName: 'aks-test' },
      days: daysBetween('2026-10-01', '2026-10-11'),
    });
  });

  it('names a cluster that was used on days without a bill', async () => {
    const report = await build({
      readCost: async (subscriptionId, _metric, from, to) =>
        daysBetween(from, to).flatMap((day) =>
          [PROD, TEST]
            .filter((cluster) => cluster === PROD || day > '2026-10-02')
            .map((cluster) => ({
              ...makeCost(
                `resourceGroups/${cluster.nodeResourceGroup}/providers/Microsoft.Compute/virtualMachineScaleSets/x`,
                '10',
              ),
              ...{ day, subscriptionId },
            })),
        ),
    });
    expect(report.notices).toContainEqual({
      ...{ kind: 'unbilled', clusterName: 'aks-test', days: ['2026-10-01', '2026-10-02'] },
    });
  });

  it('charges a bill without allocation to unowned, by a rule of its own', async () => {
    const report = await build({
      readAllocation: async (cluster) => {
        if (cluster.id === TEST.id) throw new Error('OpenCost is away');
        return allocationOf({ cart: '1' });
      },
    });
    expect(report.statements[0]?.unowned).toMatchObject([{ clusterName: 'aks-test', amount: '110.00' }]);
    expect(report.method.map(({ rule }) => rule)).toContain('noAllocation');
    expect(report.coverage.complete).toBe(false);
  });
});

describe('two allocations of one cluster', () => {
  it('are compared by what they would charge elsewhere', async () => {
    const app = await collected({ readAllocation: async () => allocationOf({ cart: '3', ledger: '1' }) });
    await app.store.snapshots.putSnapshot({
      ...{ source: 'metering', scope: PROD.id, day: '2026-10-05', asOf: '2026-10-12T00:00:00.000Z' },
      data: allocationOf({ cart: '10', ledger: '10' }, { producer: 'metering' }),
    });
    const report = await loadChargeback(app, OCTOBER);
    expect(report.comparisons).toEqual([
      {
        ...{ clusterId: PROD.id, clusterName: 'aks-prod', days: 1, differenceShare: '0.2500' },
        largest: [
          { namespace: 'cart', allocation: '0.7500', metering: '0.5000' },
          { namespace: 'ledger', allocation: '0.2500', metering: '0.5000' },
        ],
      },
    ]);
  });
});

describe('the pools of a statement', () => {
  it('are what every line has its ratio of, and sum to the bill by subscription and metric', async () => {
    const [statement] = (await build({})).statements;
    expect(statement?.pools).toMatchObject(
      ['aks-prod', 'aks-test'].map((clusterName) => ({
        ...{ clusterName, category: 'compute', effective: { amount: '110.00', exact: '110' } },
        ...{ billed: { exact: '110' } },
      })),
    );
    const ratios = [...readLines(statement ?? { lines: packLines([]) })].map(
      ({ team, ratio, exact }) => `${team} ${ratio} ${exact}`,
    );
    expect(ratios.sort()).toEqual(['pay 0.25 27.5', 'pay 0.25 27.5', 'shop 0.75 82.5', 'shop 0.75 82.5']);
    expect(statement?.reconciliation?.subscriptions).toEqual([
      {
        subscriptionId: SUBSCRIPTION,
        effective: { amount: '220.00', exact: '220' },
        billed: { amount: '220.00', exact: formatExact(220n * 10n ** 28n) },
      },
    ]);
  });
});
