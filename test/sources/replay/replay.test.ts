import { cp } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Cluster } from '../../../shared/model/estate.ts';
import { formatExact, sumAmounts } from '../../../shared/model/money.ts';
import { openReplay, type ReplaySources } from '../../../shared/sources/replay/replay.ts';
import { csv, writeTwins } from '../exports/twins.ts';

const ESTATE = fileURLToPath(new URL('../../fixtures/replay/estate', import.meta.url));
const SHOP = '1f0a5c2e-0b7d-4c1a-9a53-0c6f2d1e7a01';
const DATA = '2e9b4d3f-1c8e-4d2b-8b64-1d7f3e2f8b02';
const parts = { clock: { now: () => new Date('2026-11-23T06:00:00Z') } };

/** Sums what a replay gives of the bill, through the interface that the pipeline uses. */
async function sumBill(
  replay: ReplaySources,
  metric: 'effective' | 'billed',
  currency: string,
): Promise<string> {
  const amounts: bigint[] = [];
  for (const { id } of (await replay.readInventory()).subscriptions) {
    const rows = await replay.readCost(id, metric, '2000-01-01', '2099-12-31');
    amounts.push(...rows.filter((row) => row.currency === currency).map((row) => row.amount));
  }
  return formatExact(sumAmounts(amounts));
}

describe('a replay folder', () => {
  let replay: ReplaySources;
  let cluster: Cluster;
  beforeAll(async () => {
    replay = await openReplay(ESTATE, parts);
    const { clusters } = await replay.readInventory();
    cluster = clusters[0] ?? expect.unreachable('no cluster');
  });

  test('says what each file was taken for, and why others were not understood', () => {
    const { files, notUnderstood, setAside } = replay.describe();
    expect(files.map(({ file, takenFor }) => `${file}: ${takenFor.join(', ')}`)).toEqual([
      'azure/clusters.json: managed clusters (1)',
      'azure/cost-query.yaml: Cost Query answer (2 rows)',
      'azure/policy.json: policy states (2)',
      'bill/ActualCost_october.csv: actual cost export (4 rows)',
      'bill/AmortizedCost_october.csv: amortized cost export (5 rows)',
      'kubernetes/shop-prod/everything.json: Kubernetes list (2 objects)',
      'kubernetes/shop-prod/namespaces.json: Kubernetes list (2 objects)',
      'opencost/answer.json: allocation (5 rows)',
      'security/graph.json: secure score (1), Defender assessments (2)',
      'security/plans.json: Defender plans (1)',
    ]);
    expect(notUnderstood).toEqual([
      { file: 'notes.txt', reason: 'it is neither JSON, nor YAML, nor a cost export' },
    ]);
    expect(setAside).toEqual([{ file: 'old.bak', reason: 'replay.yaml says so' }]);
  });

  test('tells periods, days and exact totals, which are what its rows add up to', async () => {
    expect(replay.replayPeriods()).toEqual(['2026-10']);
    const { totals, days, currencies } = replay.describe();
    expect(days).toEqual({ from: '2026-10-01', to: '2026-10-06' });
    expect(currencies).toEqual(['EUR']);
    expect(totals).toEqual([
      { metric: 'effective', currency: 'EUR', amount: '21.230060007292255759239299' },
      { metric: 'billed', currency: 'EUR', amount: '485.730060007292255759239199' },
    ]);
    for (const { metric, currency, amount } of totals)
      expect(await sumBill(replay, metric, currency)).toBe(amount);
  });

  test('gives the rows of a subscription in range, and nothing of another', async () => {
    const rows = await replay.readCost(SHOP.toUpperCase(), 'effective', '2026-10-06', '2026-10-06');
    expect(rows.map((row) => row.resourceGroup)).toEqual(['mc_shop_shop-prod_westeurope', '']);
    expect(await replay.readCost(SHOP, 'effective', '2026-10-20', '2026-10-25')).toEqual([]);
  });

  test('puts costs without a day or subscription where the request says, and says so', async () => {
    const rows = await replay.readCost(DATA, 'billed', '2026-10-01', '2026-10-31');
    expect(rows.map(({ day, resourceGroup }) => [day, resourceGroup])).toEqual([
      ['2026-10-01', 'data'],
      ['2026-10-01', ''],
    ]);
    const answer = replay.describe().files.find(({ file }) => file === 'azure/cost-query.yaml');
    expect(answer?.warnings.join()).toMatch(/booked on 2026-10-01, the first day that the request asks for/);
  });

  test('takes the one sum of a bill for both, and says so', async () => {
    expect(await replay.readCost(DATA, 'effective', '2026-10-01', '2026-10-31')).toEqual(
      await replay.readCost(DATA, 'billed', '2026-10-01', '2026-10-31'),
    );
    expect(replay.describe().warnings).toEqual([
      `Of subscription ${DATA} there are only actual costs in 2026-10; the amortized ones are taken to be the same.`,
    ]);
  });

  test('knows the cluster by its own resource, and does not infer it again from the bill', async () => {
    const { clusters } = await replay.readInventory();
    expect(clusters).toMatchObject([
      { name: 'shop-prod', nodeResourceGroup: 'mc_shop_shop-prod_westeurope', tags: {} },
    ]);
  });

  test('gives allocations by day, and the days that were not recorded as not found', async () => {
    const first = await replay.readAllocation(cluster, '2026-10-05');
    expect(first.rows.map((row) => `${row.kind} ${row.namespace}`)).toEqual([
      'idle ',
      'workload search',
      'workload shop',
    ]);
    expect(first.coveredHours).toBe(24);
    await expect(replay.readAllocation(cluster, '2026-10-07')).rejects.toMatchObject({ failure: 'notFound' });
  });

  test('gives Kubernetes objects to the cluster that the nodes name', async () => {
    const state = await replay.readKubernetes(cluster);
    expect(state.namespaces).toEqual([
      { name: 'search', labels: {} },
      { name: 'shop', labels: { team: 'shop' } },
    ]);
    expect(state.workloads).toMatchObject([{ namespace: 'shop', kind: 'Deployment', name: 'web' }]);
    expect(state.nodes).toMatchObject([{ pool: 'users', size: 'Standard_D4s_v5' }]);
  });

  test('gives policy breaches and what Defender says of clusters, not what is compliant or a database', async () => {
    const policy = await replay.readPolicy(SHOP);
    expect(policy.components).toMatchObject([
      { namespace: 'shop', state: 'noncompliant', clusterId: cluster.id },
    ]);
    const defender = await replay.readDefender(SHOP);
    expect(defender.assessments.map(({ title }) => title)).toEqual([
      'Privileged containers should be avoided',
    ]);
    expect(defender).toMatchObject({
      secureScore: { current: 31.5, max: 50 },
      plans: [{ name: 'Containers', enabled: true }],
      alerts: [],
    });
  });

  test('gives what clusters are set to, and says what a folder cannot tell', async () => {
    const posture = await replay.readPosture(SHOP);
    expect(posture.clusters).toMatchObject([
      { cluster: { id: cluster.id, policyAddon: { state: 'read', value: true } }, diagnostics: undefined },
    ]);
    expect(posture).toMatchObject({ diagnostics: undefined, locationAssignments: undefined });
    expect(posture.warnings).toEqual([expect.stringContaining('Diagnostic settings')]);
  });

  test('does not take what was not recorded for nothing', async () => {
    await expect(replay.readPosture(DATA)).rejects.toMatchObject({ failure: 'notFound' });
    await expect(replay.readPolicy(DATA)).rejects.toMatchObject({ failure: 'notFound' });
    await expect(replay.readDefender(DATA)).rejects.toMatchObject({ failure: 'notFound' });
    const wrongMonth = replay.readCost(SHOP, 'billed', '2026-08-01', '2026-08-31');
    await expect(wrongMonth).rejects.toMatchObject({
      failure: 'notFound',
      remedy: expect.stringContaining('2026-10'),
    });
  });
});

