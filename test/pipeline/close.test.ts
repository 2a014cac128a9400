import { beforeEach, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../shared/model/canonical.ts';
import type { Day } from '../../shared/model/time.ts';
import { findReport } from '../../shared/pipeline/answer.ts';
import { addressReport } from '../../shared/pipeline/audiences.ts';
import { type ClosingRequest, closeMonth } from '../../shared/pipeline/close.ts';
import { keepReport } from '../../shared/pipeline/publish.ts';
import { reopenMonth } from '../../shared/pipeline/reopen.ts';
import { hashReport } from '../../shared/reports/identity.ts';
import { tellNotices } from '../reports/told.ts';
import { Months, totalsOf } from './months.ts';

const MONTH = '2026-02';
const ASK: ClosingRequest = { by: 'Ada', accept: [], reason: '' };
let months: Months;

/** A month of which everything was read. */
beforeEach(async () => {
  months = new Months('2026-03-05T12:00:00Z', { materiality: 0, lookBackMonths: 3 });
  await months.found('2026-02-01');
  for (let date = 1; date <= 28; date++) {
    const day = `2026-02-${String(date).padStart(2, '0')}` as Day;
    await months.bill(day, 'prod', '10');
    await months.use(day, 'prod', { cart: '3', ledger: '1' });
  }
});

const close = (request: Partial<ClosingRequest> = {}, month = MONTH) =>
  closeMonth(months.app, month, { ...ASK, ...request }, 'run');
const reopen = (reason = 'a credit came late') =>
  reopenMonth(months.app, MONTH, { by: 'Bob', reason }, 'run');
const store = () => months.app.store.reports;

/** Bills a cluster for a day of which no allocation was read. */
async function openGap(): Promise<void> {
  await months.bill('2026-02-07', 'test', '10');
}

describe('closing a month', () => {
  it('freezes the statement and every team’s part of it, with who closed it and when', async () => {
    const closed = await close();
    expect(closed).toMatchObject({
      state: 'closed',
      life: { closing: { revision: 1, at: '2026-03-05T12:00:00.000Z', by: 'Ada', accepted: [] } },
    });
    expect(await store().getLatest('chargeback', MONTH, 'organisation')).toEqual(closed);
    const rows = await store().listReports();
    expect(rows.map(({ audience, state, revision }) => `${audience} ${state} ${revision}`)).toEqual([
      'organisation closed 1',
      'team:pay closed 1',
      'team:shop closed 1',
    ]);
    expect(await months.build(MONTH)).toEqual(closed);
  });

  it('is refused for a month that is not over, and says from when on and how', async () => {
    await expect(close({}, '2026-03')).rejects.toMatchObject({
      kind: 'conflict',
      message: '2026-03 is not over, so it cannot be closed.',
      remedy: 'Close it after 2026-03-31: npm run purser -- close --period 2026-03',
    });
  });

  it('is refused a second time, and says how to open it again', async () => {
    await close();
    await expect(close()).rejects.toMatchObject({
      kind: 'conflict',
      message: '2026-02 is closed already, as revision 1.',
      remedy: expect.stringContaining('npm run purser -- reopen --period 2026-02 --reason "…"'),
    });
  });

  it('is refused over a gap, unless that is accepted with a reason, which the statement shows', async () => {
    await openGap();
    await expect(close()).rejects.toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('coverage: Not everything was read. Missing: Allocation of aks-test'),
      remedy: expect.stringContaining('close --period 2026-02 --accept coverage --reason "…"'),
    });
    await expect(close({ accept: ['coverage'] })).rejects.toThrow(/nobody says why/);
    const closed = await close({ accept: ['coverage', 'billRatio'], reason: 'the cluster is gone' });
    expect(closed.life?.closing).toMatchObject({ accepted: ['coverage'], reason: 'the cluster is gone' });
    expect(tellNotices(closed)[0]).toBe(
      'Closed on Mar 5, 2026, 12:00 PM UTC by Ada over coverage, because: the cluster is gone.',
    );
  });

  it('is refused while the gate holds it, unless its reasons are accepted', async () => {
    months.own('cart', 'shop');
    for (let date = 1; date <= 28; date++) {
      const day = `2026-02-${String(date).padStart(2, '0')}` as Day;
      await months.use(day, 'prod', { cart: '300' });
    }
    await expect(close()).rejects.toThrow(
      /billRatio: The allocation’s own estimate is 30 times \(aks-prod\)/,
    );
    expect((await close({ accept: ['billRatio'], reason: 'new prices' })).state).toBe('closed');
  });

  it('leaves one of two who close at once with a statement, and tells the other', async () => {
    const outcomes = await Promise.allSettled([close({ by: 'Ada' }), close({ by: 'Bob' })]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(lost?.reason).toMatchObject({ name: 'RequestError', kind: 'conflict' });
  });
});

