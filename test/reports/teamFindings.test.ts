import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../shared/model/time.ts';
import { toFindingLine } from '../../shared/reports/findings.ts';
import { STATE_LISTS, sortTeamFindings } from '../../shared/reports/teamFindings.ts';
import { anyOwnedFindings, LAST, makeFinding } from './findings.ts';

const NAG_WEEKS = 8;

function sort(...findings: Parameters<typeof makeFinding>[0][]) {
  const lines = findings.map((changes, index) =>
    toFindingLine(
      { finding: makeFinding({ id: `f-${index}`, ...changes }), change: 'open', teams: ['shop'] },
      LAST,
    ),
  );
  return sortTeamFindings(lines, LAST, NAG_WEEKS);
}

describe('the findings of a team’s digest', () => {
  it('stand in exactly one list of state each, and new and reopened ones in one of those as well', () => {
    fc.assert(
      fc.property(anyOwnedFindings, (owned) => {
        const lines = owned.map((one) => toFindingLine(one, LAST));
        const sorted = sortTeamFindings(lines, LAST, NAG_WEEKS);
        const ids = STATE_LISTS.flatMap((list) => sorted[list].map(({ id }) => id));
        expect(ids.toSorted()).toEqual(lines.map(({ id }) => id).toSorted());
        for (const { id } of [...sorted.new, ...sorted.reopened]) expect(ids).toContain(id);
        expect(sorted.counts.mine).toBe(sorted.mine.length + sorted.silenced.length);
        const explained = sorted.controls.reduce((sum, { count }) => sum + count, 0);
        expect(explained).toBe(sorted.counts.mine);
      }),
    );
  });

  it('list what is overdue first, then by due date, what has none last', () => {
    const { mine, counts } = sort(
      { dueOn: undefined },
      { dueOn: addDays(LAST, 3) },
      { dueOn: addDays(LAST, -3) },
      { dueOn: addDays(LAST, 30) },
    );
    expect(mine.map(({ id, urgency }) => `${id} ${urgency}`)).toEqual([
      'f-2 overdue',
      'f-1 thisWeek',
      'f-3 later',
      'f-0 none',
    ]);
    expect(counts).toMatchObject({ mine: 4, overdue: 1, dueThisWeek: 1 });
  });

  it('stop listing what nobody fixes, and go on counting it', () => {
    const { mine, silenced, counts, nagWeeks } = sort(
      { dueOn: addDays(LAST, -7 * NAG_WEEKS) },
      { dueOn: addDays(LAST, -7 * NAG_WEEKS - 1) },
    );
    expect(mine.map(({ id }) => id)).toEqual(['f-0']);
    expect(silenced.map(({ id }) => id)).toEqual(['f-1']);
    expect(counts).toMatchObject({ mine: 2, overdue: 2 });
    expect(nagWeeks).toBe(NAG_WEEKS);
  });

  it('keep what is not seen any more apart from what is fixed', () => {
    const { notSeen, fixed, mine } = sort({ notSeenSince: '2026-11-20' });
    expect([notSeen.length, fixed.length, mine.length]).toEqual([1, 0, 0]);
  });

  it('list exemptions by their end and count those that end within 30 days', () => {
    const exemptUntil = (until: typeof LAST | undefined) => ({
      ...({ state: 'exempt', exempt: true } as const),
      exemption: { from: 'purser', reason: 'why', by: 'who', until } as const,
    });
    const { exempt, counts } = sort(
      exemptUntil(undefined),
      exemptUntil(addDays(LAST, 31)),
      exemptUntil(addDays(LAST, 30)),
    );
    expect(exempt.map(({ id }) => id)).toEqual(['f-2', 'f-1', 'f-0']);
    expect(counts.expiring).toBe(1);
  });

  it('say why a control matters and how to fix it, and say nothing of what is not catalogued', () => {
    const { controls } = sort({}, { control: 'uncatalogued:new', title: 'Something new', severity: 'low' });
    expect(controls).toMatchObject([
      {
        control: 'privileged-containers',
        why: expect.stringMatching(/\w/),
        fix: expect.stringMatching(/\w/),
      },
      { control: 'uncatalogued:new', title: 'Something new', why: '', fix: '' },
    ]);
  });
});
