import { describe, expect, it } from 'vitest';
import { canonicalJson, hashOf } from '../../shared/model/canonical.ts';
import type { ChargebackReport } from '../../shared/reports/chargebackReport.ts';
import { hashReport } from '../../shared/reports/identity.ts';
import { readLines } from '../../shared/reports/lines.ts';
import { sliceReport } from '../../shared/reports/slice.ts';
import { type KeptReport, readKept, toKept } from '../../shared/reports/version1.ts';
import { KEPT } from './statement1.ts';

const read = (): ChargebackReport =>
  readKept(JSON.parse(JSON.stringify(KEPT)) as KeptReport) as ChargebackReport;

describe('a statement that version 1 closed', () => {
  it('is read with its lines as they were', () => {
    const [statement] = read().statements;
    if (!statement) throw new Error('the statement is gone');
    const known = [...readLines(statement)].map(
      ({ part: _part, origin: _origin, days: _days, ratio: _ratio, ...line }) => line,
    );
    expect(known).toEqual(KEPT.statements[0].lines);
    expect(statement.teams.map((team) => team.glAccount)).toEqual(['6400', '6400']);
  });

  it('keeps its form and its identity, so that it is not closed or delivered a second time', () => {
    expect(canonicalJson(toKept(read()))).toBe(canonicalJson(KEPT));
    const { asOf: _asOf, ...facts } = KEPT;
    expect(hashReport(read())).toBe(hashOf(facts));
  });

  it('has the team slices that were kept with it', () => {
    const slice = sliceReport(read(), 'shop');
    const [statement] = KEPT.statements;
    expect(slice && JSON.parse(canonicalJson(toKept(slice)))).toEqual(
      JSON.parse(
        canonicalJson({
          ...KEPT,
          ...{ audience: 'team:shop', audienceName: 'Web shop' },
          statements: [
            {
              ...statement,
              total: { amount: '2.00', exact: '2' },
              teams: statement.teams.slice(0, 1),
              clusters: [{ clusterName: 'prod', amount: '2.00' }],
              costCenters: [{ costCenter: 'CC-100', amount: '2.00' }],
              lines: statement.lines.slice(0, 2),
              ...{ reconciliation: undefined, unowned: [] },
            },
          ],
        }),
      ),
    );
  });

  it('is the only kind of report of version 1 that is read: weekly ones are built anew', () => {
    expect(readKept({ ...KEPT, kind: 'digest', teams: [] } as unknown as KeptReport)).toBeUndefined();
  });

  it('is refused when a later version wrote it', () => {
    expect(readKept({ ...KEPT, schemaVersion: 4 } as unknown as KeptReport)).toBeUndefined();
  });
});
