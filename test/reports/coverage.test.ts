import { describe, expect, it } from 'vitest';
import type { SnapshotRow } from '../../shared/model/reading.ts';
import type { Day } from '../../shared/model/time.ts';
import { createFormatter } from '../../shared/render/formatter.ts';
import { sayCoverage } from '../../shared/render/view/coverageWords.ts';
import { assessCoverage } from '../../shared/reports/coverage.ts';
import type { Coverage } from '../../shared/reports/report.ts';

const days: readonly Day[] = ['2026-10-01', '2026-10-02', '2026-10-03'];
const expected = [{ source: 'allocation' as const, scope: '/c/1', name: 'aks-1', days }];

function makeRow(day: Day, asOf: string | undefined, problem?: string): SnapshotRow {
  return {
    source: 'allocation',
    scope: '/c/1',
    day,
    reading: asOf === undefined ? undefined : { asOf, blob: 'b', hash: 'h', rows: 1 },
    problem:
      problem === undefined ? undefined : { at: '2026-10-04T03:00:00.000Z', message: problem, remedy: 'r' },
  };
}

const say = (coverage: Coverage): string => sayCoverage(coverage, createFormatter({ locale: 'en' }));

describe('coverage', () => {
  it('is complete only when every expected day has a good reading', () => {
    const rows = days.map((day) => makeRow(day, `${day}T23:00:00.000Z`));
    const coverage = assessCoverage(expected, rows);
    expect(say(coverage)).toBe('Everything was read, no day missing: the allocation of a cluster.');
    expect(coverage).toMatchObject({
      complete: true,
      entries: [{ readDays: 3, missing: [], asOf: '2026-10-03T23:00:00.000Z' }],
    });
  });

  it('names the days that are missing, and why', () => {
    const rows = [
      makeRow('2026-10-01', '2026-10-02T01:00:00.000Z'),
      makeRow('2026-10-02', undefined, 'OpenCost answered 500'),
    ];
    const coverage = assessCoverage(expected, rows);
    expect(coverage).toMatchObject({
      complete: false,
      entries: [
        { readDays: 1, missing: ['2026-10-02', '2026-10-03'], problem: { message: 'OpenCost answered 500' } },
      ],
    });
    expect(say(coverage)).toBe('Not everything was read. Missing: Allocation of aks-1 (2 of 3 days).');
  });

  it('keeps a good reading although a later attempt failed, and still tells of the failure', () => {
    const rows = days.map((day) => makeRow(day, '2026-10-04T00:00:00.000Z', 'throttled'));
    expect(assessCoverage(expected, rows)).toMatchObject({
      complete: true,
      entries: [{ problem: { message: 'throttled' } }],
    });
  });

  it('is never complete when nothing was expected: an estate that is not known was not read', () => {
    expect(assessCoverage([], []).complete).toBe(false);
  });
});
