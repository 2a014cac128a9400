import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { integrateDay } from '../../shared/metering/integrate.ts';
import type { Resources } from '../../shared/metering/resources.ts';
import type { Sample } from '../../shared/metering/sample.ts';
import type { AllocationDay, AllocationRow } from '../../shared/model/cost.ts';
import { parseAmount } from '../../shared/model/money.ts';
import { CORE, DAY, GIB, hold, keep, makePool, makeSample, makeUse } from './estate.ts';

function integrate(samples: readonly Sample[], longestGapMinutes = 60): AllocationDay {
  return integrateDay(DAY, keep(samples), longestGapMinutes);
}

function rowOf(day: AllocationDay, kind: AllocationRow['kind'], name = ''): AllocationRow | undefined {
  return day.rows.find((row) => row.kind === kind && (row.controller || row.nodePool) === name);
}

/*
 * Worked by hand. A pool of 4 cores and 16 GiB; web holds 1 core and 2 GiB from 10:00, 3 cores and 2 GiB from 11:00;
 * job is there from 11:00 with 0.5 cores and 4 GiB. The last sample, at 11:30, speaks for the 60 minutes after it.
 *
 *   spell           hours  web cores  web GiB  job cores  job GiB
 *   10:00 - 11:00   1      1          2        -          -
 *   11:00 - 11:30   0.5    3          2        0.5        4
 *   11:30 - 12:30   1      3          2        0.5        4
 *   sum of × hours  2.5    5.5        5        0.75       6
 *   allocatable     2.5    10         40
 *   idle                   10 - 6.25 = 3.75    40 - 11 = 29
 *
 *   web cpu   5.5 × 0.031611 = 0.1738605     ram   5 × 0.004237 = 0.021185
 *   idle cpu  3.75 × 0.031611 = 0.11854125   ram  29 × 0.004237 = 0.122873
 */
describe('a day of samples', () => {
  const pools = [makePool('general', hold(4, 16))];
  const web = (cores: number) => makeUse('web', { allocated: hold(cores, 2), requested: hold(1, 2) });
  const job = makeUse('job', { controllerKind: 'cronjob', allocated: hold(0.5, 4), requested: hold(0.5, 4) });
  const samples = [
    makeSample('10:00', { pools, uses: [web(1)] }),
    makeSample('11:00', { pools, uses: [web(3), job] }),
    makeSample('11:30', { pools, uses: [web(3), job] }),
  ];
  const day = integrate(samples);

  it('adds up what each workload held, for as long as it held it', () => {
    expect(day).toMatchObject({ producer: 'metering', idleTold: true, coveredHours: 2.5 });
    expect(rowOf(day, 'workload', 'web')).toMatchObject({
      nodePool: 'general',
      cpuCoreHours: 5.5,
      ramByteHours: 5 * GIB,
      requested: { cpuCoreHours: 2.5, ramByteHours: 5 * GIB },
      used: { cpuCoreHours: 1.25, ramByteHours: 2.5 * GIB },
    });
    expect(rowOf(day, 'workload', 'job')).toMatchObject({ cpuCoreHours: 0.75, ramByteHours: 6 * GIB });
  });

  it('weighs it at OpenCost’s published prices', () => {
    expect(rowOf(day, 'workload', 'web')?.cost).toMatchObject({
      cpu: parseAmount('0.1738605'),
      ram: parseAmount('0.021185'),
      network: 0n,
    });
  });

  it('gives what nobody held as idle of the node pool', () => {
    expect(rowOf(day, 'idle', 'general')).toMatchObject({
      cpuCoreHours: 3.75,
      ramByteHours: 29 * GIB,
      cost: { cpu: parseAmount('0.11854125'), ram: parseAmount('0.122873') },
    });
  });

  it('weighs usage against request: (0.5 × 0.031611 + 1 × 0.004237) / (0.031611 + 2 × 0.004237)', () => {
    expect(rowOf(day, 'workload', 'web')?.efficiency).toBeCloseTo(0.5, 12);
    const busy = makeUse('busy', { used: { cpu: 2 * CORE, ram: GIB } });
    // (2 × 0.031611 + 0.004237) / (0.031611 + 0.008474) = 0.067459 / 0.040085
    expect(integrate([makeSample('10:00', { uses: [busy] })]).rows[0]?.efficiency).toBeCloseTo(
      0.067459 / 0.040085,
      12,
    );
    const free = makeUse('free', { requested: hold(0, 0) });
    expect(integrate([makeSample('10:00', { uses: [free] })]).rows[0]?.efficiency).toBeUndefined();
  });

  it('names the time that no sample speaks for', () => {
    expect(day.warnings).toEqual(['no samples speak for 21.5 h: 00:00 to 10:00, 12:30 to 00:00 (UTC)']);
  });
});

