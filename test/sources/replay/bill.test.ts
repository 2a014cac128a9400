import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openReplay } from '../../../shared/sources/replay/replay.ts';
import { csv, writeTwins } from '../exports/twins.ts';

const parts = { clock: { now: () => new Date('2026-11-23T06:00:00Z') } };
const SUBSCRIPTION = '1f0a5c2e-0b7d-4c1a-9a53-0c6f2d1e7a01';
const HEADER = ['SubscriptionId', 'Date', 'MeterCategory', 'Cost', 'Currency', 'ResourceId', 'Tags'];

function idOf(group: string, type: string, name: string): string {
  return `/subscriptions/${SUBSCRIPTION}/resourceGroups/${group}/providers/${type}/${name}`;
}

function bill(...rows: readonly (readonly [resource: string, cost: string, tags?: string])[]): string {
  return csv(
    HEADER,
    ...rows.map(([id, cost, tags = '']) => [
      SUBSCRIPTION,
      '2026-10-05',
      'Virtual Machines',
      cost,
      'EUR',
      id,
      tags,
    ]),
  );
}

async function open(files: Readonly<Record<string, string | Buffer>>) {
  return openReplay(await writeTwins(files), parts);
}

const SCALE_SETS = 'Microsoft.Compute/virtualMachineScaleSets';

describe('clusters that only the bill tells of', () => {
  test('are node resource groups by tags or scale sets of AKS, not by their names', async () => {
    const replay = await open({
      'actual.csv': bill(
        [
          idOf('nodes-a', 'Microsoft.Network/loadBalancers', 'kubernetes'),
          '1',
          '{"aks-managed-poolName": "p"}',
        ],
        [idOf('nodes-b', SCALE_SETS, 'aks-users-12345678-vmss'), '2'],
        [idOf('MC_old_name_westeurope', SCALE_SETS, 'myvmss'), '3'],
      ),
    });
    const { clusters } = await replay.readInventory();
    expect(
      clusters.map(({ name, nodeResourceGroup, tags, subscriptionId }) => [
        name,
        nodeResourceGroup,
        tags,
        subscriptionId,
      ]),
    ).toEqual([
      ['nodes-a', 'nodes-a', { 'purser-inferred': 'true' }, SUBSCRIPTION],
      ['nodes-b', 'nodes-b', { 'purser-inferred': 'true' }, SUBSCRIPTION],
    ]);
    expect(clusters[0]?.id).toBe(
      idOf('nodes-a', 'microsoft.containerservice/managedclusters', 'nodes-a').toLowerCase(),
    );
  });

  test('are the billed cluster resource where tags lead to it', async () => {
    const control = idOf('Shop', 'Microsoft.ContainerService/managedClusters', 'Shop-Prod');
    const tags = '{"aks-managed-cluster-name": "Shop-Prod", "aks-managed-cluster-rg": "Shop"}';
    const replay = await open({
      'actual.csv': bill([control, '2'], [idOf('infra', SCALE_SETS, 'aks-p-12345678-vmss'), '1', tags]),
    });
    expect((await replay.readInventory()).clusters).toMatchObject([
      { id: control.toLowerCase(), name: 'shop-prod', resourceGroup: 'shop', nodeResourceGroup: 'infra' },
    ]);
  });
});

describe('a bill recorded more than once', () => {
  const rows = Array.from({ length: 12 }, (_, index) => [idOf('g', SCALE_SETS, `s${index}`), '0.1'] as const);

  test('counts once when the rows are the same', async () => {
    const text = bill(...rows);
    const replay = await open({ 'actual.csv': text, 'copy/actual.csv.gz': gzipSync(text) });
    expect(replay.describe().totals).toMatchObject([{ amount: '1.2' }, { amount: '1.2' }]);
    expect(replay.describe().files[1]?.warnings.join()).toMatch(/same rows as actual\.csv/);
  });

  test('is the latest run of an export, and all the parts of that run', async () => {
    const manifest = (submittedTime: string, ...names: readonly string[]): string =>
      JSON.stringify({
        manifestVersion: '2024-04-01',
        exportConfig: { exportName: 'daily', type: 'AmortizedCost' },
        runInfo: { submittedTime, startDate: '2026-10-01T00:00:00' },
        blobs: names.map((name) => ({ blobName: `exports/daily/20261001-20261031/${name}` })),
      });
    const replay = await open({
      'run1/manifest.json': manifest('2026-10-06T02:00:00Z', 'part_0.csv'),
      'run1/part_0.csv': bill([idOf('g', SCALE_SETS, 'a'), '50']),
      'run2/manifest.json': manifest('2026-10-07T02:00:00Z', 'part_0.csv', 'part_1.csv'),
      'run2/part_0.csv': bill([idOf('g', SCALE_SETS, 'a'), '7']),
      'run2/part_1.csv': bill([idOf('g', SCALE_SETS, 'b'), '8']),
    });
    const { totals, setAside, files } = replay.describe();
    expect(totals.find(({ metric }) => metric === 'effective')?.amount).toBe('15');
    expect(setAside).toEqual([{ file: 'run1/part_0.csv', reason: 'run2/manifest.json is of a later run' }]);
    expect(files.find(({ file }) => file === 'run2/part_0.csv')?.takenFor).toEqual([
      'amortized cost export (1 rows)',
    ]);
  });
});

