import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AllocationRow, CostRow } from '../../shared/model/cost.ts';
import { StoreError } from '../../shared/model/errors.ts';
import type { Problem, Snapshot, SnapshotRow, Source } from '../../shared/model/reading.ts';
import type { Day } from '../../shared/model/time.ts';
import { useStore } from './store.ts';

const stage = useStore();

const DAY: Day = '2026-10-05';
const costRow: CostRow = {
  day: DAY,
  subscriptionId: 'sub-1',
  resourceId: '/subscriptions/sub-1/resourcegroups/mc_a/providers/microsoft.compute/disks/d1',
  resourceGroup: 'mc_a',
  meterCategory: 'Storage',
  currency: 'EUR',
  amount: 123_456_789_012_345_678_901_234_567n,
};

function costOf(scope: string, asOf: string, amount: bigint, day: Day = DAY): Snapshot<'cost.effective'> {
  return { source: 'cost.effective', scope, day, asOf, data: [{ ...costRow, day, amount }] };
}

function problemAt(at: string): Problem {
  return { at, message: 'Cost Management answered 429', remedy: 'Wait.' };
}

async function rowOf(source: Source, scope: string): Promise<SnapshotRow | undefined> {
  const rows = await stage.store.snapshots.listRows(source, DAY, DAY);
  return rows.find((row) => row.scope === scope);
}

/** What the row that points to a reading leads to. */
async function currentAmount(scope: string): Promise<bigint | undefined> {
  const row = await rowOf('cost.effective', scope);
  if (!row) return undefined;
  const snapshot = await stage.store.snapshots.loadSnapshot({ ...row, source: 'cost.effective' });
  return snapshot.data[0]?.amount;
}

