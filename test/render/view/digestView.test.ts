import { describe, expect, it } from 'vitest';
import { createFormatter } from '../../../shared/render/formatter.ts';
import { type TeamView, viewDigest } from '../../../shared/render/view/digestView.ts';
import type { DigestReport, TeamDigest } from '../../../shared/reports/digestReport.ts';
import { sortTeamFindings } from '../../../shared/reports/teamFindings.ts';
import { LAST } from '../../reports/findings.ts';
import { DIGEST, findingOf } from '../reports.ts';

const formatter = createFormatter({ locale: 'en' });

function view(change: (team: TeamDigest) => Partial<TeamDigest>, more: Partial<DigestReport> = {}): TeamView {
  const teams = DIGEST.teams.map((team) => ({ ...team, ...change(team) }));
  const [team] = viewDigest({ ...DIGEST, teams, ...more }, formatter, 25).teams;
  if (!team) throw new Error('there is no team');
  return team;
}

const SCANNED = { unscanned: { of: 3, notScanned: [], partly: [] } };
const nothing = (): Partial<TeamDigest> => ({
  ...{ costs: [], alerts: [], findings: sortTeamFindings([], LAST, 8) },
});

describe('a team’s week as mail', () => {
  it('is one line when there is nothing to say', () => {
    expect(view(nothing, SCANNED).quiet).toBe('Nothing to report: no cost, and nothing to fix.');
    expect(view(() => ({}), SCANNED).quiet).toBe('');
  });

  it('does not say so of what nobody scanned', () => {
    const unscanned = { of: 1, notScanned: ['prod'], partly: [] };
    expect(view(nothing, { unscanned }).quiet).toMatch(/^Not scanned/);
  });

  it('lists a new finding once: apart only when it is not in the list of what is to fix', () => {
    expect(view(() => ({}))).toMatchObject({ fresh: null, reopened: null });
    const elsewhere = findingOf('f-secops', { actor: 'secops', change: 'new' });
    const apart = view(({ findings }) => ({ findings: { ...findings, new: [...findings.new, elsewhere] } }));
    expect(apart.fresh?.rows).toHaveLength(1);
  });

  it('says how many findings are no longer listed, and for how long they are overdue', () => {
    expect(view(() => ({})).mine.note).toBe(
      '1 finding overdue for more than 8 weeks is counted but no longer listed here.',
    );
    const old = view(({ findings: { nagWeeks: _, ...findings } }) => ({ findings }));
    expect(old.mine.note).toBe('1 finding that is long overdue is counted but no longer listed here.');
  });

  it('tells managers nothing of what is not overdue', () => {
    expect(view(() => ({}), { focus: 'overdue' }).others).toBe('');
  });
});
