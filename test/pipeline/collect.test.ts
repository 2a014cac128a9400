import { describe, expect, it } from 'vitest';
import { SourceError, type SourceFailure } from '../../shared/model/errors.ts';
import type { CollectTask } from '../../shared/model/tasks.ts';
import { parsePeriod } from '../../shared/model/time.ts';
import { collectOrWait, MOST_WAITS } from '../../shared/pipeline/collect.ts';
import { buildReport } from '../../shared/pipeline/report.ts';
import { renderReport } from '../../shared/render/render.ts';
import type { Notice } from '../../shared/reports/notice.ts';
import type { Sources } from '../../shared/sources/source.ts';
import { collectEverything, makeApp, makeSources, PROD, SUBSCRIPTION } from './estate.ts';

const WINDOW = { from: '2026-11-01', to: '2026-11-10' } as const;
const NOW = '2026-11-10T12:00:00Z';

function failWith(source: string, failure: SourceFailure, retryAfterSeconds?: number) {
  const options = { retryAfterSeconds };
  return () =>
    Promise.reject(
      new SourceError({ source, scope: 'x' }, failure, `answered ${failure}`, 'Grant Reader.', options),
    );
}

async function missingOf(app: ReturnType<typeof makeApp>): Promise<string[]> {
  const report = await buildReport(app, 'chargeback', parsePeriod('2026-11'));
  return report.coverage.entries
    .filter((entry) => entry.missing.length > 0)
    .map((entry) => `${entry.source} ${entry.name} ${entry.missing.length}`);
}

describe('collecting', () => {
  it('reads the inventory first, then every source for every scope and closed day', async () => {
    const told = await collectEverything(makeApp(makeSources(), NOW), WINDOW);
    expect(told[0]).toBe('inventory estate 2026-11-01..2026-11-10');
    expect(told).toContain(`cost ${SUBSCRIPTION} 2026-11-01..2026-11-09`);
    expect(told.filter((task) => task.startsWith('allocation'))).toHaveLength(18);
    expect(told.filter((task) => /^(kubernetes|policy|defender)/.test(task))).toEqual([
      'kubernetes aks-prod 2026-11-10..2026-11-10',
      'kubernetes aks-test 2026-11-10..2026-11-10',
      `policy ${SUBSCRIPTION} 2026-11-10..2026-11-10`,
      `defender ${SUBSCRIPTION} 2026-11-10..2026-11-10`,
    ]);
  });

  it('asks for nothing a second time while it is fresh', async () => {
    const app = makeApp(makeSources(), NOW);
    await collectEverything(app, WINDOW);
    app.clock.time = new Date('2026-11-10T13:00:00Z');
    expect(await collectEverything(app, WINDOW)).toEqual(['inventory estate 2026-11-01..2026-11-10']);
  });

  it('reads what is kept again for whoever names its source', async () => {
    const app = makeApp(makeSources(), NOW);
    await collectEverything(app, WINDOW);
    app.clock.time = new Date('2026-11-10T13:00:00Z');
    const bill = await collectEverything(app, { ...WINDOW, source: 'cost' });
    expect(bill.slice(1)).toEqual([`cost ${SUBSCRIPTION} 2026-11-01..2026-11-09`]);
    const allocation = await collectEverything(app, { ...WINDOW, source: 'allocation', cluster: 'aks-prod' });
    expect(allocation.slice(1)).toHaveLength(9);
  });

  it('reads the bill of the trailing days again the next day, because Azure still changes it', async () => {
    const app = makeApp(makeSources(), NOW);
    await collectEverything(app, WINDOW);
    app.clock.time = new Date('2026-11-11T12:00:00Z');
    const told = await collectEverything(app, { from: '2026-11-01', to: '2026-11-11' });
    expect(told).toContain(`cost ${SUBSCRIPTION} 2026-11-01..2026-11-10`);
    expect(told.filter((task) => task.startsWith('allocation'))).toHaveLength(2);
  });

  it('takes a recent day without rows as not published yet, never as free of cost', async () => {
    const readCost = makeSources().readCost;
    const late = makeSources({
      readCost: async (id, metric, from, to) =>
        (await readCost(id, metric, from, to)).filter((row) => row.day < '2026-11-09'),
    });
    const app = makeApp(late, NOW);
    await collectEverything(app, WINDOW);
    expect(await missingOf(app)).toEqual(['cost.billed Production 1', 'cost.effective Production 1']);
  });
});

