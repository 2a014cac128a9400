import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { formatExact, sumAmounts } from '../../../shared/model/money.ts';
import { openReplay } from '../../../shared/sources/replay/replay.ts';
import { writeTwins } from '../exports/twins.ts';

const parts = { clock: { now: () => new Date('2026-11-23T06:00:00Z') } };
const CLUSTERS = readFileSync(
  fileURLToPath(new URL('../../fixtures/replay/estate/azure/clusters.json', import.meta.url)),
  'utf8',
);

interface Figures {
  readonly cpuCost?: number;
  readonly cpuCostAdjustment?: number;
  readonly pvCost?: number;
  readonly networkCost?: number;
  readonly loadBalancerCost?: number;
}

function row(cluster: string, namespace: string, start: string, end: string, figures: Figures): object {
  return {
    name: namespace,
    properties: { cluster, namespace, controllerKind: 'deployment', controller: 'web' },
    window: { start, end },
    start,
    end,
    ramCost: 0,
    cpuCost: 0,
    gpuCost: 0,
    pvCost: 0,
    networkCost: 0,
    loadBalancerCost: 0,
    ...figures,
  };
}

function answer(...sets: readonly object[]): string {
  return JSON.stringify({ code: 200, data: sets });
}

async function open(files: Readonly<Record<string, string>>) {
  return openReplay(await writeTwins(files), parts);
}

const DAY = ['2026-10-05T00:00:00Z', '2026-10-06T00:00:00Z'] as const;

describe('an allocation without any bill', () => {
  test('is its own bill: a row a resource, which adds up to every cost and adjustment', async () => {
    const replay = await open({
      'answer.json': answer({
        shop: row('east', 'shop', ...DAY, { cpuCost: 3, cpuCostAdjustment: -0.5, pvCost: 0.25 }),
        search: row('east', 'search', ...DAY, { cpuCost: 1, networkCost: 0.125, loadBalancerCost: 0.6 }),
      }),
    });
    const { clusters, subscriptions } = await replay.readInventory();
    expect(clusters).toMatchObject([{ name: 'east', tags: { 'purser-inferred': 'true' } }]);
    const rows = await replay.readCost(subscriptions[0]?.id ?? '', 'effective', '2026-10-05', '2026-10-05');
    expect(rows.map(({ meterCategory, amount }) => [meterCategory, formatExact(amount)])).toEqual([
      ['Virtual Machines', '3.5'],
      ['Storage', '0.25'],
      ['Bandwidth', '0.125'],
      ['Load Balancer', '0.6'],
    ]);
    expect(
      rows.every((own) => own.resourceGroup === clusters[0]?.nodeResourceGroup && own.currency === 'USD'),
    ).toBe(true);
    expect(replay.describe()).toMatchObject({
      periods: ['2026-10'],
      totals: [{ amount: '4.475' }, { amount: '4.475' }],
      warnings: ['east is priced by the allocation source (USD); there is no bill.'],
    });
  });

  test('is priced in the currency of replay.yaml, for the cluster that it names', async () => {
    const replay = await open({
      'clusters.json': CLUSTERS,
      'a/answer.json': answer({ shop: row('default-cluster', 'shop', ...DAY, { cpuCost: 2 }) }),
      'replay.yaml': 'currency: eur\nfiles:\n  - path: a/*\n    cluster: SHOP-PROD\n',
    });
    expect((await replay.readInventory()).clusters.map(({ name }) => name)).toEqual(['shop-prod']);
    expect(replay.describe().totals[0]).toEqual({ metric: 'effective', currency: 'EUR', amount: '2' });
  });
});

describe('the cluster of an allocation', () => {
  test('is the only one of the folder when the source does not know its name in Azure, with a warning', async () => {
    const replay = await open({
      'clusters.json': CLUSTERS,
      'answer.json': answer({ shop: row('default-cluster', 'shop', ...DAY, { cpuCost: 2 }) }),
    });
    const { clusters } = await replay.readInventory();
    expect(clusters.map(({ name }) => name)).toEqual(['shop-prod']);
    expect(replay.describe().files[0]?.warnings.join()).toMatch(/taken for shop-prod, the only cluster/);
  });

  test('is told row by row when one answer spans several', async () => {
    const replay = await open({
      'answer.json': answer({
        a: row('east', 'shop', ...DAY, { cpuCost: 2 }),
        b: row('west', 'shop', ...DAY, { cpuCost: 3 }),
      }),
    });
    const { clusters } = await replay.readInventory();
    const days = await Promise.all(clusters.map((cluster) => replay.readAllocation(cluster, '2026-10-05')));
    expect(clusters.map(({ name }) => name)).toEqual(['east', 'west']);
    expect(days.map(({ rows }) => rows.length)).toEqual([1, 1]);
  });

  test('is called like the file when nothing else names it', async () => {
    const replay = await open({
      'x/Prod West.json': answer({ shop: row('', 'shop', ...DAY, { cpuCost: 2 }) }),
    });
    expect((await replay.readInventory()).clusters).toMatchObject([
      { name: 'Prod West', nodeResourceGroup: 'prod-west' },
    ]);
  });
});

describe('windows of an allocation', () => {
  test('of hours make one day; one of several days counts on its first, with a warning', async () => {
    const replay = await open({
      'hours.json': answer(
        { a: row('east', 'shop', '2026-10-05T00:00:00Z', '2026-10-05T01:00:00Z', { cpuCost: 1 }) },
        { a: row('east', 'shop', '2026-10-05T01:00:00Z', '2026-10-05T02:00:00Z', { cpuCost: 2 }) },
      ),
      'week.json': answer({
        a: row('east', 'shop', '2026-10-12T11:02:00Z', '2026-10-19T11:02:00Z', { cpuCost: 7 }),
      }),
    });
    const [cluster] = (await replay.readInventory()).clusters;
    const hours = await replay.readAllocation(cluster ?? expect.unreachable(), '2026-10-05');
    expect(hours).toMatchObject({ coveredHours: 2, warnings: [] });
    expect(sumAmounts(hours.rows.map(({ cost }) => cost.cpu))).toBe(3n * 10n ** 28n);
    const week = await replay.readAllocation(cluster ?? expect.unreachable(), '2026-10-12');
    expect(week.warnings.join()).toMatch(/is no UTC day; all of it counts on 2026-10-12/);
    expect(week.coveredHours).toBe(24);
  });

  test('that overlap count once, and the description says which did not', async () => {
    const day = answer({ a: row('east', 'shop', ...DAY, { cpuCost: 1 }) });
    const replay = await open({ 'a.json': day, 'b.json': day });
    expect(replay.describe().totals[0]?.amount).toBe('1');
    expect(replay.describe().files[1]?.warnings.join()).toMatch(/overlaps one already read/);
  });
});
