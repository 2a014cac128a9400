import { describe, expect, it } from 'vitest';
import { measureFixTimes } from '../../shared/governance/fixTime.ts';
import { findingAsOf, listEpisodes, recordTurn, tellChange } from '../../shared/governance/history.ts';
import { updateFindings } from '../../shared/governance/lifeStory.ts';
import { countTrend } from '../../shared/governance/trend.ts';
import type { Finding, ObservedFinding, Turn } from '../../shared/model/governance.ts';
import { addDays, type Day } from '../../shared/model/time.ts';
import { GRACE, observed, only, PRODUCTION } from './estate.ts';

function tell(days: readonly (readonly [Day, readonly ObservedFinding[]])[]): readonly Finding[] {
  const scopesRead = new Set([`policy:${PRODUCTION}`]);
  return days.reduce<readonly Finding[]>(
    (findings, [day, seen]) => updateFindings(findings, seen, { day, scopesRead, graceDays: GRACE }).all,
    [],
  );
}

const exempt = observed({ exempt: true });
/** Open, fixed, back, excused, fixed for good. */
const story = only(
  tell([
    ['2026-09-01', [observed()]],
    ['2026-09-11', []],
    ['2026-10-01', [observed()]],
    ['2026-10-05', [exempt]],
    ['2026-10-21', []],
  ]),
);

describe('a finding as of a past day', () => {
  it.each([
    ['2026-08-31', undefined],
    ['2026-09-01', { state: 'open', dueOn: '2026-10-01', resolvedOn: undefined, reopenedOn: undefined }],
    ['2026-09-10', { state: 'open', lastSeen: '2026-09-10' }],
    ['2026-09-11', { state: 'resolved', resolvedOn: '2026-09-11' }],
    ['2026-10-02', { state: 'open', resolvedOn: undefined, reopenedOn: '2026-10-01', dueOn: '2026-10-31' }],
    ['2026-10-06', { state: 'exempt', exempt: true }],
    ['2026-11-01', { state: 'resolved', resolvedOn: '2026-10-21', reopenedOn: '2026-10-01' }],
  ] as const)('%s', (day, expected) => {
    const then = findingAsOf(story, day);
    if (expected) expect(then).toMatchObject(expected);
    else expect(then).toBeUndefined();
  });

  it('has the date and the actor that it had then', () => {
    const moved = only(
      tell([
        ['2026-09-01', [observed({ actor: 'secops' })]],
        ['2026-10-01', [observed({ severity: 'critical' })]],
      ]),
    );
    expect(findingAsOf(moved, '2026-09-30')).toMatchObject({
      ...{ actor: 'secops', severity: 'medium', dueOn: undefined },
    });
  });
});

describe('what became of a finding since the last report', () => {
  it.each([
    [undefined, '2026-09-02', 'new'],
    ['2026-08-31', '2026-09-02', 'new'],
    ['2026-09-01', '2026-09-02', 'open'],
    ['2026-09-02', '2026-09-12', 'resolved'],
    ['2026-09-11', '2026-09-12', undefined],
    ['2026-09-12', '2026-10-02', 'reopened'],
    ['2026-09-02', '2026-10-02', 'reopened'],
    ['2026-10-02', '2026-10-06', 'exempt'],
    ['2026-10-06', '2026-10-22', 'resolved'],
    ['2026-09-12', '2026-10-22', 'resolved'],
    [undefined, '2026-08-01', undefined],
  ] as const)('of %s by %s is %s', (since, day, change) => {
    expect(tellChange(story, since, day)).toBe(change);
  });
});