describe('a source that fails', () => {
  it.each<SourceFailure>(['unauthorized', 'forbidden', 'notFound', 'malformed'])(
    'with %s is not tried again, costs no other source its data, and shows in the coverage',
    async (failure) => {
      const app = makeApp(makeSources({ readAllocation: failWith('allocation', failure) }), NOW);
      const told = await collectEverything(app, WINDOW);
      expect(told.filter((task) => task.includes('FAILED'))).toEqual([]);
      expect(await missingOf(app)).toEqual(['allocation aks-prod 9', 'allocation aks-test 9']);
      const report = await buildReport(app, 'chargeback', parsePeriod('2026-11'));
      expect(report.coverage.entries.find((entry) => entry.scope === PROD.id)?.problem).toMatchObject({
        remedy: 'Grant Reader.',
      });
      expect(report).toMatchObject({
        statements: [{ total: { amount: '180.00' }, teams: [{ team: 'unowned', amount: '180.00' }] }],
      });
    },
  );

  it.each<SourceFailure>(['throttled', 'unavailable', 'timeout'])(
    'with %s is left to the queue to try again',
    async (failure) => {
      const told = await collectEverything(
        makeApp(makeSources({ readDefender: failWith('defender', failure) }), NOW),
        WINDOW,
      );
      expect(told.filter((task) => task.includes('FAILED'))).toEqual([
        `defender ${SUBSCRIPTION} 2026-11-10..2026-11-10 FAILED defender (x): answered ${failure}`,
      ]);
    },
  );

  it('that asks to wait is put back for as long, and fails only after many waits', async () => {
    const app = makeApp(makeSources({ readDefender: failWith('defender', 'throttled', 90) }), NOW);
    const task = {
      source: 'defender',
      scope: SUBSCRIPTION,
      from: '2026-11-10',
      to: '2026-11-10',
      run: 'r',
    } as const;
    const later: [number | undefined, number][] = [];
    const putBack = async (again: CollectTask, seconds: number): Promise<void> => {
      later.push([again.attempt, seconds]);
    };
    expect(await collectOrWait(app, task, putBack)).toEqual([]);
    expect(await collectOrWait(app, { ...task, attempt: 2 }, putBack)).toEqual([]);
    expect(later).toEqual([
      [2, 90],
      [3, 90],
    ]);
    await expect(collectOrWait(app, { ...task, attempt: MOST_WAITS }, putBack)).rejects.toThrow('throttled');
  });

  it('loses nothing that was read before', async () => {
    const app = makeApp(makeSources(), NOW);
    await collectEverything(app, WINDOW);
    const broken = { ...app, sources: makeSources({ readCost: failWith('cost', 'forbidden') }) };
    app.clock.time = new Date('2026-11-11T12:00:00Z');
    await collectEverything(broken, { from: '2026-11-01', to: '2026-11-10' });
    expect(await missingOf(app)).toEqual(['cost.billed Production 1', 'cost.effective Production 1']);
  });

  it('that is the inventory still lets everything known be read', async () => {
    const app = makeApp(makeSources(), NOW);
    await collectEverything(app, WINDOW);
    const broken = { ...app, sources: makeSources({ readInventory: failWith('inventory', 'forbidden') }) };
    app.clock.time = new Date('2026-11-11T12:00:00Z');
    const told = await collectEverything(broken, { from: '2026-11-10', to: '2026-11-11' });
    expect(told).toContain('allocation aks-prod 2026-11-10..2026-11-10');
    expect(told).toContain('kubernetes aks-prod 2026-11-11..2026-11-11');
  });
});

describe('charging what was collected', () => {
  it('says when the tags of the resources were never read, because then nobody knows whose a disk is', async () => {
    const noticesOf = async (readResources: Sources['readResources']): Promise<readonly Notice[]> => {
      const app = makeApp(makeSources({ readResources }), NOW);
      await collectEverything(app, WINDOW);
      return (await buildReport(app, 'chargeback', parsePeriod('2026-11'))).notices;
    };
    const untagged: Notice = { kind: 'untagged', subscriptions: ['Production'] };
    expect(await noticesOf(failWith('resources', 'forbidden'))).toContainEqual(untagged);
    expect(await noticesOf(async () => [])).not.toContainEqual(untagged);
  });

  it('divides the bill by the allocation of the same day, by the labels of the day', async () => {
    const app = makeApp(makeSources(), NOW);
    await collectEverything(app, WINDOW);
    const report = await buildReport(app, 'chargeback', parsePeriod('2026-11'));
    expect(report).toMatchObject({
      state: 'provisional',
      statements: [
        {
          currency: 'EUR',
          total: { amount: '180.00' },
          teams: [
            { team: 'shop', amount: '135.00' },
            { team: 'pay', amount: '45.00' },
          ],
          reconciliation: { difference: { exact: '0' }, inPools: { amount: '180.00' } },
        },
      ],
    });
  });

  it('makes an empty statement on the first day of a month, and never calls that complete', async () => {
    const app = makeApp(makeSources(), '2026-11-01T08:00:00Z');
    await collectEverything(app, { from: '2026-10-01', to: '2026-11-01' });
    const report = await buildReport(app, 'chargeback', parsePeriod('2026-11'));
    expect(report).toMatchObject({ statements: [], coverage: { complete: false, entries: [] } });
    for (const format of ['html', 'text', 'csv', 'xlsx', 'card'] as const) {
      expect((await renderReport(report, format, { locale: 'en' })).body.byteLength).toBeGreaterThan(0);
    }
    await expect(renderReport(report, 'journal', { locale: 'en' })).rejects.toThrow(/held back/);
  });

  it('is the same report when the same facts are read again', async () => {
    const app = makeApp(makeSources(), NOW);
    await collectEverything(app, WINDOW);
    const first = await buildReport(app, 'chargeback', parsePeriod('2026-11'));
    expect(await buildReport(app, 'chargeback', parsePeriod('2026-11'))).toEqual(first);
  });
});