describe('a Cost Query answer', () => {
  const columns = ['Cost', 'UsageDate', 'ResourceGroupName', 'Currency'].map((name) => ({
    name,
    type: 'String',
  }));
  const answer = (rows: readonly unknown[], from = columns) => ({
    properties: { nextLink: null, columns: from, rows },
  });
  const uri = `https://management.azure.com/subscriptions/${SUBSCRIPTION}/providers/Microsoft.CostManagement/query`;

  test('is of the sum that its request asked for, page by page', async () => {
    const exchange = (type: string, cost: number) => ({
      request: { method: 'POST', uri, body: JSON.stringify({ type }) },
      response: { status: { code: 200 }, body: { data: answer([[cost, 20261005, 'g', 'EUR']]) } },
    });
    const interactions = [
      exchange('ActualCost', 3),
      exchange('AmortizedCost', 4),
      exchange('AmortizedCost', 4.5),
    ];
    const replay = await open({ 'c.json': JSON.stringify({ version: 1, interactions }) });
    expect(replay.describe().totals).toEqual([
      { metric: 'effective', currency: 'EUR', amount: '8.5' },
      { metric: 'billed', currency: 'EUR', amount: '3' },
    ]);
  });

  test('without days is booked where replay.yaml says, and left out with a warning when nothing tells', async () => {
    const undated = JSON.stringify({
      request: { uri },
      body: answer([[2, 'g', 'EUR']], columns.toSpliced(1, 1)),
    });
    const told = await open({
      'q.json': undated,
      'replay.yaml': 'files:\n  - { path: q.json, day: 2026-10-09, metric: actual }\n',
    });
    expect(told.describe().days).toEqual({ from: '2026-10-09', to: '2026-10-09' });
    expect(await told.readCost(SUBSCRIPTION, 'billed', '2026-10-09', '2026-10-09')).toMatchObject([
      { resourceGroup: 'g' },
    ]);
    const untold = await open({ 'q.json': undated });
    expect(untold.describe().files[0]?.warnings.join()).toMatch(
      /1 rows carry no day and nothing tells one: they are left out/,
    );
    expect(untold.describe().totals).toEqual([]);
  });

  test('by month, or in a file named after a month, is booked on its first day', async () => {
    const monthly = columns.with(1, { name: 'BillingMonth', type: 'Datetime' });
    const replay = await open({
      'a-actual.json': JSON.stringify(answer([[1, '2026-08-01T00:00:00', 'g', 'EUR']], monthly)),
      'b-actual-2026-09.json': JSON.stringify(answer([[2, 'g', 'EUR']], columns.toSpliced(1, 1))),
    });
    expect(replay.replayPeriods()).toEqual(['2026-08', '2026-09']);
    expect(replay.describe().totals.find(({ metric }) => metric === 'billed')?.amount).toBe('3');
  });

  test('of the same scope and day in other columns counts as well, with a warning', async () => {
    const recorded = (rows: readonly unknown[], from: readonly { name: string }[]) =>
      JSON.stringify({ request: { uri }, body: { properties: { columns: from, rows } } });
    const replay = await open({
      'a-actual.json': recorded([[1, 20261005, 'g', 'EUR']], columns),
      'b-actual.json': recorded([[1, 20261005, 'EUR']], columns.toSpliced(2, 1)),
    });
    expect(replay.describe().totals[1]?.amount).toBe('2');
    expect(replay.describe().files[1]?.warnings.join()).toMatch(
      /scope and day of a-actual\.json in other columns/,
    );
  });
});
