import { expect, it } from 'vitest';
import { canonicalJson, hashOf } from '../../shared/model/canonical.ts';
import { readLines } from '../../shared/reports/lines.ts';
import { KEPT } from '../reports/statement1.ts';
import { useStore } from './store.ts';

const stage = useStore();

it('a statement that version 1 closed is read as one of today’s, and stays as it was, byte for byte', async () => {
  const { asOf: _asOf, ...facts } = KEPT;
  const body = Buffer.from(canonicalJson(KEPT));
  const blob = stage
    .container('purser-reports')
    .getBlockBlobClient('closed/chargeback/2026-09/organisation.json');
  const builtAt = '2026-10-02T02:00:00.000Z';
  await blob.upload(body, body.length, { metadata: { hash: hashOf(facts), builtat: builtAt } });

  const { reports } = stage.store;
  const report = await reports.getLatest('chargeback', '2026-09', 'organisation');
  if (report?.kind !== 'chargeback') throw new Error('the statement is gone');
  expect(report.statements.flatMap((statement) => [...readLines(statement)])).toHaveLength(3);

  expect(await reports.putReport(report, '2026-11-02T02:00:00.000Z')).toMatchObject({
    ...{ state: 'closed', hash: hashOf(facts), builtAt },
  });
  expect(await blob.downloadToBuffer()).toEqual(body);
});
