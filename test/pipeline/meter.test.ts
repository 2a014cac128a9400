import { describe, expect, it } from 'vitest';
import type { Config } from '../../shared/config/schema.ts';
import type { Sample } from '../../shared/metering/sample.ts';
import { RequestError, SourceError, type SourceFailure } from '../../shared/model/errors.ts';
import type { Cluster } from '../../shared/model/estate.ts';
import { parsePeriod } from '../../shared/model/time.ts';
import type { ReportingApp } from '../../shared/pipeline/app.ts';
import { collectTask } from '../../shared/pipeline/collect.ts';
import { parseMeterTask } from '../../shared/pipeline/messages.ts';
import { meterTask, planSamples } from '../../shared/pipeline/meter.ts';
import { planCollection } from '../../shared/pipeline/plan.ts';
import { buildReport } from '../../shared/pipeline/report.ts';
import { createMeteringSource } from '../../shared/sources/kubernetes/metering.ts';
import type { SampleSource } from '../../shared/sources/kubernetes/sampler.ts';
import { makeCluster } from '../allocation/estate.ts';
import { hold, makePool, makeSample, makeUse } from '../metering/estate.ts';
import { collectEverything, makeApp, makeSources, PROD, SUBSCRIPTION, TEST } from './estate.ts';

const NOW = '2026-11-10T12:00:00Z';
const STOPPED = makeCluster('aks-stopped', { subscriptionId: SUBSCRIPTION, running: false });

interface Metered {
  readonly allocation?: Config['allocation'];
  readonly metering?: readonly string[];
  readonly clusters?: readonly Cluster[];
}

/** An app whose sources read metering from its own samples, as the live ones do. */
function makeMetered({ allocation = [], metering = [], clusters = [PROD, TEST, STOPPED] }: Metered) {
  const app = makeApp(makeSources({}, clusters), NOW);
  const config: Config = {
    ...app.config,
    allocation,
    metering: { ...app.config.metering, clusters: [...metering] },
  };
  const own = createMeteringSource({ config, samples: app.store.samples, clock: app.clock });
  const sources = makeSources({ readMetering: (cluster, day) => own.readMetering(cluster, day) }, clusters);
  return { ...app, config, sources };
}

const sampler: SampleSource = {
  readSample: async (cluster) => makeSample(NOW, { uses: [makeUse(cluster.name)] }),
};

async function readInventory(app: ReportingApp): Promise<void> {
  await collectTask(app, planCollection({ from: '2026-11-10', to: '2026-11-10' }, 'run-1'));
}

describe('the timer of metering', () => {
  const byMetering = [{ via: 'metering', cluster: 'aks-*' }] as const;

  it('asks for nothing where nothing is metered', async () => {
    const app = makeMetered({});
    await readInventory(app);
    expect(await planSamples(app, 'r')).toEqual([]);
  });

  it('asks for nothing before the estate is known, and says so', async () => {
    const told: string[] = [];
    const app = {
      ...makeMetered({ metering: ['*'] }),
      log: (_: string, message: string) => told.push(message),
    };
    expect(await planSamples(app, 'r')).toEqual([]);
    expect(told).toEqual(['Nothing is sampled: no inventory was read yet.']);
  });

  it.each<[string, Metered, readonly string[]]>([
    ['whose allocation is by metering', { allocation: [...byMetering] }, ['aks-prod', 'aks-test']],
    [
      'unless an entry before it says otherwise',
      {
        allocation: [
          { via: 'url', cluster: 'aks-prod', kind: 'opencost', url: 'https://opencost.example.net' },
          ...byMetering,
        ],
      },
      ['aks-test'],
    ],
    ['that are metered for comparison', { metering: ['*-test'] }, ['aks-test']],
  ])('asks for a sample of the running clusters %s', async (_, metered, names) => {
    const app = makeMetered(metered);
    await readInventory(app);
    const tasks = await planSamples(app, 'r');
    expect(tasks.map(({ cluster }) => cluster.split('/').at(-1))).toEqual(names);
    for (const task of tasks)
      expect(parseMeterTask(task)).toEqual({ ...task, due: app.clock.time.toISOString() });
  });

  it('writes messages that are refused when they are something else', () => {
    const task = { cluster: PROD.id, due: NOW, run: 'r' };
    expect(parseMeterTask(task)).toEqual(task);
    expect(() => parseMeterTask({ ...task, due: 'now' })).toThrow(RequestError);
    expect(() => parseMeterTask({ ...task, cluster: '' })).toThrow(/cluster/);
  });
});

