import { describe, expect, it } from 'vitest';
import { RequestError, StoreError } from '../../shared/model/errors.ts';
import { hashReport } from '../../shared/reports/identity.ts';
import type { ChargebackReport } from '../../shared/reports/report.ts';
import { useStore } from './store.ts';

const stage = useStore();

function reportOf(period: string, notice: string, parts: Partial<ChargebackReport> = {}): ChargebackReport {
  return {
    schemaVersion: 1,
    kind: 'chargeback',
    organisation: 'Contoso',
    period: { id: period, from: `${period}-01` as '2026-10-01', to: '2026-10-31', timeZone: 'UTC' },
    audience: 'organisation',
    audienceName: 'Contoso',
    state: 'provisional',
    asOf: '2026-11-01T02:00:00.000Z',
    coverage: { complete: true, summary: 'All read', entries: [] },
    notices: [notice],
    link: undefined,
    statements: [],
    method: [{ rule: 'proportional', text: 'In proportion to cost.' }],
    accounting: { clearingCostCenter: 'CC', clearingGlAccount: '6499' },
    ...parts,
  };
}

const at = (hour: number): string => `2026-11-02T${String(hour).padStart(2, '0')}:00:00.000Z`;

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
  });
});

describe('a closed statement', () => {
  const closed = reportOf('2026-10', 'closed', { state: 'closed' });

  it('comes before every provisional one, and is listed as closed', async () => {
    const { reports } = stage.store;
    await reports.putReport(reportOf('2026-10', 'provisional'), at(1));
    const row = await reports.putReport(closed, at(2));
    expect(row).toMatchObject({ state: 'closed', hash: hashReport(closed), builtAt: at(2) });
    expect(await reports.putReport(reportOf('2026-10', 'too late'), at(9))).toEqual(row);
    expect(await reports.getLatest('chargeback', '2026-10', 'organisation')).toEqual(closed);
    expect(await reports.listReports()).toContainEqual(row);
  });

  it('never changes, byte for byte', async () => {
    const { reports } = stage.store;
    const blob = stage
      .container('purser-reports')
      .getBlobClient('closed/chargeback/2026-10/organisation.json');
    const before = await blob.downloadToBuffer();
    const other = reportOf('2026-10', 'restated', { state: 'closed' });
    await expect(reports.putReport(other, at(12))).rejects.toThrow(RequestError);
    await expect(reports.putReport(other, at(12))).rejects.toThrow(/is closed/);
    await reports.putReport(reportOf('2026-10', 'provisional again'), at(13));
    const readAgain = { ...closed, asOf: '2026-11-05T02:00:00.000Z' };
    await reports.putReport(readAgain, at(14));
    expect(await blob.downloadToBuffer()).toEqual(before);
    expect(await reports.getLatest('chargeback', '2026-10', 'organisation')).toEqual(closed);
  });

  it('is closed once when two close it at the same time', async () => {
    const stores = [stage.store, await stage.openAgain()];
    const drafts = ['one', 'two'].map((notice) => reportOf('2026-09', notice, { state: 'closed' }));
    const outcomes = await Promise.allSettled(
      stores.map((store, index) => store.reports.putReport(drafts[index] ?? closed, at(index))),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const winner = drafts[outcomes.findIndex(({ status }) => status === 'fulfilled')];
    expect(await stage.store.reports.getLatest('chargeback', '2026-09', 'organisation')).toEqual(winner);
  });

  it('is closed although the worker died before it was listed; the next call lists it', async () => {
    const { reports } = stage.store;
    const provisional = reportOf('2026-08', 'provisional');
    await reports.putReport(provisional, at(1));
    const frozen = reportOf('2026-08', 'frozen', { state: 'closed' });
    const container = stage.container('purser-reports');
    const body = Buffer.from(JSON.stringify(frozen));
    await container
      .getBlockBlobClient('closed/chargeback/2026-08/organisation.json')
      .upload(body, body.length, { metadata: { hash: hashReport(frozen), builtat: at(2) } });
    expect(await reports.getLatest('chargeback', '2026-08', 'organisation')).toEqual(frozen);
    const row = await reports.putReport(provisional, at(3));
    expect(row).toMatchObject({ state: 'closed', hash: hashReport(frozen) });
    expect(await reports.listReports()).toContainEqual(row);
  });

  it('that was changed behind Purser’s back is refused', async () => {
    const { reports } = stage.store;
    await reports.putReport(reportOf('2026-07', 'true', { state: 'closed' }), at(1));
    const blob = stage
      .container('purser-reports')
      .getBlockBlobClient('closed/chargeback/2026-07/organisation.json');
    const { metadata = {} } = await blob.getProperties();
    const forged = Buffer.from(JSON.stringify(reportOf('2026-07', 'forged', { state: 'closed' })));
    await blob.upload(forged, forged.length, { metadata });
    const reading = reports.getLatest('chargeback', '2026-07', 'organisation');
    await expect(reading).rejects.toThrow(StoreError);
    await expect(reading).rejects.toThrow(/does not match its hash/);
  });
});