describe('opening a month again', () => {
  it('is refused for one that was never closed or is open, with what to do', async () => {
    await expect(reopen()).rejects.toMatchObject({
      kind: 'conflict',
      message: expect.stringMatching(/never closed/),
    });
    await close();
    await reopen();
    months.app.clock.time = new Date('2026-03-06T12:00:00Z');
    await expect(reopen()).rejects.toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('Bob opened revision 1 again at 2026-03-05'),
    });
  });

  it('makes it provisional, says so with the reason, and keeps the closed revision', async () => {
    const first = await close();
    await reopen();
    await months.bill('2026-02-03', 'prod', '110');
    const open = await months.build(MONTH);
    expect(open.state).toBe('provisional');
    expect(tellNotices(open)[0]).toBe(
      `Revision 1 (data ${hashReport(first).slice(0, 12)}) was opened again on Mar 5, 2026, 12:00 PM UTC by Bob, because: a credit came late. It stays readable; this takes its place when it is closed.`,
    );
    expect(totalsOf(open).get('EUR')).toBe(380n * 10n ** 28n);
    await keepReport(months.app, open);
    expect(canonicalJson(await store().getRevision('chargeback', MONTH, 'organisation', 1))).toBe(
      canonicalJson(first),
    );
    expect(await findReport(months.app, { kind: 'chargeback', period: MONTH })).toEqual(open);
  });

  it('lets it be closed as the next revision, which names the one before and goes out as new data', async () => {
    const first = await close();
    await reopen();
    await months.bill('2026-02-03', 'prod', '110');
    const second = await close({ by: 'Cleo' });
    expect(second.life).toMatchObject({
      closing: { revision: 2, by: 'Cleo' },
      reopened: { revision: 1, hash: hashReport(first), by: 'Bob', reason: 'a credit came late' },
    });
    expect(tellNotices(second).slice(0, 2)).toEqual([
      `This is revision 2. Revision 1 (data ${hashReport(first).slice(0, 12)}) was opened again on Mar 5, 2026, 12:00 PM UTC by Bob, because: a credit came late.`,
      'Closed on Mar 5, 2026, 12:00 PM UTC by Cleo.',
    ]);
    expect(await months.build(MONTH)).toEqual(second);
    const hashes = [first, second].map((report) =>
      addressReport(months.app.config, report, []).map((each) => hashReport(each.report)),
    );
    expect(new Set(hashes.flat()).size).toBe(6);
    expect((await store().listReports()).map(({ audience, revision }) => `${audience} ${revision}`)).toEqual([
      'organisation 2',
      'team:pay 2',
      'team:shop 2',
    ]);
  });

  it('is answered from the data of the moment, though the closed one was read just before', async () => {
    await close();
    const ask = () => findReport(months.app, { kind: 'chargeback', period: MONTH });
    expect((await ask()).state).toBe('closed');
    await reopen();
    expect((await ask()).state).toBe('provisional');
    await close();
    expect((await ask()).state).toBe('closed');
  });
});
