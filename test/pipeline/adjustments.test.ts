import { beforeEach, describe, expect, it } from 'vitest';
import { OBSTACLES } from '../../shared/closing/life.ts';
import type { SnapshotRow } from '../../shared/model/reading.ts';
import { closeMonth } from '../../shared/pipeline/close.ts';
import { reopenMonth } from '../../shared/pipeline/reopen.ts';
import { sliceReport } from '../../shared/reports/slice.ts';
import type { SnapshotStore } from '../../shared/store/store.ts';
import { tellNotices } from '../reports/told.ts';
import { adjustmentsOf, Months, totalsOf } from './months.ts';

const request = { by: 'Ada', accept: OBSTACLES, reason: 'it is a test' };
let months: Months;

/** January and February billed 100 each on their first day, three quarters of it used by the shop; January closed. */
async function begin(materiality = 0): Promise<void> {
  months = new Months('2026-03-05T12:00:00Z', { materiality, lookBackMonths: 3 });
  await months.found('2026-01-01');
  for (const day of ['2026-01-01', '2026-02-01', '2026-03-01'] as const) {
    await months.bill(day, 'prod', '100');
    await months.use(day, 'prod', { cart: '3', ledger: '1' });
  }
  await close('2026-01');
}

beforeEach(() => begin());
const close = (month: string) => closeMonth(months.app, month, request, 'run');
const reopen = (month: string) => reopenMonth(months.app, month, request, 'run');
const adjustments = async (month: string) => adjustmentsOf(await months.build(month));

/** Tells which readings are loaded: a month that is computed again needs all of its own. */
function watchLoads(): string[] {
  const loaded: string[] = [];
  const { snapshots } = months.app.store;
  const loadSnapshot: SnapshotStore['loadSnapshot'] = (row) => {
    loaded.push(`${row.source} ${row.day}`);
    return snapshots.loadSnapshot(row);
  };
  const store = { ...months.app.store, snapshots: { ...snapshots, loadSnapshot } };
  months.app = { ...months.app, store };
  return loaded;
}

describe('what changes after a month was closed', () => {
  it('is booked in the next open month, by team, with its origin and reason, and ties out', async () => {
    await months.bill('2026-01-01', 'prod', '108');
    const report = await months.build('2026-02');
    expect(adjustmentsOf(report)).toEqual([
      '2026-01 pay compute 2 EUR (restatement): Azure changed the bill of 2026-01',
      '2026-01 shop compute 6 EUR (restatement): Azure changed the bill of 2026-01',
    ]);
    expect(report.statements[0]).toMatchObject({
      total: { amount: '108.00' },
      teams: [
        { team: 'shop', adjustment: '6.00', amount: '81.00' },
        { team: 'pay', adjustment: '2.00', amount: '27.00' },
      ],
      reconciliation: {
        inPools: { amount: '100.00' },
        adjustments: { amount: '8.00', exact: '8' },
        charged: { amount: '108.00', exact: '108' },
        difference: { exact: '0' },
      },
    });
    expect(report.method.map(({ rule }) => rule)).toContain('restatement');
  });

  it('is booked in one open month only, though there are several', async () => {
    await months.bill('2026-01-01', 'prod', '108');
    expect(await adjustments('2026-03')).toEqual([]);
    await close('2026-02');
    expect(await adjustments('2026-03')).toEqual([]);
    await months.bill('2026-01-01', 'prod', '104');
    expect(await adjustments('2026-03')).toEqual([
      '2026-01 pay compute -1 EUR (restatement): Azure changed the bill of 2026-01',
      '2026-01 shop compute -3 EUR (restatement): Azure changed the bill of 2026-01',
    ]);
  });

  it('is an undated correction of ownership, too; a dated one leaves the closed month alone', async () => {
    months.own('ledger', 'plat', '2026-02-01');
    expect(await adjustments('2026-02')).toEqual([]);
    months.own('ledger', 'plat');
    expect(await adjustments('2026-02')).toEqual([
      '2026-01 pay compute -25 EUR (reassignment): corrected ownership or allocation of 2026-01',
      '2026-01 plat compute 25 EUR (reassignment): corrected ownership or allocation of 2026-01',
    ]);
  });

  it('is computed by the rules of distribution that the month was closed by', async () => {
    await months.bill('2026-01-01', 'prod', '40', 'network');
    const before = await adjustments('2026-02');
    const { cost } = months.app.config;
    months.configure({
      cost: { ...cost, weights: { cpuCoreHour: 1, ramGibHour: 1, gpuHour: 1 }, outside: 'charge' },
    });
    expect(await adjustments('2026-02')).toEqual(before);
  });

  it('is a day of the bill that arrived late', async () => {
    await months.bill('2026-01-31', 'test', '7');
    expect(await adjustments('2026-02')).toEqual([
      '2026-01 unowned compute 7 EUR (restatement): Azure changed the bill of 2026-01',
    ]);
  });

  it('is looked for only as far back as is configured', async () => {
    await close('2026-02');
    await months.bill('2026-01-01', 'prod', '108');
    const { cost } = months.app.config;
    months.configure({ cost: { ...cost, closing: { materiality: 0, lookBackMonths: 1 } } });
    expect(await adjustments('2026-03')).toEqual([]);
  });

  it('shows to a team what is corrected of its own, and nothing of another’s', async () => {
    await months.bill('2026-01-01', 'prod', '108');
    const slice = sliceReport(await months.build('2026-02'), 'pay');
    if (slice?.kind !== 'chargeback') throw new Error('payments has no statement');
    expect(adjustmentsOf(slice)).toEqual([
      '2026-01 pay compute 2 EUR (restatement): Azure changed the bill of 2026-01',
    ]);
    expect(JSON.stringify(slice)).not.toContain('shop');
  });
});