describe('a sample', () => {
  it('speaks until the next, or for the longest gap', () => {
    const samples = [makeSample('10:00'), makeSample('10:05'), makeSample('12:00')];
    expect(integrate(samples, 15).coveredHours).toBeCloseTo((5 + 15 + 15) / 60, 12);
  });

  it('from before midnight speaks for what follows, and the last one not for the next day', () => {
    const samples = [makeSample('2026-11-19T23:50:00Z'), makeSample('23:50')];
    const day = integrate(samples, 30);
    expect(day.coveredHours).toBeCloseTo(20 / 60 + 10 / 60, 12);
    expect(day.warnings).toEqual(['no samples speak for 23.5 h: 00:20 to 23:50 (UTC)']);
  });

  it('of another day counts nothing', () => {
    const other = [makeSample('2026-11-19T10:00:00Z'), makeSample('2026-11-21T00:00:00Z')];
    expect(integrate(other)).toMatchObject({ coveredHours: 0, rows: [] });
  });

  it('that is damaged costs only itself', () => {
    const kept = keep([makeSample('10:00', { uses: [makeUse('web')] }), makeSample('10:20')], 1);
    const broken = { at: `${DAY}T10:10:00.000Z`, read: () => undefined };
    const day = integrateDay(DAY, { ...kept, samples: [...kept.samples, broken] }, 30);
    expect(rowOf(day, 'workload', 'web')?.cpuCoreHours).toBeCloseTo(20 / 60, 12);
    expect(day.warnings).toContain('samples that are damaged and left out: 2');
  });

  it('without usage lets requests count, and usage of the other time stand for it', () => {
    const known = makeUse('web', { allocated: hold(2, 2), used: { cpu: 2 * CORE, ram: GIB } });
    const unknown = makeUse('web', { used: undefined });
    const day = integrate([
      makeSample('10:00', { uses: [known] }),
      makeSample('11:00', { uses: [unknown], usageKnown: false }),
    ]);
    expect(rowOf(day, 'workload', 'web')).toMatchObject({
      cpuCoreHours: 3,
      used: { cpuCoreHours: 4, ramByteHours: 2 * GIB },
    });
    expect(day.warnings).toContain('usage was not told for 1 h: what was requested counts for that time');
    const never = integrate([makeSample('10:00', { uses: [unknown], usageKnown: false })]);
    expect(rowOf(never, 'workload', 'web')).toMatchObject({ used: undefined, efficiency: undefined });
  });

  it('passes on what was odd, with an example and how often', () => {
    const warnings = [{ problem: 'a quantity that cannot be (cpu) counts as none', example: 'shop/web-1' }];
    const day = integrate([makeSample('10:00', { warnings }), makeSample('10:30', { warnings })]);
    expect(day.warnings).toContain(
      'a quantity that cannot be (cpu) counts as none: shop/web-1, in samples: 2',
    );
  });
});

describe('volumes and load balancers', () => {
  const mount = (controller: string) => ({
    ...{ namespace: 'shop', controllerKind: 'deployment', controller, nodePool: 'general' },
  });
  const claim = { storageClass: '', volume: '', bytes: 10 * GIB };
  const day = integrate([
    makeSample('10:00', {
      uses: [makeUse('web'), makeUse('job')],
      claims: [
        { ...claim, namespace: 'shop', name: 'own', mountedBy: [mount('web')] },
        { ...claim, namespace: 'shop', name: 'both', mountedBy: [mount('job'), mount('web')] },
        { ...claim, namespace: 'old', name: 'left', mountedBy: [] },
      ],
      services: [{ namespace: 'shop', name: 'front', labels: { 'app.kubernetes.io/team': 'shop' } }],
      namespaces: { shop: { team: 'shop' } },
    }),
  ]);

  it('weigh on the workload that mounts them, evenly when there are several', () => {
    // 15 GiB-hours and 5 GiB-hours at 0.00005479452
    expect(rowOf(day, 'workload', 'web')?.cost.pv).toBe(parseAmount('0.0008219178'));
    expect(rowOf(day, 'workload', 'job')?.cost.pv).toBe(parseAmount('0.0002739726'));
  });

  it('are unmounted, with the namespace of their claim, when nobody does', () => {
    expect(day.rows.find((row) => row.kind === 'unmounted')).toMatchObject({
      namespace: 'old',
      cost: { pv: parseAmount('0.0005479452') },
    });
  });

  it('weigh on the service that has them, whose labels are told as Prometheus would', () => {
    expect(rowOf(day, 'workload', 'front')).toMatchObject({
      controllerKind: 'service',
      labels: { app_kubernetes_io_team: 'shop' },
      namespaceLabels: { team: 'shop' },
      cost: { loadBalancer: parseAmount('0.025') },
      requested: undefined,
    });
  });
});

