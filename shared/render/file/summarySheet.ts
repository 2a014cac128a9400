import { CHARGE_KINDS, UNOWNED } from '../../model/cost.ts';
import { formatMinorUnits, parseAmount } from '../../model/money.ts';
import { sumText } from '../../reports/chargeback.ts';
import type { TeamTotal } from '../../reports/chargebackReport.ts';
import { statementIdOf } from '../statementId.ts';
import type { AmountCell, Sheet, SheetCell, Term } from './sheet.ts';
import type { StatementContext } from './statementContext.ts';
import { knowsBefore } from './statementSheets.ts';

/** The total by cost centre, below what finance looks for first: whether it ties, and what it is. */
export function sheetOfSummary(context: StatementContext): Sheet {
  const { statement, formatter, words, amountColumn, sheet } = context;
  const { columns } = words;
  const teamsOf = Map.groupBy(statement.teams, (team) => team.costCenter);
  return {
    ...sheet('summary'),
    lead: leadSummary(context),
    columns: [
      { id: 'costCenter', label: columns.costCenter, width: 28 },
      amountColumn(columns.amount, { id: 'amount', width: 20 }),
      ...CHARGE_KINDS.map((kind) => amountColumn(formatter.words.chargeback.kinds[kind], { id: kind })),
      amountColumn(columns.before, { id: 'before', sum: knowsBefore(statement) }),
      { label: columns.teams, width: 10 },
      { id: 'line', label: columns.line, width: 12 },
    ],
    rows: statement.costCenters.map(({ costCenter, amount }, place): SheetCell[] => {
      const teams = teamsOf.get(costCenter) ?? [];
      const sumOf = (column: string, total: string): AmountCell => ({
        ...context.amount(total),
        formula: {
          add: [{ sum: { sheet: sheet('teams').id, column, where: { column: 'line', is: 'line' } } }],
        },
      });
      const before = sumBefore(teams, statement.digits);
      return [
        costCenter,
        sumOf('amount', amount),
        ...CHARGE_KINDS.map((kind) =>
          sumOf(
            kind,
            sumText(
              teams.map((team) => team[kind]),
              statement.digits,
            ),
          ),
        ),
        before === undefined ? words.notRead : sumOf('before', before),
        { count: teams.length },
        { count: place + 1 },
      ];
    }),
  };
}

function leadSummary(context: StatementContext): readonly (readonly SheetCell[])[] {
  const { report, statement, formatter, words, sheet } = context;
  const { summary } = words;
  const { total, teams, reconciliation } = statement;
  const label = (text: string): SheetCell => ({ label: text });
  const money = (amount: string, add: readonly Term[], subtract: readonly Term[] = []): SheetCell => ({
    ...context.amount(amount),
    formula: { add, subtract },
  });
  const ofTeams: Term = { sum: { sheet: sheet('teams').id, column: 'amount' } };
  const ofLines: Term = { sum: { sheet: sheet('lines').id, column: 'amount' } };
  const figure = (row: string): Term => ({
    cell: { sheet: sheet('reconciliation').id, row, column: 'amount' },
  });
  const none = formatMinorUnits(0n, statement.digits);
  const closing = report.life?.closing;
  const unowned = teams.find(({ team }) => team === UNOWNED);
  return [
    [summary.title(report.audienceName, formatter.period(report.period.id))],
    [
      label(summary.state),
      words.states[report.state],
      label(summary.period),
      summary.days(formatter.days(report.period.from, report.period.to)),
      '',
      label(summary.statement),
      statementIdOf(report),
    ],
    [
      label(summary.asOf),
      report.asOf === undefined ? words.never : formatter.instant(report.asOf),
      ...(closing
        ? [
            label(summary.closed),
            summary.closedBy(formatter.instant(closing.at), closing.by, formatter.count(closing.revision)),
          ]
        : []),
    ],
    [
      ...[label(summary.charged), money(total.amount, [ofTeams])],
      ...[label(summary.lines), money(total.amount, [ofLines])],
      ...[label(summary.lineDifference), money(none, [ofTeams], [ofLines])],
    ],
    ...(reconciliation
      ? [
          [
            ...[label(summary.azure), money(reconciliation.azureEffective.amount, [figure('azure')])],
            ...[label(summary.outside), money(reconciliation.outside.amount, [figure('outside')])],
            ...[
              label(summary.adjustments),
              money(reconciliation.adjustments.amount, [figure('adjustments')]),
            ],
            ...[label(summary.difference), money(reconciliation.difference.amount, [figure('difference')])],
          ],
        ]
      : []),
    ...(unowned
      ? [
          [
            ...[label(summary.unowned), context.amount(unowned.amount)],
            ...shareOf(unowned.amount, total.amount).flatMap((percent) => [
              label(summary.unownedShare),
              { percent },
            ]),
          ],
        ]
      : []),
  ];
}

/** Part of the whole in percent; nothing where the whole is nothing. */
function shareOf(part: string, whole: string): string[] {
  const divisor = parseAmount(whole) ?? 0n;
  if (divisor === 0n) return [];
  return [formatMinorUnits(((parseAmount(part) ?? 0n) * 10_000n) / divisor, 2)];
}

/** What the teams came to in the month before; undefined where one of them is not known. */
function sumBefore(teams: readonly TeamTotal[], digits: number): string | undefined {
  const amounts = teams.flatMap(({ previous }) => (previous === undefined ? [] : [previous]));
  return amounts.length === teams.length ? sumText(amounts, digits) : undefined;
}