describe('the history of a finding', () => {
  const turn = (day: Day, state: Turn['state']): Turn => ({
    ...{ day, state, severity: 'high', actor: 'team', dueOn: undefined },
  });

  it('keeps the last word of a day, and nothing for what stays the same', () => {
    const one = [turn('2026-09-01', 'open')];
    expect(recordTurn(one, turn('2026-09-05', 'open'))).toEqual(one);
    const two = recordTurn(one, turn('2026-09-05', 'resolved'));
    expect(recordTurn(two, turn('2026-09-05', 'open'))).toEqual(one);
  });

  it('stays short however often a finding comes and goes, and never forgets its first day', () => {
    let history: readonly Turn[] = [];
    for (let day = 0; day < 400; day++) {
      history = recordTurn(history, turn(addDays('2026-01-01', day), day % 2 === 0 ? 'open' : 'resolved'));
    }
    expect(history).toHaveLength(40);
    expect(history[0]?.day).toBe('2026-01-01');
    expect(history.at(-1)?.day).toBe(addDays('2026-01-01', 399));
  });
});

describe('time to fix', () => {
  const owned = (finding: Finding, teams: readonly string[] = ['shop']) => ({ finding, teams });

  it('is counted for each time it was fixed, from the day it came', () => {
    expect(listEpisodes(story)).toEqual([
      { from: '2026-09-01', resolvedOn: '2026-09-11' },
      { from: '2026-10-01', resolvedOn: '2026-10-21' },
    ]);
    const { all, bySeverity, byTeam } = measureFixTimes([owned(story)], '2026-09-01', '2026-12-01');
    expect(all).toEqual({ fixes: 2, meanDays: 15, medianDays: 15 });
    expect(bySeverity.medium).toEqual(all);
    expect(bySeverity.critical).toEqual({ fixes: 0, meanDays: undefined, medianDays: undefined });
    expect(byTeam).toEqual(new Map([['shop', all]]));
  });

  it('begins when the source first saw it, and counts only fixes of the days asked for', () => {
    const known = observed({ sourceFirstSeen: '2026-08-22' });
    const fixed = only(
      tell([
        ['2026-09-01', [known]],
        ['2026-09-11', []],
      ]),
    );
    expect(measureFixTimes([owned(fixed)], '2026-09-01', '2026-09-30').all.meanDays).toBe(20);
    expect(measureFixTimes([owned(fixed)], '2026-09-12', '2026-09-30').all.fixes).toBe(0);
  });

  it('tells the median beside the mean, so that one old finding does not hide the rest', () => {
    const fixedAfter = (days: number, id: string) =>
      only(
        tell([
          ['2026-01-01', [observed({ id })]],
          [addDays('2026-01-01', days), []],
        ]),
      );
    const findings = [1, 2, 300].map((days) => owned(fixedAfter(days, `f${days}`), ['shop', 'search']));
    const { all, byTeam } = measureFixTimes(findings, '2026-01-01', '2026-12-31');
    expect(all).toEqual({ fixes: 3, meanDays: 101, medianDays: 2 });
    expect([...byTeam.keys()]).toEqual(['search', 'shop']);
  });
});

describe('the trend', () => {
  it('counts what was open at the end of each of twelve weeks', () => {
    const points = countTrend([{ finding: story, teams: ['shop'] }], '2026-11-02');
    expect(points.map(({ day, open }) => [day, open])).toEqual([
      ['2026-08-17', 0],
      ['2026-08-24', 0],
      ['2026-08-31', 0],
      ['2026-09-07', 1],
      ['2026-09-14', 0],
      ['2026-09-21', 0],
      ['2026-09-28', 0],
      ['2026-10-05', 0],
      ['2026-10-12', 0],
      ['2026-10-19', 0],
      ['2026-10-26', 0],
      ['2026-11-02', 0],
    ]);
    expect(points[3]?.byTeam).toEqual(new Map([['shop', 1]]));
    expect(points[3]?.bySeverity).toMatchObject({ medium: 1, high: 0 });
  });

  it('says that nothing is known of the weeks before anybody looked', () => {
    const points = countTrend([{ finding: story, teams: [] }], '2026-11-02');
    expect(points.map(({ known }) => known)).toEqual([...Array(3).fill(false), ...Array(9).fill(true)]);
  });
});
