import { describe, expect, it } from 'vitest';
import type { Cluster, Inventory, KubernetesState } from '../../shared/model/estate.ts';
import type { Readings, Source } from '../../shared/model/reading.ts';
import { addDays, type Day } from '../../shared/model/time.ts';
import { assessFindings } from '../../shared/pipeline/assess.ts';
import {
  component,
  cve,
  DEVELOPMENT,
  image,
  input,
  only,
  PROD,
  PRODUCTION,
  TEST,
  vulnerability,
  withDefender,
  withPolicy,
  withWorkloads,
  workload,
} from '../governance/estate.ts';
import { makeApp, makeSources } from './estate.ts';

const DAY: Day = '2026-11-02';

/** An app over two subscriptions, whose readings the test puts in as a collection does. */
function makeStage(inventory: Inventory = input().inventory) {
  const app = makeApp(makeSources(), '2026-11-20T12:00:00Z');
  const keep = <S extends Source>(source: S, scope: string, day: Day, data: Readings[S]) =>
    app.store.snapshots.putSnapshot({ source, scope, day, asOf: `${day}T02:00:00.000Z`, data });
  return {
    app,
    async read(
      day: Day,
      readings: {
        readonly policy?: ReadonlyMap<string, Readings['policy']>;
        readonly defender?: ReadonlyMap<string, Readings['defender']>;
        readonly kubernetes?: ReadonlyMap<string, KubernetesState>;
      },
    ) {
      await keep('inventory', 'estate', day, inventory);
      for (const [scope, data] of readings.policy ?? []) await keep('policy', scope, day, data);
      for (const [scope, data] of readings.defender ?? []) await keep('defender', scope, day, data);
      for (const [scope, data] of readings.kubernetes ?? []) await keep('kubernetes', scope, day, data);
      return assessFindings(app, day, 'run');
    },
    list: () => app.store.findings.listFindings('2026-01-01'),
  };
}

describe('the assessment of a day', () => {
  it('writes a finding once, and again only when something about it changes', async () => {
    const stage = makeStage();
    const shown = withPolicy([component()]);
    expect(await stage.read(DAY, shown)).toEqual({ observed: 1, changed: 1 });
    expect(await stage.read(DAY, shown)).toEqual({ observed: 1, changed: 0 });
    expect(await stage.read('2026-11-03', shown)).toEqual({ observed: 1, changed: 0 });
    expect(only(await stage.list())).toMatchObject({ firstSeen: DAY, lastSeen: '2026-11-03', state: 'open' });
    expect(await stage.read('2026-11-04', withPolicy([]))).toEqual({ observed: 0, changed: 1 });
    expect(only(await stage.list())).toMatchObject({ state: 'resolved', lastSeen: '2026-11-03' });
  });

  it('opens again what was resolved months ago, and takes up anew what was forgotten', async () => {
    const stage = makeStage();
    await stage.read('2025-11-02', withPolicy([component()]));
    await stage.read('2025-11-03', withPolicy([]));
    await stage.read('2026-11-02', withPolicy([component()]));
    expect(only(await stage.list())).toMatchObject({ firstSeen: '2025-11-02', reopenedOn: '2026-11-02' });
    await stage.read('2026-11-03', withPolicy([]));
    await stage.read('2027-12-31', withPolicy([component()]));
    expect(only(await stage.list())).toMatchObject({ firstSeen: '2027-12-31', reopenedOn: undefined });
  });

  it('ignores a day that comes late, also where the later day showed nothing', async () => {
    const stage = makeStage();
    await stage.read('2026-11-05', withPolicy([]));
    expect(await stage.read(DAY, withPolicy([component()]))).toEqual({ observed: 1, changed: 0 });
    expect(await stage.list()).toEqual([]);
  });

  it('knows who runs an image of another subscription’s registry', async () => {
    const stage = makeStage();
    const runs = withWorkloads([workload({ images: [image()] })], TEST);
    await stage.read(DAY, { ...withDefender([vulnerability()]), ...runs });
    expect(only(await stage.list())).toMatchObject({
      ...{ clusterId: TEST, workload: 'Deployment/api', scope: `defender:${PRODUCTION}` },
    });
  });

  it('takes an estate of many subscriptions a part at a time, and comes to the same', async () => {
    const [prod] = input().inventory.clusters;
    const subscriptions = Array.from({ length: 50 }, (_, index) => ({ id: `s${index}`, name: `S ${index}` }));
    const clusters = subscriptions.map(
      ({ id }): Cluster => ({ ...(prod as Cluster), id: PROD.replace(PRODUCTION, id), subscriptionId: id }),
    );
    const stage = makeStage({ subscriptions, clusters, registries: [] });
    const policy = new Map(
      clusters.map(({ id, subscriptionId }) => {
        const { policy: one } = withPolicy([component({ clusterId: id })], subscriptionId);
        return [subscriptionId, only([...one.values()])] as const;
      }),
    );
    expect(await stage.read(DAY, { policy })).toEqual({ observed: 50, changed: 50 });
    const some = new Map([...policy].slice(0, 20));
    await stage.read('2026-11-03', {
      policy: new Map([...some].map(([id, one]) => [id, { ...one, components: [] }])),
    });
    const states = Map.groupBy(await stage.list(), ({ state }) => state);
    expect([states.get('resolved')?.length, states.get('open')?.length]).toEqual([20, 30]);
  });

  it('leaves a subscription alone that was not read, however long', async () => {
    const stage = makeStage();
    await stage.read(DAY, withPolicy([component({ clusterId: TEST })], DEVELOPMENT));
    for (let back = 1; back < 5; back++) {
      const day = addDays(DAY, back);
      expect(await stage.read(day, withPolicy([]))).toEqual({ observed: 0, changed: 0 });
    }
    expect(only(await stage.list())).toMatchObject({ state: 'open', lastSeen: DAY });
  });

  it('gives what has no vendor’s fix to security operations, and excuses what the configuration excuses', async () => {
    const stage = makeStage();
    const { governance } = stage.app.config;
    const exemption = { control: 'privileged-*', reason: 'agent', by: 'CISO', until: '2026-11-10' };
    const excused = {
      ...stage.app,
      config: { ...stage.app.config, governance: { ...governance, exemptions: [exemption] } },
    };
    const { policy } = withPolicy([component()]);
    const kernel = vulnerability({ fixedVersion: '', cves: [cve('CVE-2026-1', { fixAvailable: false })] });
    const { kubernetes } = withWorkloads([workload({ images: [image()] })]);
    await stage.read(DAY, { policy, kubernetes, ...withDefender([kernel]) });
    const unfixable = (await stage.list()).find(({ fixAvailable }) => fixAvailable === false);
    expect(unfixable).toMatchObject({ actor: 'secops', dueOn: undefined });
    await assessFindings(excused, DAY, 'run');
    const privileged = (await stage.list()).find(({ control }) => control === 'privileged-containers');
    expect(privileged).toMatchObject({
      ...{ state: 'exempt', exemption: { from: 'purser', reason: 'agent', by: 'CISO', until: '2026-11-10' } },
    });
    await assessFindings(excused, '2026-11-11', 'run');
    const later = (await stage.list()).find(({ control }) => control === 'privileged-containers');
    expect(later).toMatchObject({ state: 'open', exempt: false });
  });
});