describe('taking a sample', () => {
  const task = { cluster: PROD.id, due: NOW, run: 'r' };

  async function kept(app: ReportingApp): Promise<readonly (Sample | undefined)[]> {
    const { samples } = await app.store.samples.list(PROD.id, '2026-11-10');
    return samples.map((sample) => sample.read());
  }

  it('keeps it with the samples of its day, and leaves no trace among the runs', async () => {
    const app = makeMetered({ metering: ['*'] });
    await readInventory(app);
    const before = await app.store.runs.listRuns(10);
    await meterTask(app, sampler, task);
    expect(await kept(app)).toEqual([makeSample(NOW, { uses: [makeUse('aks-prod')] })]);
    expect(await app.store.runs.listRuns(10)).toEqual(before);
  });

  it.each<SourceFailure>(['unavailable', 'timeout', 'throttled', 'forbidden'])(
    'is not tried again when the cluster is %s: the next one is due in minutes; status tells why',
    async (failure) => {
      const app = makeMetered({ metering: ['*'] });
      await readInventory(app);
      const broken: SampleSource = {
        readSample: async () => {
          throw new SourceError({ source: 'metering', scope: PROD.id }, failure, 'no answer', 'Look at it.');
        },
      };
      await meterTask(app, broken, task);
      expect(await kept(app)).toEqual([]);
      expect((await app.store.runs.listRuns(1))[0]).toMatchObject({
        ...{ run: 'r', stage: 'meter', state: 'failed', subject: `sample ${PROD.id}` },
        problem: { message: `metering (${PROD.id}): no answer`, remedy: 'Look at it.' },
      });
    },
  );

  it('is left to the queue when the sample cannot be kept', async () => {
    const app = makeMetered({ metering: ['*'] });
    await readInventory(app);
    const full = { ...app.store.samples, append: () => Promise.reject(new Error('no room')) };
    const broken = { ...app, store: { ...app.store, samples: full } };
    await expect(meterTask(broken, sampler, task)).rejects.toThrow('no room');
  });

  it('is left out when its message waited longer than a sample speaks, or its cluster is gone', async () => {
    const app = makeMetered({ metering: ['*'] });
    await readInventory(app);
    await meterTask(app, sampler, { ...task, due: '2026-11-10T11:44:59Z' });
    await meterTask(app, sampler, { ...task, cluster: '/subscriptions/s/gone' });
    expect(await kept(app)).toEqual([]);
  });
});