describe('a reading', () => {
  it('comes back as it was kept, to the last digit of every amount', async () => {
    const scope = 'to-the-last-digit';
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.bigInt({ min: -(10n ** 45n), max: 10n ** 45n }), { maxLength: 6 }),
        fc.date({ min: new Date('2026-10-06'), max: new Date('2026-12-01'), noInvalidDate: true }),
        async (amounts, at) => {
          const data = amounts.map((amount) => ({ ...costRow, amount, tags: { team: 'é\u{1f600}' } }));
          const own = `${scope}-${crypto.randomUUID()}`;
          const asOf = at.toISOString();
          const row = await stage.store.snapshots.putSnapshot({
            source: 'cost.billed',
            scope: own,
            day: DAY,
            asOf,
            data,
          });
          const loaded = await stage.store.snapshots.loadSnapshot({ ...row, source: 'cost.billed' });
          expect(loaded).toEqual({ source: 'cost.billed', scope: own, day: DAY, asOf, data });
          expect(row.reading?.rows).toBe(amounts.length);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('of an allocation keeps every resource apart, and what the source did not say stays unsaid', async () => {
    const row: AllocationRow = {
      kind: 'workload',
      nodePool: 'user',
      namespace: 'shop',
      controllerKind: 'deployment',
      controller: 'api',
      labels: { team: 'shop' },
      namespaceLabels: {},
      cost: { cpu: 1n, ram: -2n, gpu: 0n, pv: 10n ** 28n, network: 5n, loadBalancer: 6n },
      cpuCoreHours: 12.25,
      ramByteHours: 3e12,
      gpuHours: 0,
      requested: { cpuCoreHours: 12, ramByteHours: 2e12 },
      used: undefined,
      efficiency: undefined,
    };
    const data = {
      producer: 'opencost',
      idleTold: true,
      rows: [row],
      coveredHours: 24,
      warnings: ['idle below zero'],
    } as const;
    const asOf = '2026-10-06T02:00:00.000Z';
    const kept = await stage.store.snapshots.putSnapshot({
      source: 'allocation',
      scope: 'c1',
      day: DAY,
      asOf,
      data,
    });
    const loaded = await stage.store.snapshots.loadSnapshot({ ...kept, source: 'allocation' });
    expect(loaded.data).toStrictEqual(data);
  });

  it('kept twice changes nothing and makes no second blob', async () => {
    const first = await stage.store.snapshots.putSnapshot(costOf('twice', '2026-10-06T02:00:00.000Z', 5n));
    const second = await stage.store.snapshots.putSnapshot(costOf('twice', '2026-10-06T02:00:00.000Z', 5n));
    expect(second).toEqual(first);
    const blobs = [];
    const prefix = `snapshots/cost.effective/${DAY}/twice/`;
    for await (const blob of stage.container('purser-snapshots').listBlobsFlat({ prefix })) blobs.push(blob);
    expect(blobs.map((blob) => blob.name)).toEqual([first.reading?.blob]);
  });

  it('takes the place of an earlier one, and never of a later one', async () => {
    await stage.store.snapshots.putSnapshot(costOf('order', '2026-10-07T02:00:00.000Z', 2n));
    await stage.store.snapshots.putSnapshot(costOf('order', '2026-10-06T02:00:00.000Z', 1n));
    expect(await currentAmount('order')).toBe(2n);
    await stage.store.snapshots.putSnapshot(costOf('order', '2026-10-08T02:00:00Z', 3n));
    expect(await currentAmount('order')).toBe(3n);
  });

  it('that was damaged is refused by name, and so is one whose blob is gone', async () => {
    const row = await stage.store.snapshots.putSnapshot(costOf('damaged', '2026-10-06T02:00:00.000Z', 5n));
    const effective = { ...row, source: 'cost.effective' } as const;
    const blob = stage.container('purser-snapshots').getBlockBlobClient(row.reading?.blob ?? '');
    const whole = await blob.downloadToBuffer();
    await blob.upload(whole.subarray(0, whole.length - 9), whole.length - 9);
    await expect(stage.store.snapshots.loadSnapshot(effective)).rejects.toThrow(/damaged on|of damaged/);
    const other = await stage.store.snapshots.putSnapshot(costOf('other', '2026-10-06T02:00:00.000Z', 6n));
    const foreign = await stage
      .container('purser-snapshots')
      .getBlobClient(other.reading?.blob ?? '')
      .downloadToBuffer();
    await blob.upload(foreign, foreign.length);
    await expect(stage.store.snapshots.loadSnapshot(effective)).rejects.toThrow(/does not match its hash/);
    await blob.delete();
    await expect(stage.store.snapshots.loadSnapshot(effective)).rejects.toThrow(StoreError);
    await expect(stage.store.snapshots.loadSnapshot(effective)).rejects.toThrow(/is gone/);
  });
});

describe('a problem', () => {
  it('is noted where nothing was ever read', async () => {
    await stage.store.snapshots.putProblem(
      'cost.effective',
      'never',
      DAY,
      problemAt('2026-10-06T02:00:00.000Z'),
    );
    expect(await rowOf('cost.effective', 'never')).toEqual({
      source: 'cost.effective',
      scope: 'never',
      day: DAY,
      reading: undefined,
      problem: problemAt('2026-10-06T02:00:00.000Z'),
    });
  });

  it('does not erase a good reading, and a good reading clears it', async () => {
    await stage.store.snapshots.putSnapshot(costOf('both', '2026-10-06T02:00:00.000Z', 7n));
    await stage.store.snapshots.putProblem(
      'cost.effective',
      'both',
      DAY,
      problemAt('2026-10-07T02:00:00.000Z'),
    );
    expect(await currentAmount('both')).toBe(7n);
    expect((await rowOf('cost.effective', 'both'))?.problem?.message).toContain('429');
    await stage.store.snapshots.putSnapshot(costOf('both', '2026-10-08T02:00:00.000Z', 8n));
    expect(await rowOf('cost.effective', 'both')).toMatchObject({ problem: undefined });
    expect(await currentAmount('both')).toBe(8n);
  });

  it('of any length is kept whole', async () => {
    const message = `${'\u{1f600}\n'.repeat(20_000)}end`;
    const problem = { at: '2026-10-06T02:00:00.000Z', message, remedy: 'Wait.' };
    await stage.store.snapshots.putProblem('policy', 'long', DAY, problem);
    const kept = (await rowOf('policy', 'long'))?.problem;
    expect(kept?.message === message, `${kept?.message.length} characters`).toBe(true);
  });

  it('and readings come to the same in whatever order, and at whatever moment, they are kept', async () => {
    const hours = fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 2, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(hours, fc.func(fc.boolean()), async (order, isProblem) => {
        const scope = crypto.randomUUID();
        const at = (hour: number): string => `2026-10-06T${String(hour).padStart(2, '0')}:00:00.000Z`;
        await Promise.all(
          order.map((hour) =>
            isProblem(hour)
              ? stage.store.snapshots.putProblem('cost.effective', scope, DAY, problemAt(at(hour)))
              : stage.store.snapshots.putSnapshot(costOf(scope, at(hour), BigInt(hour))),
          ),
        );
        const lastReading = order.filter((hour) => !isProblem(hour)).sort((a, b) => b - a)[0];
        const lastProblem = order.filter((hour) => isProblem(hour)).sort((a, b) => b - a)[0];
        const row = await rowOf('cost.effective', scope);
        expect(row?.reading?.asOf).toBe(lastReading === undefined ? undefined : at(lastReading));
        const problem =
          lastProblem !== undefined && lastProblem > (lastReading ?? -1) ? lastProblem : undefined;
        expect(row?.problem?.at).toBe(problem === undefined ? undefined : at(problem));
      }),
      { numRuns: 20 },
    );
  });
});

describe('listing', () => {
  it('gives the days asked for, both ends included, across months, by day and then scope', async () => {
    const days: Day[] = ['2025-12-30', '2025-12-31', '2026-01-01', '2026-01-02', '2026-02-28', '2026-03-01'];
    for (const day of days.toReversed()) {
      for (const scope of ['b', 'a']) {
        await stage.store.snapshots.putSnapshot(costOf(scope, '2026-03-02T00:00:00.000Z', 1n, day));
      }
    }
    const rows = await stage.store.snapshots.listRows('cost.effective', '2025-12-31', '2026-02-28');
    expect(rows.map(({ day, scope }) => `${day} ${scope}`)).toEqual([
      '2025-12-31 a',
      '2025-12-31 b',
      '2026-01-01 a',
      '2026-01-01 b',
      '2026-01-02 a',
      '2026-01-02 b',
      '2026-02-28 a',
      '2026-02-28 b',
    ]);
    expect(await stage.store.snapshots.listRows('cost.billed', '2025-12-31', '2026-02-28')).toEqual([]);
    expect(await stage.store.snapshots.listRows('cost.effective', '2026-02-28', '2025-12-31')).toEqual([]);
  });

  it('follows the pages of a long month', async () => {
    const scopes = Array.from({ length: 1100 }, (_, index) => `page-${index}`);
    const at = '2024-02-02T00:00:00.000Z';
    for (let from = 0; from < scopes.length; from += 100) {
      await Promise.all(
        scopes
          .slice(from, from + 100)
          .map((scope) => stage.store.snapshots.putProblem('defender', scope, '2024-02-01', problemAt(at))),
      );
    }
    const rows = await stage.store.snapshots.listRows('defender', '2024-02-01', '2024-02-29');
    expect(rows.map((row) => row.scope)).toEqual(scopes.sort());
  });
});

describe('a scope with a hostile name', () => {
  const names = [
    '/subscriptions/a/resourcegroups/b/providers/microsoft.containerservice/managedclusters/c',
    '../../closed/chargeback/2026-10',
    '..',
    '.',
    'a/../b',
    'a\\b#c?d%2e%2fe',
    "' or 1 eq 1 or '",
    'tab\tnewline\nnull\u0000',
    'x'.repeat(3000),
    `${'x'.repeat(3000)}y`,
    'é\u{1f600}',
    '\ud800 alone',
    '\ud801 alone',
    'A',
    'a',
    '~61',
    '|',
    ' ',
  ];

  it('is kept apart from every other, and its name comes back unchanged', async () => {
    const day: Day = '2026-09-09';
    for (const [index, scope] of names.entries()) {
      const wellFormed = scope.toWellFormed();
      const snapshot = costOf(scope, '2026-10-06T02:00:00.000Z', BigInt(index), day);
      const row = await stage.store.snapshots.putSnapshot(snapshot);
      const loaded = await stage.store.snapshots.loadSnapshot({ ...row, source: 'cost.effective' });
      expect(loaded.data[0]?.amount, JSON.stringify(wellFormed.slice(0, 50))).toBe(BigInt(index));
    }
    const rows = await stage.store.snapshots.listRows('cost.effective', day, day);
    const kept = rows.map((row) => row.scope.toWellFormed());
    expect(kept.sort()).toEqual(names.map((name) => name.toWellFormed()).sort());
  });
});