describe('a node pool that is allocated beyond what it can hold', () => {
  it('has nothing idle of that resource, never less, and the day says so', () => {
    const day = integrate([
      makeSample('10:00', {
        pools: [makePool('general', hold(2, 8))],
        uses: [makeUse('web', { allocated: hold(3, 4) })],
      }),
    ]);
    expect(rowOf(day, 'idle', 'general')).toMatchObject({ cpuCoreHours: 0, ramByteHours: 4 * GIB });
    expect(day.warnings).toContain('more is allocated on node pool general than it can hold');
  });
});

const POOLS = ['general', 'gpu', 'spot'];
const amount = fc.integer({ min: 0, max: 64 * CORE });
const sampleOfDay = fc
  .record({
    second: fc.integer({ min: -3600, max: 90_000 }),
    uses: fc.uniqueArray(
      fc.record({
        controller: fc.constantFrom('a', 'b', 'c'),
        nodePool: fc.constantFrom(...POOLS),
        allocated: fc.record({ cpu: amount, ram: amount, gpu: amount }),
        used: fc.option(fc.record({ cpu: amount, ram: amount }), { nil: undefined }),
      }),
      { selector: (use) => `${use.controller} ${use.nodePool}`, maxLength: 6 },
    ),
    spare: fc.record({ cpu: amount, ram: amount, gpu: amount }),
  })
  .map(({ second, uses, spare }): Sample => {
    const held = (pool: string): Resources =>
      uses
        .filter((use) => use.nodePool === pool)
        .reduce(
          (sum, { allocated }) => ({
            cpu: sum.cpu + allocated.cpu,
            ram: sum.ram + allocated.ram,
            gpu: sum.gpu + allocated.gpu,
          }),
          spare,
        );
    return makeSample(new Date(Date.parse(`${DAY}T00:00:00Z`) + second * 1000).toISOString(), {
      uses: uses.map((use) => makeUse(use.controller, use)),
      pools: POOLS.map((pool) => makePool(pool, held(pool))),
      usageKnown: uses.every((use) => use.used !== undefined),
    });
  });

describe('whatever the samples of a day are', () => {
  it('their order and repetition change nothing', () => {
    const samplesAndOrder = fc
      .uniqueArray(sampleOfDay, { selector: (sample) => sample.at, maxLength: 12 })
      .chain((samples) =>
        fc.tuple(
          fc.constant(samples),
          fc.array(fc.constantFrom(0, 1, 2), { minLength: samples.length, maxLength: samples.length }),
          fc.shuffledSubarray(samples, { minLength: samples.length }),
        ),
      );
    fc.assert(
      fc.property(samplesAndOrder, ([samples, copies, shuffled]) => {
        const again = samples.flatMap((sample, index) =>
          Array.from({ length: copies[index] ?? 0 }, () => sample),
        );
        expect(integrate([...again, ...shuffled])).toEqual(integrate(samples));
      }),
    );
  });

  it('workloads and idle together are what the nodes could hold while they were looked at', () => {
    fc.assert(
      fc.property(
        fc.array(sampleOfDay, { maxLength: 8 }),
        fc.integer({ min: 1, max: 120 }),
        (samples, gap) => {
          // The first of a time counts for all of it: two samples of one time are two truths.
          const told = [...new Map(samples.map((sample) => [sample.at, sample])).values()];
          const day = integrate(told, gap);
          const bare = integrate(
            told.map((sample) => ({ ...sample, uses: [] })),
            gap,
          );
          for (const pool of POOLS) {
            const hours = (of: AllocationDay, read: (row: AllocationRow) => number): number =>
              of.rows.filter((row) => row.nodePool === pool).reduce((sum, row) => sum + read(row), 0);
            for (const read of [
              (row: AllocationRow) => row.cpuCoreHours,
              (row: AllocationRow) => row.ramByteHours,
              (row: AllocationRow) => row.gpuHours,
            ]) {
              const expected = hours(bare, read);
              expect(Math.abs(hours(day, read) - expected)).toBeLessThanOrEqual(expected * 1e-12);
            }
          }
          expect(day.coveredHours).toBeLessThanOrEqual(24);
          for (const row of day.rows)
            for (const cost of Object.values(row.cost)) expect(cost >= 0n).toBe(true);
        },
      ),
    );
  });
});
