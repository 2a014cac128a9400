import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatExact, parseAmount, sumAmounts } from '../../shared/model/money.ts';
import { costCenterAudience, teamAudience } from '../../shared/reports/audience.ts';
import { readLines } from '../../shared/reports/lines.ts';
import { toRemark } from '../../shared/reports/notice.ts';
import { sliceReport, sliceTeams } from '../../shared/reports/slice.ts';
import { chargebackOf, digestOf, markOf, TEAMS } from '../audiences/estate.ts';
import { CHARGEBACK } from '../render/reports.ts';

const WISHES = TEAMS.map((id, index) => ({ id, costCenter: `CC-${index % 2}` }));
const someTeams = fc.subarray([...TEAMS], { minLength: 1 });
const exactSum = (amounts: readonly string[]): string =>
  formatExact(sumAmounts(amounts.map((amount) => parseAmount(amount) ?? 0n)));

describe('the report of several teams', () => {
  it('has every row of theirs and nothing of another team', () => {
    fc.assert(
      fc.property(someTeams, fc.boolean(), (teams, isDigest) => {
        const made = isDigest ? digestOf(WISHES) : chargebackOf(WISHES);
        const report = {
          ...made,
          notices: TEAMS.map((id) => toRemark(`a row of ${markOf(id)} is left out`)),
        };
        const text = JSON.stringify(sliceTeams(report, teams, { audience: teamAudience(...teams) }));
        for (const id of TEAMS) expect(text.includes(markOf(id)), id).toBe(teams.includes(id));
      }),
    );
  });

  it('keeps what Purser itself says, and of what sources said the number', () => {
    const notices = [
      { kind: 'running' },
      toRemark('alfa/api is left out'),
      { kind: 'moreRemarks', count: 3 },
    ] as const;
    expect(sliceReport({ ...chargebackOf(WISHES), notices }, 'alfa')?.notices).toEqual([
      { kind: 'running' },
      { kind: 'withheldRemarks', count: 4 },
    ]);
  });

  it('adds up: lines, teams, cost centres and the total, exactly and as booked', () => {
    const ids = CHARGEBACK.statements.flatMap(({ teams }) => teams.map(({ team }) => team));
    fc.assert(
      fc.property(fc.subarray([...new Set(ids)], { minLength: 1 }), (teams) => {
        const slice = sliceTeams(CHARGEBACK, teams, { audience: teamAudience(...teams) });
        if (slice?.kind !== 'chargeback') throw new Error('there is no slice');
        for (const statement of slice.statements) {
          const { total, teams: totals, costCenters, reconciliation } = statement;
          const lines = [...readLines(statement)];
          expect(exactSum(totals.map(({ amount }) => amount))).toBe(exactSum([total.amount]));
          expect(exactSum(totals.map(({ exact }) => exact))).toBe(total.exact);
          expect(exactSum(costCenters.map(({ amount }) => amount))).toBe(exactSum([total.amount]));
          expect(exactSum(lines.map(({ exact }) => exact))).toBe(total.exact);
          expect(reconciliation).toBeUndefined();
        }
      }),
    );
  });

  it('is the team’s own where it is of one team, and bears the name of its cost centre where it is for that', () => {
    const report = chargebackOf(WISHES);
    expect(sliceTeams(report, ['alfa'], { audience: 'team:alfa' })).toEqual(sliceReport(report, 'alfa'));
    const reader = { audience: costCenterAudience('CC-0'), name: 'CC-0' };
    expect(sliceTeams(report, ['alfa', 'carol'], reader)).toMatchObject({
      audience: 'costCenter:CC-0',
      audienceName: 'CC-0',
      statements: [{ total: { amount: '2.00' }, costCenters: [{ costCenter: 'CC-0', amount: '2.00' }] }],
    });
    expect(sliceTeams(report, ['nobody'], reader)).toBeUndefined();
  });
});
