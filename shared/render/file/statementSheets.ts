import { CHARGE_KINDS } from '../../model/cost.ts';
import { formatMinorUnits, parseAmount, toMinorUnits } from '../../model/money.ts';
import { sumText } from '../../reports/chargeback.ts';
import type {
  CurrencyStatement,
  PoolTotal,
  StatementLine,
  TeamTotal,
} from '../../reports/chargebackReport.ts';
import type { AmountCell, Sheet, SheetCell } from './sheet.ts';
import type { StatementContext } from './statementContext.ts';

/** Every team's total by kind, beside the month before. */
export function sheetOfTeams(context: StatementContext): Sheet {
  const { statement, words, amountColumn, sheet } = context;
  const { columns } = words;
  const lines = new Map(statement.costCenters.map(({ costCenter }, place) => [costCenter, place + 1]));
  return {
    ...sheet('teams'),
    columns: [
      { label: columns.team, width: 28 },
      { label: columns.teamId, width: 20 },
      { label: columns.costCenter, width: 18 },
      { label: columns.glAccount, width: 12 },
      ...amountColumns(context),
      amountColumn(columns.before, { id: 'before', sum: knowsBefore(statement) }),
      amountColumn(columns.change, { id: 'change', sum: false }),
      { id: 'line', label: columns.line, width: 12 },
    ],
    rows: statement.teams.map((team): SheetCell[] => [
      ...[context.nameTeam(team), team.team, team.costCenter, team.glAccount],
      ...amountCells(context, team, team.amount),
      ...compareTeam(context, team),
      { count: lines.get(team.costCenter) ?? 0 },
    ]),
  };
}

/** Whether all of the month before is known: the sum of a part of it would be taken for the whole. */
export function knowsBefore({ teams }: CurrencyStatement): boolean {
  return teams.every(({ previous }) => previous !== undefined);
}

function compareTeam({ statement, words, amount }: StatementContext, team: TeamTotal): SheetCell[] {
  if (team.previous === undefined) return [words.notRead, ''];
  const change = (parseAmount(team.amount) ?? 0n) - (parseAmount(team.previous) ?? 0n);
  return [
    amount(team.previous),
    {
      ...amount(formatMinorUnits(toMinorUnits(change, statement.digits), statement.digits)),
      formula: { add: [{ cell: { column: 'amount' } }], subtract: [{ cell: { column: 'before' } }] },
    },
  ];
}

/** The kinds of charges, and their sum. */
function amountColumns({ formatter, words, amountColumn }: StatementContext) {
  return [
    ...CHARGE_KINDS.map((kind) => amountColumn(formatter.words.chargeback.kinds[kind], { id: kind })),
    amountColumn(words.columns.amount, { id: 'amount' }),
  ];
}

function amountCells(
  { amount }: StatementContext,
  kinds: Readonly<Record<(typeof CHARGE_KINDS)[number], string>>,
  sum: string,
): AmountCell[] {
  const formula = { add: CHARGE_KINDS.map((column) => ({ cell: { column } })) };
  return [...CHARGE_KINDS.map((kind) => amount(kinds[kind])), { ...amount(sum), formula }];
}

/** What each namespace of each cluster came to, by the team that pays for it. */
export function sheetOfNamespaces(context: StatementContext): Sheet {
  const { statement, words, rows, sheet } = context;
  const { columns } = words;
  const totals = CHARGE_KINDS.map((kind) =>
    sumText(
      statement.teams.map((team) => team[kind]),
      statement.digits,
    ),
  );
  return {
    ...sheet('namespaces'),
    columns: [
      { label: columns.cluster, width: 24 },
      { label: columns.namespace, width: 28 },
      { label: columns.team, width: 28 },
      ...amountColumns(context),
    ],
    ...context.limit(
      rows.namespaces,
      rows.namespaces.length,
      (each) => [
        context.nameCluster(each.clusterName),
        each.namespace,
        context.nameTeam(each),
        ...amountCells(context, each.kinds, each.amount),
      ],
      new Map([...totals, statement.total.amount].map((total, place) => [place + 3, total])),
    ),
  };
}