describe('collecting what samples came to', () => {
  async function addSamples(app: ReportingApp, cluster: Cluster, day: string): Promise<void> {
    for (let hour = 0; hour < 24; hour++) {
      const at = `${day}T${String(hour).padStart(2, '0')}:00:00Z`;
      await app.store.samples.append(
        cluster.id,
        makeSample(at, {
          uses: [
            makeUse('api', { namespace: 'cart', allocated: hold(3, 0) }),
            makeUse('api', { namespace: 'ledger', allocated: hold(1, 0) }),
          ],
          pools: [makePool('general', hold(4, 16))],
          namespaces: { cart: { team: 'shop' }, ledger: { team: 'pay' } },
        }),
      );
    }
  }

  it('asks for comparison on closed days that have samples, once they are settled no more', async () => {
    const app = makeMetered({ metering: ['aks-prod'] });
    for (const day of ['2026-11-08', '2026-11-09', '2026-11-10']) await addSamples(app, PROD, day);
    await addSamples(app, TEST, '2026-11-09');
    const window = { from: '2026-11-01', to: '2026-11-10' } as const;
    const metering = (told: readonly string[]) => told.filter((task) => task.startsWith('metering'));
    expect(metering(await collectEverything(app, window))).toEqual([
      'metering aks-prod 2026-11-08..2026-11-08',
      'metering aks-prod 2026-11-09..2026-11-09',
    ]);
    app.clock.time = new Date('2026-11-12T12:00:00Z');
    expect(metering(await collectEverything(app, window))).toEqual([
      'metering aks-prod 2026-11-10..2026-11-10',
    ]);
    const rows = await app.store.snapshots.listRows('metering', '2026-11-01', '2026-11-30');
    expect(rows.filter((row) => row.reading)).toHaveLength(3);
  });

  it('plans no comparison for a cluster whose allocation is by metering already', async () => {
    const app = makeMetered({ metering: ['*'], allocation: [{ via: 'metering', cluster: '*' }] });
    await addSamples(app, PROD, '2026-11-09');
    const told = await collectEverything(app, { from: '2026-11-09', to: '2026-11-10' });
    expect(told.filter((task) => task.startsWith('metering'))).toEqual([]);
    expect(told).toContain('allocation aks-prod 2026-11-09..2026-11-09');
  });

  it('says once what days before the first sample lack, and does not look for them again', async () => {
    const app = makeMetered({ allocation: [{ via: 'metering', cluster: '*' }], clusters: [PROD] });
    const metered = { ...app, sources: { ...app.sources, readAllocation: app.sources.readMetering } };
    const window = { from: '2026-11-07', to: '2026-11-10' } as const;
    await addSamples(app, PROD, '2026-11-09');
    const days = (told: readonly string[]) =>
      told.filter((task) => task.startsWith('allocation')).map((task) => task.slice(-10));
    expect(days(await collectEverything(metered, window))).toEqual([
      '2026-11-07',
      '2026-11-08',
      '2026-11-09',
    ]);
    const [before, , sampled] = await app.store.snapshots.listRows('allocation', '2026-11-07', '2026-11-09');
    expect([before?.problem?.message, sampled?.problem]).toEqual([
      expect.stringContaining('no sample of aks-prod was taken on 2026-11-07'),
      undefined,
    ]);
    app.clock.time = new Date('2026-11-11T12:00:00Z');
    await addSamples(app, PROD, '2026-11-08');
    expect(days(await collectEverything(metered, window))).toEqual(['2026-11-08', '2026-11-10']);
  });

  it('divides the bill by them, without any price of its own', async () => {
    const app = makeMetered({ allocation: [{ via: 'metering', cluster: '*' }], clusters: [PROD] });
    await addSamples(app, PROD, '2026-11-09');
    const { readMetering } = app.sources;
    const metered = {
      ...app,
      config: { ...app.config, metering: { ...app.config.metering, longestGapMinutes: 60 } },
      sources: { ...app.sources, readAllocation: readMetering },
    };
    await collectEverything(metered, { from: '2026-11-09', to: '2026-11-10' });
    const report = await buildReport(metered, 'chargeback', parsePeriod('2026-11'));
    expect(report).toMatchObject({
      statements: [
        {
          total: { amount: '10.00' },
          teams: [
            { team: 'shop', amount: '7.50' },
            { team: 'pay', amount: '2.50' },
          ],
        },
      ],
    });
  });

  it('finds nothing on a day without samples, and says what to look at', async () => {
    const app = makeMetered({ metering: ['*'] });
    await expect(app.sources.readMetering(PROD, '2026-11-01')).rejects.toMatchObject({
      failure: 'notFound',
      remedy: expect.stringContaining('PURSER_SCHEDULE_METER'),
    });
    await expect(app.sources.readMetering(PROD, '2026-11-10')).rejects.toMatchObject({
      failure: 'unavailable',
    });
  });
});
