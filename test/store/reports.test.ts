import { TableClient } from '@azure/data-tables';
import { describe, expect, it } from 'vitest';
import type { Closing, GateReason, Reopening } from '../../shared/closing/life.ts';
import { UNTOUCHED } from '../../shared/closing/statement.ts';
import { RequestError, StoreError } from '../../shared/model/errors.ts';
import type { ChargebackReport } from '../../shared/reports/chargebackReport.ts';
import { hashReport } from '../../shared/reports/identity.ts';
import { toRemark } from '../../shared/reports/notice.ts';
import { createMemoryStore } from '../../shared/store/memory.ts';
import { createReportStore } from '../../shared/store/reports.ts';
import type { ReportStore } from '../../shared/store/store.ts';
import { useStore } from './store.ts';

const stage = useStore();

function reportOf(period: string, notice: string, parts: Partial<ChargebackReport> = {}): ChargebackReport {
  return {
    schemaVersion: 3,
    kind: 'chargeback',
    organisation: 'Contoso',
    period: { id: period, from: `${period}-01` as '2026-10-01', to: '2026-10-31', timeZone: 'UTC' },
    audience: 'organisation',
    audienceName: 'Contoso',
    state: 'provisional',
    asOf: '2026-11-01T02:00:00.000Z',
    coverage: { complete: true, entries: [] },
    notices: [toRemark(notice)],
    link: undefined,
    statements: [],
    method: [{ rule: 'proportional', text: 'In proportion to cost.' }],
    comparisons: [],
    parameters: undefined,
    inputs: undefined,
    accounting: { clearingCostCenter: 'CC', clearingGlAccount: '6499' },
    ...parts,
  };
}

function closedOf(period: string, notice: string, revision: number, parts: Partial<ChargebackReport> = {}) {
  const closing: Closing = {
    ...{ revision, at: at(2), by: 'Ada', reason: '', accepted: [], basis: 'b' },
  };
  return reportOf(period, notice, { state: 'closed', life: { ...UNTOUCHED, closing }, ...parts });
}

function reopeningOf(report: ChargebackReport, revision: number): Reopening {
  return { at: at(6), by: 'Ada', reason: 'the credit came late', revision, hash: hashReport(report) };
}

function at(hour: number): string {
  return `2026-11-02T${String(hour).padStart(2, '0')}:00:00.000Z`;
}

const HELD: GateReason = {
  name: 'unownedShare',
  figures: {
    kind: 'unownedShare',
    currencies: [{ currency: 'EUR', percent: '60.0' }],
    allowedPercent: '50',
  },
};

