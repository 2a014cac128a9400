import { describe, expect, it } from 'vitest';
import { UNTOUCHED } from '../../../shared/closing/statement.ts';
import { createFormatter } from '../../../shared/render/formatter.ts';
import { type StatementView, viewChargeback } from '../../../shared/render/view/chargebackView.ts';
import type { Tile } from '../../../shared/render/view/table.ts';
import type { ChargebackReport } from '../../../shared/reports/chargebackReport.ts';
import { readLines } from '../../../shared/reports/lines.ts';
import { packLines } from '../../../shared/reports/lineTableBuilder.ts';
import { CHARGEBACK, TEAM_CHARGEBACK } from '../reports.ts';

const formatter = createFormatter({ locale: 'en' });

function view(report: ChargebackReport, rowLimit = 25): StatementView {
  const [statement] = viewChargeback(report, formatter, rowLimit).statements;
  if (!statement) throw new Error('there is no statement');
  return statement;
}

function tile({ tiles }: StatementView, label: string): Pick<Tile, 'value' | 'note'> | undefined {
  return tiles.find((each) => each.label === label);
}

/** The first statement, changed. */
function withStatement(
  report: ChargebackReport,
  change: (statement: ChargebackReport['statements'][number]) => object,
): ChargebackReport {
  return {
    ...report,
    statements: report.statements.map((statement) => ({ ...statement, ...change(statement) })),
  };
}

describe('the chargeback as mail', () => {
  it('begins with what was charged, the difference to the bill, adjustments with their months, and what is unowned', () => {
    const shown = view(CHARGEBACK);
    expect(shown.tiles.map(({ label, value }) => `${label} ${value}`)).toEqual([
      'Charged to teams €1,330.00',
      'Difference to the bill €0.00',
      'Billed for the clusters €1,300.00',
      'Adjustments -€12.34',
      'Unowned €7.78',
    ]);
    expect(tile(shown, 'Adjustments')?.note).toBe('1 line: September 2026');
    expect(tile(shown, 'Unowned')?.note).toBe('0.58% of the total; no team named');
  });

  it('adds corrections up by month, the latest first, and agreements last', () => {
    const adjusted = withStatement(CHARGEBACK, (statement) => {
      const lines = [...readLines(statement)];
      const [correction] = lines.filter(({ kind }) => kind === 'adjustment');
      if (!correction) return {};
      const more = [
        { ...correction, origin: '2026-08', amount: '2.00', exact: '2' },
        { ...correction, team: 'shop', origin: '2026-08', amount: '3.00', exact: '3' },
        { ...correction, rule: 'credit', origin: '', amount: '-1.00', exact: '-1' },
      ];
      return { lines: packLines([...lines, ...more]) };
    });
    const shown = view(adjusted);
    expect(shown.adjustments?.rows.map(({ head, cells }) => [head.text, head.sub, cells[0]?.text])).toEqual([
      ['September 2026', '1 line, one team', '-€12.34'],
      ['August 2026', '2 lines, 2 teams', '€5.00'],
      ['agreed discounts, mark-ups and credits', '1 line, one team', '-€1.00'],
    ]);
    expect(tile(shown, 'Adjustments')).toMatchObject({ value: '-€8.34' });
  });

  it('shows the first rows of a long table and says how many more are attached', () => {
    const long = withStatement(CHARGEBACK, ({ teams }) => ({
      teams: Array.from({ length: 30 }, () => teams[0]),
    }));
    expect(view(long).teams).toMatchObject({ more: 'and 20 more, attached' });
    expect(view(long, 2).teams?.rows).toHaveLength(2);
  });

  it('says of a statement that is held back that nobody but the operator has it', () => {
    const held: ChargebackReport = { ...CHARGEBACK, life: { ...UNTOUCHED, held: [{ name: 'coverage' }] } };
    const { state, notices } = viewChargeback(held, formatter, 25).frame;
    expect(state).toMatchObject({ label: expect.stringMatching(/^Held back/), tone: 'bad' });
    expect(notices[1]).toContain('npm run purser -- release --period 2026-10');
  });
});

describe('a team’s statement as mail', () => {
  it('has its kinds of charge with where they are booked, in place of a table of one team', () => {
    const shown = view(TEAM_CHARGEBACK);
    expect(shown).toMatchObject({ teams: null, costCenters: null, reconciliation: null });
    expect(shown.kinds?.note).toContain('GL account 6400');
    expect(shown.kinds?.rows.map(({ head }) => head.text)).toEqual([
      'Own use',
      'Idle capacity',
      'Shared namespaces',
    ]);
    expect(tile(shown, 'Charged')?.note).toBe('up from €1,200.00');
  });

  it('has the table of teams where several share a statement', () => {
    const shared: ChargebackReport = { ...CHARGEBACK, audience: 'costCenter:CC-100' };
    expect(view(shared).teams?.rows).toHaveLength(4);
  });
});