/** The booked lines, each with its team's reason, its exact amount and its ratio. */
export function sheetOfLines(context: StatementContext): Sheet {
  const { statement, words, rows, amountColumn, sheet } = context;
  const { columns } = words;
  return {
    ...sheet('lines'),
    columns: [
      { label: columns.team, width: 24 },
      { label: columns.costCenter, width: 16 },
      { label: columns.glAccount, width: 12 },
      { label: columns.cluster, width: 20 },
      { label: columns.namespace, width: 24 },
      { label: columns.category, width: 16 },
      { label: columns.kind, width: 12 },
      { label: columns.rule, width: 20 },
      { label: columns.part, width: 16 },
      { label: columns.corrects, width: 12 },
      { label: columns.days, width: 14 },
      { label: columns.ownerReason, width: 40 },
      amountColumn(columns.amount, { id: 'amount' }),
      { label: columns.exact, width: 34 },
      { label: columns.ratio, width: 18 },
    ],
    ...context.limit(
      rows.lines,
      rows.count,
      (line) => toLine(context, line),
      new Map([[AMOUNT_OF_LINE, statement.total.amount]]),
    ),
  };
}

/** The place of a line's amount among its cells. */
const AMOUNT_OF_LINE = 12;

function toLine(context: StatementContext, line: StatementLine): SheetCell[] {
  const { kinds, categories } = context.formatter.words.cost;
  return [
    ...[context.nameTeam(line), line.costCenter, line.glAccount],
    ...[context.nameCluster(line.clusterName), line.namespace],
    ...[categories[line.category], kinds[line.kind], line.rule, line.part, line.origin],
    ...[line.days, line.ownerReason],
    context.amount(line.amount),
    { exact: line.exact },
    { exact: line.ratio },
  ];
}

/** What each cluster cost in each category: what lines have their ratio of. */
export function sheetOfPools(context: StatementContext): Sheet {
  const { statement, words, amountColumn, sheet } = context;
  const { pools, digits } = statement;
  const { columns } = words;
  const total = sumText(
    pools.map(({ effective }) => effective.amount),
    digits,
  );
  return {
    ...sheet('pools'),
    columns: [
      { label: columns.cluster, width: 24 },
      { label: columns.category, width: 20 },
      amountColumn(columns.amount, { id: 'amount' }),
      { label: columns.exact, width: 34 },
      { label: columns.billed, width: 34 },
      { label: columns.parts, width: 60, wrap: true },
    ],
    ...context.limit(pools, pools.length, (pool) => toPool(context, pool), new Map([[2, total]])),
  };
}

function toPool({ formatter, amount, nameCluster }: StatementContext, pool: PoolTotal): SheetCell[] {
  const parts = pool.parts.filter(({ part }) => part !== '');
  return [
    ...[nameCluster(pool.clusterName), formatter.words.cost.categories[pool.category]],
    amount(pool.effective.amount),
    { exact: pool.effective.exact },
    { exact: pool.billed?.exact ?? '' },
    parts.map(({ part, effective }) => `${part} ${effective}`).join(', '),
  ];
}

/** What nobody owns, and why. */
export function sheetOfUnowned(context: StatementContext): Sheet {
  const { statement, words, amountColumn, sheet } = context;
  const { columns } = words;
  const total = sumText(
    statement.unowned.map(({ amount }) => amount),
    statement.digits,
  );
  return {
    ...sheet('unowned'),
    columns: [
      { label: columns.cluster, width: 24 },
      { label: columns.namespace, width: 28 },
      { label: columns.unowned, width: 60, wrap: true },
      amountColumn(columns.amount, { id: 'amount' }),
    ],
    ...context.limit(
      statement.unowned,
      statement.unowned.length,
      (row) => [
        ...[context.nameCluster(row.clusterName), row.namespace, row.reason],
        context.amount(row.amount),
      ],
      new Map([[3, total]]),
    ),
    empty: words.unowned.none,
  };
}
