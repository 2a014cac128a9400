import { expect, it } from 'vitest';
import { canonicalJson } from '../../shared/model/canonical.ts';
import { hashReport } from '../../shared/reports/identity.ts';
import { type KeptReport, readKept } from '../../shared/reports/version1.ts';
import { KEPT2 } from '../reports/statement2.ts';
import { useStore } from './store.ts';

const stage = useStore();

it('a statement that version 2 closed is read as one of today’s, and stays as it was, byte for byte', async () => {
  const body = Buffer.from(canonicalJson(KEPT2));
  const kept = readKept(JSON.parse(body.toString()) as KeptReport);
  const hash = kept ? hashReport(kept) : '';
  const blob = stage
    .container('purser-reports')
    .getBlockBlobClient('closed/chargeback/2026-09/organisation.json');
  const builtAt = '2026-10-04T08:00:00.000Z';
  await blob.upload(body, body.length, { metadata: { hash, builtat: builtAt } });

  const { reports } = stage.store;
  const report = await reports.getLatest('chargeback', '2026-09', 'organisation');
  if (report?.kind !== 'chargeback') throw new Error('the statement is gone');
  expect(report.notices).toEqual([{ kind: 'remark', text: 'prod, 2026-09-03: two pods had no node.' }]);

  expect(await reports.putReport(report, '2026-11-02T02:00:00.000Z')).toMatchObject({
    ...{ state: 'closed', hash, builtAt, revision: 1 },
  });
  expect(await blob.downloadToBuffer()).toEqual(body);
});