describe('a provisional report', () => {
  it('is found as the latest and by the hash of its data, and listed', async () => {
    const { reports } = stage.store;
    const report = reportOf('2026-01', 'first');
    const row = await reports.putReport(report, at(1));
    expect(row).toEqual({
      kind: 'chargeback',
      period: '2026-01',
      audience: 'organisation',
      state: 'provisional',
      revision: 0,
      held: [],
      hash: hashReport(report),
      builtAt: at(1),
    });
    expect(await reports.getLatest('chargeback', '2026-01', 'organisation')).toEqual(report);
    expect(await reports.getReport('chargeback', '2026-01', row.hash)).toEqual(report);
    expect(await reports.listReports()).toContainEqual(row);
  });

  it('gives way to one built later, also when that was kept before it; both stay readable', async () => {
    const { reports } = stage.store;
    const older = reportOf('2026-02', 'older');
    const newer = reportOf('2026-02', 'newer');
    const listed = await reports.putReport(newer, at(5));
    expect(await reports.putReport(older, at(4))).toEqual(listed);
    expect(await reports.getLatest('chargeback', '2026-02', 'organisation')).toEqual(newer);
    expect(await reports.getReport('chargeback', '2026-02', hashReport(older))).toEqual(older);
  });

  it('that is built again remembers when it first was; other data does not', async () => {
    const { reports } = stage.store;
    const same = reportOf('2026-05', 'same');
    await reports.putReport(same, at(1));
    await reports.putReport(same, at(2));
    expect(await reports.putReport(same, at(3))).toMatchObject({ builtAt: at(3), firstBuiltAt: at(1) });
    expect(await reports.listReports()).toContainEqual(
      expect.objectContaining({ period: '2026-05', firstBuiltAt: at(1) }),
    );
    expect(await reports.putReport(reportOf('2026-05', 'other'), at(4))).not.toHaveProperty('firstBuiltAt');
  });

  it('of one audience is not another audience’s', async () => {
    const { reports } = stage.store;
    await reports.putReport(reportOf('2026-03', 'shop', { audience: 'team:shop' }), at(1));
    expect(await reports.getLatest('chargeback', '2026-03', 'organisation')).toBeUndefined();
    expect(await reports.getLatest('chargeback', '2026-03', 'team:search')).toBeUndefined();
    expect(await reports.getLatest('digest', '2026-03', 'team:shop')).toBeUndefined();
  });

  it('that nobody built is undefined, whatever is asked for', async () => {
    const { reports } = stage.store;
    expect(await reports.getReport('chargeback', '2026-03', '../../closed')).toBeUndefined();
    expect(await reports.getLatest('governance', '../2026', "x' or 1 eq 1 or '")).toBeUndefined();
    expect(await reports.getRevision('chargeback', '2026-03', 'organisation', 1)).toBeUndefined();
    expect(await reports.getStanding('chargeback', '2026-03')).toEqual({
      revision: 0,
      hash: '',
      reopening: undefined,
    });
  });

  it('that the gate holds is listed with the reasons, and its release is kept once', async () => {
    const { reports } = stage.store;
    const held = reportOf('2026-04', 'held', { life: { ...UNTOUCHED, held: [HELD] } });
    const { hash } = await reports.putReport(held, at(1));
    expect(await reports.listReports()).toContainEqual(
      expect.objectContaining({ period: '2026-04', held: ['unownedShare'] }),
    );
    const release = { at: at(3), by: 'Ada', reason: 'it is real', hash, held: ['unownedShare'] as const };
    expect(await reports.getRelease('chargeback', '2026-04', hash)).toBeUndefined();
    expect(await reports.putRelease('chargeback', '2026-04', release)).toEqual(release);
    expect(await reports.putRelease('chargeback', '2026-04', { ...release, by: 'Bob' })).toEqual(release);
    expect(await reports.getRelease('chargeback', '2026-04', hash)).toEqual(release);
    expect(await reports.getRelease('chargeback', '2026-04', '0'.repeat(64))).toBeUndefined();
  });
});

