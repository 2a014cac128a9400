import { formatExact, parseAmount, sumAmounts } from '../../model/money.ts';
import type { ChargebackReport, StatementLine } from '../../reports/chargebackReport.ts';
import type { Formatter } from '../formatter.ts';
import { nameTeam, sayOwnerReason } from '../view/names.ts';
import type { Sheet, SheetCell } from './sheet.ts';
import type { StatementContext } from './statementContext.ts';

/** Corrections of closed months, each with the month and the reason, and what was agreed between teams. */
export function sheetOfAdjustments(context: StatementContext): Sheet {
  const { statement, rows, words, amountColumn, sheet } = context;
  const { columns } = words;
  const total = sumAmounts(statement.teams.map(({ adjustment }) => parseAmount(adjustment) ?? 0n));
  return {
    ...sheet('adjustments'),
    columns: [
      { label: columns.corrects, width: 14 },
      { label: columns.team, width: 28 },
      { label: columns.costCenter, width: 18 },
      { label: columns.cluster, width: 24 },
      { label: columns.category, width: 18 },
      { label: columns.rule, width: 18 },
      { label: columns.reason, width: 60, wrap: true },
      amountColumn(columns.amount, { id: 'amount' }),
      { label: columns.exact, width: 34 },
    ],
    ...context.limit(
      rows.adjustments,
      rows.adjustmentCount,
      (line) => toRow(context, line),
      new Map([[7, formatExact(total)]]),
    ),
    empty: words.adjustments.none,
  };
}

function toRow(context: StatementContext, line: StatementLine): SheetCell[] {
  const { formatter, words, amount } = context;
  return [
    line.origin === '' ? words.adjustments.agreed : line.origin,
    ...[context.nameTeam(line), line.costCenter, context.nameCluster(line.clusterName)],
    ...[formatter.words.cost.categories[line.category]],
    ...[line.rule, sayOwnerReason(line.ownerReason, formatter.words)],
    amount(line.amount),
    { exact: line.exact },
  ];
}

/** Corrections that are too small to be booked yet, or are not known; none where there are none. */
export function sheetsOfWaiting({ life, statements }: ChargebackReport, { words }: Formatter): Sheet[] {
  const { sheets, columns, adjustments } = words.file;
  const names = new Map(
    statements.flatMap(({ teams }) => teams.map((total) => [total.team, nameTeam(total, words)] as const)),
  );
  const rows = (life?.corrections ?? []).flatMap(({ origin, waiting, problem }): SheetCell[][] => [
    ...(problem === undefined ? [] : [[origin, '', '', '', adjustments.problem(problem)]]),
    ...waiting.map(({ team, currency, exact }): SheetCell[] => [
      ...[origin, names.get(team) ?? team],
      { exact },
      currency,
      adjustments.waiting,
    ]),
  ]);
  if (rows.length === 0) return [];
  return [
    {
      ...{ id: 'waiting', name: sheets.waiting },
      columns: [
        { label: columns.corrects, width: 14 },
        { label: columns.team, width: 28 },
        { label: columns.exact, width: 34 },
        { label: columns.currency, width: 10 },
        { label: columns.reason, width: 60, wrap: true },
      ],
      rows,
    },
  ];
}