describe('a closed month of which nothing changed', () => {
  it('is not computed again', async () => {
    const loaded = watchLoads();
    expect(await adjustments('2026-02')).toEqual([]);
    expect(loaded).toContain('cost.effective 2026-02-01');
    expect(loaded).not.toContain('cost.effective 2026-01-01');
    await months.bill('2026-01-02', 'prod', '1');
    await months.build('2026-02');
    expect(loaded).toContain('cost.effective 2026-01-01');
  });

  it('is not computed again either once its correction is booked', async () => {
    await months.bill('2026-01-02', 'prod', '1');
    await close('2026-02');
    const loaded = watchLoads();
    expect(await adjustments('2026-03')).toEqual([]);
    expect(loaded).toContain('cost.effective 2026-03-01');
    expect(loaded).not.toContain('cost.effective 2026-01-01');
  });
});

describe('a correction below the threshold', () => {
  beforeEach(() => begin(5));

  it('waits, visibly, and is booked when it has grown enough', async () => {
    await months.bill('2026-01-01', 'prod', '108');
    const report = await months.build('2026-02');
    expect(adjustmentsOf(report)).toEqual([
      '2026-01 shop compute 6 EUR (restatement): Azure changed the bill of 2026-01',
    ]);
    expect(report.life?.corrections).toMatchObject([
      { origin: '2026-01', waiting: [{ team: 'pay', currency: 'EUR', exact: '2' }] },
    ]);
    expect(tellNotices(report)).toContain(
      'Corrections of January 2026 for one team, together 2 EUR, are below the threshold and wait.',
    );
    await close('2026-02');
    await months.bill('2026-01-01', 'prod', '120');
    expect(await adjustments('2026-03')).toEqual([
      '2026-01 pay compute 5 EUR (restatement): Azure changed the bill of 2026-01',
      '2026-01 shop compute 9 EUR (restatement): Azure changed the bill of 2026-01',
    ]);
  });

  it('is shown to the team that it is about and to no other', async () => {
    await months.bill('2026-01-01', 'prod', '104');
    const report = await months.build('2026-02');
    const waitingOf = (team: string) => {
      const slice = sliceReport(report, team);
      return slice?.kind === 'chargeback' ? slice.life?.corrections[0]?.waiting : undefined;
    };
    expect(waitingOf('pay')).toEqual([{ team: 'pay', currency: 'EUR', exact: '1' }]);
    expect(waitingOf('shop')).toEqual([{ team: 'shop', currency: 'EUR', exact: '3' }]);
    const slice = sliceReport(report, 'pay');
    expect(slice && tellNotices(slice)).toContain(
      'Corrections of January 2026 for one team, together 1 EUR, are below the threshold and wait.',
    );
  });
});

describe('a month that was opened again', () => {
  it('carries its changes itself; what a later month had booked for it is taken back', async () => {
    await months.bill('2026-01-01', 'prod', '108');
    await close('2026-02');
    await reopen('2026-01');
    expect(totalsOf(await months.build('2026-01')).get('EUR')).toBe(108n * 10n ** 28n);
    const reason = '2026-01 was opened again and carries its changes itself';
    expect(await adjustments('2026-03')).toEqual([
      `2026-01 pay compute -2 EUR (reopening): ${reason}`,
      `2026-01 shop compute -6 EUR (reopening): ${reason}`,
    ]);
    months.app.clock.time = new Date('2026-03-06T12:00:00Z');
    await close('2026-01');
    const closed = '2026-01 was closed again as revision 2, which carries its changes itself';
    expect(await adjustments('2026-03')).toEqual([
      `2026-01 pay compute -2 EUR (reopening): ${closed}`,
      `2026-01 shop compute -6 EUR (reopening): ${closed}`,
    ]);
  });
});

describe('a closed month whose readings are gone', () => {
  /** A store that has lost what it should have for January. */
  function lose(change: Partial<SnapshotStore>): void {
    const { snapshots } = months.app.store;
    months.app = {
      ...months.app,
      store: { ...months.app.store, snapshots: { ...snapshots, ...change } },
    };
  }

  it('is told of, and not taken for a refund', async () => {
    const { snapshots } = months.app.store;
    months.own('ledger', 'plat');
    lose({
      listRows: async (source, from, to) =>
        (await snapshots.listRows(source, from, to)).filter(
          (row: SnapshotRow) => row.source === 'inventory' || row.day >= '2026-02-01',
        ),
    });
    const report = await months.build('2026-02');
    expect(adjustmentsOf(report)).toEqual([]);
    expect(tellNotices(report).join()).toMatch(
      /Corrections of January 2026 are not known. Readings of .* are kept no longer. Nothing is booked for it./,
    );
  });

  it('is told of when only their content is gone', async () => {
    const { snapshots } = months.app.store;
    await months.bill('2026-01-02', 'prod', '9');
    lose({
      loadSnapshot: (row) =>
        snapshots.loadSnapshot(
          row.day === '2026-01-02' && row.reading
            ? { ...row, reading: { ...row.reading, blob: 'gone' } }
            : row,
        ),
    });
    const report = await months.build('2026-02');
    expect(adjustmentsOf(report)).toEqual([]);
    expect(tellNotices(report).join()).toContain(
      'Corrections of January 2026 are not known. The cost.effective of',
    );
  });
});