describe('a closed statement', () => {
  const closed = closedOf('2026-10', 'closed', 1);

  it('comes before every provisional one, and is listed as closed', async () => {
    const { reports } = stage.store;
    await reports.putReport(reportOf('2026-10', 'provisional'), at(1));
    const row = await reports.putReport(closed, at(2));
    expect(row).toMatchObject({ state: 'closed', revision: 1, hash: hashReport(closed), builtAt: at(2) });
    expect(await reports.putReport(reportOf('2026-10', 'too late'), at(9))).toEqual(row);
    expect(await reports.getLatest('chargeback', '2026-10', 'organisation')).toEqual(closed);
    expect(await reports.listReports()).toContainEqual(row);
  });

  it('never changes, byte for byte', async () => {
    const { reports } = stage.store;
    const blob = stage
      .container('purser-closed')
      .getBlobClient('closed/chargeback/2026-10/organisation/r1.json');
    const before = await blob.downloadToBuffer();
    const other = closedOf('2026-10', 'restated', 1);
    await expect(reports.putReport(other, at(12))).rejects.toThrow(RequestError);
    await expect(reports.putReport(other, at(12))).rejects.toThrow(/is closed/);
    await reports.putReport(reportOf('2026-10', 'provisional again'), at(13));
    const readAgain = { ...closed, asOf: '2026-11-05T02:00:00.000Z' };
    await reports.putReport(readAgain, at(14));
    expect(await blob.downloadToBuffer()).toEqual(before);
    expect(await reports.getLatest('chargeback', '2026-10', 'organisation')).toEqual(closed);
  });

  it('is closed once when two close it at the same time; the other is told', async () => {
    const stores = [stage.store, await stage.openAgain()];
    const drafts = ['one', 'two'].map((notice) => closedOf('2026-09', notice, 1));
    const outcomes = await Promise.allSettled(
      stores.map((store, index) => store.reports.putReport(drafts[index] ?? closed, at(index))),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(lost?.reason).toBeInstanceOf(RequestError);
    expect(lost?.reason).toMatchObject({
      kind: 'conflict',
      message: 'The chargeback of 2026-09 for organisation is closed as revision 1, with other data.',
      remedy: expect.stringContaining('npm run purser -- reopen --period 2026-09'),
    });
    const winner = drafts[outcomes.findIndex(({ status }) => status === 'fulfilled')];
    expect(await stage.store.reports.getLatest('chargeback', '2026-09', 'organisation')).toEqual(winner);
  });

  it('is closed although the worker died before it was listed; the next call lists it', async () => {
    const { reports } = stage.store;
    const provisional = reportOf('2026-08', 'provisional');
    await reports.putReport(provisional, at(1));
    const frozen = closedOf('2026-08', 'frozen', 1);
    const container = stage.container('purser-closed');
    const body = Buffer.from(JSON.stringify(frozen));
    await container
      .getBlockBlobClient('closed/chargeback/2026-08/organisation/r1.json')
      .upload(body, body.length, { metadata: { hash: hashReport(frozen), builtat: at(2) } });
    expect(await reports.getLatest('chargeback', '2026-08', 'organisation')).toEqual(frozen);
    const row = await reports.putReport(provisional, at(3));
    expect(row).toMatchObject({ state: 'closed', hash: hashReport(frozen) });
    expect(await reports.listReports()).toContainEqual(row);
  });

  it('that was changed behind Purser’s back is refused', async () => {
    const { reports } = stage.store;
    await reports.putReport(closedOf('2026-07', 'true', 1), at(1));
    const blob = stage
      .container('purser-closed')
      .getBlockBlobClient('closed/chargeback/2026-07/organisation/r1.json');
    const { metadata = {} } = await blob.getProperties();
    const forged = Buffer.from(JSON.stringify(closedOf('2026-07', 'forged', 1)));
    await blob.upload(forged, forged.length, { metadata });
    const reading = reports.getLatest('chargeback', '2026-07', 'organisation');
    await expect(reading).rejects.toThrow(StoreError);
    await expect(reading).rejects.toThrow(/does not match its hash/);
  });

  it('kept among all reports, as earlier versions did, stays closed where it is', async () => {
    const { reports } = stage.store;
    const old = closedOf('2026-05', 'old', 1);
    const body = Buffer.from(JSON.stringify(old));
    const kept = stage
      .container('purser-reports')
      .getBlockBlobClient('closed/chargeback/2026-05/organisation/r1.json');
    await kept.upload(body, body.length, { metadata: { hash: hashReport(old), builtat: at(2) } });
    expect(await reports.getLatest('chargeback', '2026-05', 'organisation')).toEqual(old);
    await expect(reports.putReport(closedOf('2026-05', 'other', 1), at(5))).rejects.toThrow(/is closed/);
    await reports.reopen('chargeback', '2026-05', reopeningOf(old, 1));
    await reports.putReport(closedOf('2026-05', 'second', 2), at(6));
    expect(await kept.downloadToBuffer()).toEqual(body);
    expect(await reports.getRevision('chargeback', '2026-05', 'organisation', 1)).toEqual(old);
    expect(await reports.getStanding('chargeback', '2026-05')).toMatchObject({ revision: 2 });
  });

  it('of the time before there were revisions counts as the first', async () => {
    const { reports } = stage.store;
    const old = reportOf('2026-06', 'old', { state: 'closed' });
    const body = Buffer.from(JSON.stringify(old));
    await stage
      .container('purser-reports')
      .getBlockBlobClient('closed/chargeback/2026-06/organisation.json')
      .upload(body, body.length, { metadata: { hash: hashReport(old), builtat: at(2) } });
    expect(await reports.getStanding('chargeback', '2026-06')).toEqual({
      revision: 1,
      hash: hashReport(old),
      reopening: undefined,
    });
    expect(await reports.getLatest('chargeback', '2026-06', 'organisation')).toEqual(old);
    expect(await reports.getRevision('chargeback', '2026-06', 'organisation', 1)).toEqual(old);
    await expect(reports.putReport(closedOf('2026-06', 'other', 1), at(5))).rejects.toThrow(/is closed/);
    expect(await reports.putReport(old, at(5))).toMatchObject({
      state: 'closed',
      revision: 1,
      builtAt: at(2),
    });
    await reports.reopen('chargeback', '2026-06', reopeningOf(old, 1));
    const second = closedOf('2026-06', 'second', 2);
    await reports.putReport(second, at(8));
    expect(await reports.getLatest('chargeback', '2026-06', 'organisation')).toEqual(second);
  });
});

describe.each([
  ['in a storage account', () => stage.store.reports],
  ['in memory', () => memory],
])('a closed month that is opened again, %s', (_, open: () => ReportStore) => {
  const PERIOD = '2025-10';
  const first = closedOf(PERIOD, 'first', 1);
  const opening = reopeningOf(first, 1);
  const second = closedOf(PERIOD, 'second', 2);
  const listed = async () =>
    (await open().listReports()).find((row) => row.period === PERIOD && row.audience === 'organisation');

  it('cannot be, before it is closed', async () => {
    await expect(open().reopen('chargeback', PERIOD, opening)).rejects.toThrow(/was never closed/);
    await expect(open().putReport(second, at(3))).rejects.toMatchObject({ kind: 'conflict' });
  });

  it('is provisional, and a provisional one that is built then is the latest', async () => {
    await open().putReport(first, at(2));
    await open().putReport(closedOf(PERIOD, 'shop', 1, { audience: 'team:shop' }), at(2));
    await expect(open().putReport(second, at(3))).rejects.toThrow(/closed as revision 1/);
    await open().reopen('chargeback', PERIOD, opening);
    expect(await open().getStanding('chargeback', PERIOD)).toEqual({
      revision: 1,
      hash: hashReport(first),
      reopening: opening,
    });
    expect(await listed()).toMatchObject({ state: 'provisional', revision: 1 });
    expect(await open().getLatest('chargeback', PERIOD, 'organisation')).toEqual(first);
    const provisional = reportOf(PERIOD, 'provisional');
    expect(await open().putReport(provisional, at(7))).toMatchObject({ state: 'provisional', revision: 1 });
    expect(await open().getLatest('chargeback', PERIOD, 'organisation')).toEqual(provisional);
    const shop = reportOf(PERIOD, 'shop again', { audience: 'team:shop' });
    expect(await open().putReport(shop, at(7))).toMatchObject({ state: 'provisional', revision: 1 });
  });

  it('is opened once: whoever comes second is told by whom', async () => {
    await open().reopen('chargeback', PERIOD, opening);
    await expect(open().reopen('chargeback', PERIOD, { ...opening, by: 'Bob' })).rejects.toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('Ada opened revision 1 again'),
    });
    expect((await open().getStanding('chargeback', PERIOD)).reopening).toEqual(opening);
  });

  it('is closed again as the next revision, and every revision stays readable', async () => {
    await expect(open().putReport(closedOf(PERIOD, 'third', 3), at(8))).rejects.toMatchObject({
      kind: 'conflict',
    });
    const row = await open().putReport(second, at(8));
    expect(row).toMatchObject({ state: 'closed', revision: 2, hash: hashReport(second) });
    expect(await listed()).toEqual(row);
    expect(await open().putReport(reportOf(PERIOD, 'late'), at(9))).toEqual(row);
    expect(await open().putReport(first, at(9))).toEqual(row);
    expect(await open().getLatest('chargeback', PERIOD, 'organisation')).toEqual(second);
    expect(await open().getRevision('chargeback', PERIOD, 'organisation', 1)).toEqual(first);
    expect(await open().getRevision('chargeback', PERIOD, 'organisation', 2)).toEqual(second);
    expect(await open().getReport('chargeback', PERIOD, hashReport(first))).toEqual(first);
    await expect(open().reopen('chargeback', PERIOD, opening)).rejects.toMatchObject({ kind: 'conflict' });
  });
});

