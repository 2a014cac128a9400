import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { judgeResources } from '../../../shared/governance/posture/judgements.ts';
import { formatExact, sumAmounts } from '../../../shared/model/money.ts';
import type { PostureState } from '../../../shared/model/posture.ts';
import { openReplay, type ReplaySources } from '../../../shared/sources/replay/replay.ts';
import { addDecimals } from '../exports/decimal.ts';

const DATA = fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const parts = { clock: { now: () => new Date('2026-11-23T06:00:00Z') } };
const open = (folder: string): Promise<ReplaySources> => openReplay(`${DATA}/${folder}`, parts);

/** What all subscriptions give together, for each metric and currency that the description totals. */
async function sumThroughSources(replay: ReplaySources): Promise<readonly object[]> {
  const { subscriptions } = await replay.readInventory();
  const totals: object[] = [];
  for (const { metric, currency } of replay.describe().totals) {
    const amounts: bigint[] = [];
    for (const { id } of subscriptions) {
      const rows = await replay.readCost(id, metric, '2000-01-01', '2099-12-31');
      amounts.push(...rows.filter((row) => row.currency === currency).map((row) => row.amount));
    }
    totals.push({ metric, currency, amount: formatExact(sumAmounts(amounts)) });
  }
  return totals;
}

describe.skipIf(!existsSync(DATA))('recorded folders', () => {
  test('of OpenCost and Kubecost answers cost what every row of them says', async () => {
    const replay = await open('cost');
    const costs = [
      'allocation-example-output',
      'opencost-2024-10-negative-idle',
      'aks-kubecost-2025-10-single-chinanorth3',
    ]
      .map((file): { data: Record<string, Record<string, unknown>>[] } =>
        JSON.parse(readFileSync(`${DATA}/cost/${file}.json`, 'utf8')),
      )
      .flatMap(({ data }) => data.flatMap((set) => Object.values(set)))
      .flatMap((row) =>
        Object.entries(row).filter(([name]) =>
          /^(cpu|ram|gpu|pv|network|loadBalancer)Cost(Adjustment)?$/.test(name),
        ),
      )
      .map(([, value]) => String(value));
    expect(replay.describe().totals).toEqual([
      { metric: 'effective', currency: 'USD', amount: addDecimals(costs) },
      { metric: 'billed', currency: 'USD', amount: addDecimals(costs) },
    ]);
    expect(replay.replayPeriods()).toEqual(['2023-07', '2024-09', '2025-10']);
    expect(replay.describe().notUnderstood.map(({ file }) => file)).toEqual([
      'cloudCost-example-output.json',
      'opencost-csv-export-sample.csv',
    ]);
  });

  test('of exports: all are read, clusters are found by evidence, only the EA bill lacks its actual sum', async () => {
    const replay = await open('cost-exports');
    const { notUnderstood, currencies, clusters, warnings } = replay.describe();
    expect(notUnderstood).toEqual([]);
    expect(currencies).toEqual(['CAD', 'USD']);
    expect(clusters.map(({ name }) => name)).toEqual([
      'example-resource-group',
      'mc_aksccmextensibilitypoc_test-cluster-2_eastus',
      'mc_analyticsengine_analyticsengine_eastus',
    ]);
    expect(warnings.every((warning) => /only amortized costs in 2023-09/.test(warning))).toBe(true);
    expect(await sumThroughSources(replay)).toEqual(replay.describe().totals);
  });

  test('of FOCUS: the node resource group leads to the cluster that its tags name', async () => {
    const { clusters } = await (await open('focus')).readInventory();
    expect(clusters).toMatchObject([
      { name: 'analyticsengine', nodeResourceGroup: 'mc_analyticsengine_analyticsengine_eastus' },
    ]);
  });

  test('of cassettes: costs without a day count on the day of the recording', async () => {
    const replay = await open('cassettes');
    const { totals, days, clusters } = replay.describe();
    const costs = ['resource', 'resource_group'].flatMap((name) => {
      const cassette = JSON.parse(
        readFileSync(`${DATA}/cassettes/CostFilterTest.test_cost_${name}.json`, 'utf8'),
      );
      return cassette.interactions[1].response.body.data.properties.rows.map(([cost]: [number]) =>
        String(cost),
      );
    });
    expect(totals[0]).toEqual({ metric: 'effective', currency: 'USD', amount: addDecimals(costs) });
    expect(days).toEqual({ from: '2019-07-23', to: '2019-07-23' });
    expect(clusters).toMatchObject([{ name: 'cctestaks', inferred: false }]);
    const { plans } = await replay.readDefender('ea42f556-5106-4743-99b0-c129bfa71a47');
    expect(plans.find(({ name }) => name === 'VirtualMachines')).toMatchObject({ enabled: true });
  });

  test('of managed clusters: every file is one', async () => {
    const { files, notUnderstood } = (await open('managedclusters')).describe();
    expect(files).toHaveLength(13);
    expect(files.every(({ takenFor }) => takenFor.join() === 'managed clusters (1)')).toBe(true);
    expect(notUnderstood).toEqual([]);
  });

  test('of managed clusters: each is judged, and what the payload does not tell is unknown', async () => {
    const replay = await open('managedclusters');
    const inventory = await replay.readInventory();
    const posture = new Map<string, PostureState>();
    for (const { id } of inventory.subscriptions) posture.set(id, await replay.readPosture(id));
    const judgements = judgeResources({
      ...{ day: '2026-11-23', inventory, kubernetes: new Map(), posture },
      postureSettings: { nodeImageDays: 30, activityLogDays: 365, trustedRegistries: [] },
    });
    for (const { name, id } of inventory.clusters) {
      const own = judgements.filter(({ resource }) => resource.id === id);
      const unknown = own.filter(({ state }) => state === 'unknown').map(({ check }) => check);
      expect(unknown, name).toEqual(['control-plane-audit-logs', 'supported-version']);
      expect(own.filter(({ state }) => state === 'nonCompliant').length, name).toBeGreaterThan(0);
    }
  });

  test('of policy states: pods in breach, none of key vaults', async () => {
    const replay = await open('policy');
    const { components } = await replay.readPolicy('00000000-0000-0000-0000-000000000000');
    expect(components.length).toBeGreaterThan(10);
    expect(
      components.every(
        ({ state, clusterId }) => state === 'noncompliant' && clusterId.includes('/managedclusters/'),
      ),
    ).toBe(true);
    const own = await replay.readPolicy('fff10b27-fff3-fff5-fff8-fffbe01e86a5');
    expect(own.components).toMatchObject([
      { namespace: 'default', name: 'test-pod' },
      { namespace: 'default' },
    ]);
  });

  test('of Defender: score, assessment and alerts; findings of other scanners are not understood', async () => {
    const replay = await open('security');
    const { files, notUnderstood } = replay.describe();
    expect(files.map(({ takenFor }) => takenFor.join())).toEqual([
      'Defender assessments (1)',
      'Defender alerts (2)',
      'controls of the secure score (16)',
      'secure score (1)',
      'retired Defender sub-assessments (1)',
    ]);
    expect(notUnderstood).toHaveLength(4);
    const { secureScore } = await replay.readDefender('00000000-0000-0000-0000-000000000000');
    expect(secureScore).toMatchObject({ current: 31.75, max: 56 });
    expect(secureScore?.controls).toHaveLength(16);
  });

  test('altogether: specifications and definitions among them cost nothing, and totals are what sources give', async () => {
    const replay = await open('.');
    const { files, notUnderstood } = replay.describe();
    const read = new Set(files.map(({ file }) => file));
    for (const folder of [
      'cost-exports',
      'focus',
      'cassettes',
      'managedclusters',
      'policy',
      'security',
      'cost',
    ]) {
      const alone = (await open(folder)).describe();
      expect(alone.files.every(({ file }) => read.has(`${folder}/${file}`))).toBe(true);
    }
    expect(files.some(({ file }) => /^(api-definitions|policy-builtin|governance|misc)\//.test(file))).toBe(
      false,
    );
    expect(notUnderstood.every(({ reason }) => reason.length > 0)).toBe(true);
    expect(await sumThroughSources(replay)).toEqual(replay.describe().totals);
  });
});