describe('opening a folder', () => {
  test('reads what it can beside files that are broken, empty or of no use', async () => {
    const folder = await writeTwins({
      'a.json': '{"code":200,"data":[{"shop":{"cpuCost":1',
      'b.csv': '',
      'c.csv': csv(
        ['SubscriptionId', 'Date', 'MeterCategory', 'Cost', 'Currency'],
        ['s', 'soon', 'Storage', '1', 'EUR'],
      ),
      'd.json': '{"error":{"code":"AuthorizationFailed"}}',
      'e.yaml': 'a: [1',
      'f.bin': Buffer.from([0, 1, 2, 255]),
      'g.gz': gzipSync('hello').subarray(0, 12),
      '.hidden/h.json': '{}',
      'i.json': '{"data":[{"a":{"cpuCost":"x","ramCost":true,"window":{},"properties":{}}}]}',
    });
    await cp(`${ESTATE}/azure`, `${folder}/azure`, { recursive: true });
    const { files, notUnderstood } = (await openReplay(folder, parts)).describe();
    expect(files.map(({ file }) => file)).toEqual([
      'azure/clusters.json',
      'azure/cost-query.yaml',
      'azure/policy.json',
    ]);
    const reasons = Object.fromEntries(notUnderstood.map(({ file, reason }) => [file, reason]));
    expect(Object.keys(reasons)).toEqual([
      'a.json',
      'b.csv',
      'c.csv',
      'd.json',
      'e.yaml',
      'f.bin',
      'g.gz',
      'i.json',
    ]);
    expect(reasons['a.json']).toMatch(/begins like JSON and is none/);
    expect(reasons['c.csv']).toMatch(/row 2 .* no readable date: "soon"/);
    expect(reasons['d.json']).toMatch(/error answer: AuthorizationFailed/);
    expect(reasons['g.gz']).toMatch(/breaks off/);
  });

  test('fails for a folder that is not there, and says what is wrong in its replay.yaml with the place', async () => {
    await expect(openReplay('/nowhere/at-all', parts)).rejects.toMatchObject({
      name: 'SourceError',
      failure: 'notFound',
    });
    const folder = await writeTwins({
      'replay.yaml': 'currency: euros\nfiles:\n  - path: a.json\n    day: 2026-02-30\n    clusters: shop\n',
    });
    const error: Error = await openReplay(folder, parts).then(
      () => expect.unreachable('it was opened'),
      (reason) => reason,
    );
    expect(error.name).toBe('ConfigurationError');
    expect(error.message).toMatch(/replay\.yaml:1:11: .*currency/);
    expect(error.message).toMatch(/replay\.yaml:4:10: .*day/);
    expect(error.message).toMatch(/replay\.yaml:5:5: .*clusters/);
  });

  test('of an empty or commented replay.yaml changes nothing', async () => {
    const folder = await writeTwins({ 'replay.yaml': '# nothing yet\n\n' });
    expect((await openReplay(folder, parts)).describe()).toMatchObject({
      files: [],
      periods: [],
      totals: [],
    });
  });
});