const memory = createMemoryStore().reports;

describe('a worker that dies between any two writes of one closing', () => {
  function openClients() {
    const { connectionString } = stage.azurite;
    return {
      table: TableClient.fromConnectionString(connectionString, 'purserreports', {
        allowInsecureConnection: true,
      }),
      container: stage.container('purser-reports'),
      closed: stage.container('purser-closed'),
    };
  }

  /** A store whose nth write to the account is the last that it does, or the first that it does not. */
  function openDying(write: number, afterwards: boolean): ReportStore {
    let count = 0;
    const guard =
      <A extends unknown[], R>(work: (...args: A) => Promise<R>) =>
      async (...args: A): Promise<R> => {
        const dies = ++count === write;
        if (dies && !afterwards) throw new Error('the worker died');
        const result = await work(...args);
        if (dies) throw new Error('the worker died');
        return result;
      };
    const { table, ...containers } = openClients();
    table.createEntity = guard(table.createEntity.bind(table)) as typeof table.createEntity;
    table.updateEntity = guard(table.updateEntity.bind(table)) as typeof table.updateEntity;
    for (const container of Object.values(containers)) {
      const open = container.getBlockBlobClient.bind(container);
      container.getBlockBlobClient = (name) => {
        const blob = open(name);
        return Object.assign(blob, { upload: guard(blob.upload.bind(blob)) });
      };
    }
    return createReportStore(table, containers);
  }

  it.each([
    ['before', false],
    ['after', true],
  ])('%s the write leaves what a retry finishes', async (when, afterwards) => {
    const { reports } = stage.store;
    for (let write = 1; write <= 4; write++) {
      const period = `${afterwards ? 2023 : 2024}-0${write}`;
      const provisional = reportOf(period, 'provisional');
      await reports.putReport(provisional, at(1));
      const closed = closedOf(period, 'closed', 1);
      const closing = openDying(write, afterwards).putReport(closed, at(2));
      if (write <= 3) await expect(closing, `${when} ${write}`).rejects.toThrow(StoreError);
      else await closing;
      expect(await reports.putReport(closed, at(2))).toMatchObject({ state: 'closed', revision: 1 });
      const opening = reopeningOf(closed, 1);
      await openDying((write % 2) + 1, afterwards)
        .reopen('chargeback', period, opening)
        .catch(() => {});
      await reports.reopen('chargeback', period, opening);
      const second = closedOf(period, 'second', 2);
      expect(await reports.putReport(second, at(8))).toMatchObject({ state: 'closed', revision: 2 });
      expect(await reports.getLatest('chargeback', period, 'organisation')).toEqual(second);
      expect(await reports.getRevision('chargeback', period, 'organisation', 1)).toEqual(closed);
      expect((await reports.listReports()).filter((row) => row.period === period)).toMatchObject([
        { state: 'closed', revision: 2, hash: hashReport(second), builtAt: at(8) },
      ]);
    }
  });
});
