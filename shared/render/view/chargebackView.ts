import { UNOWNED } from '../../model/cost.ts';
import { parseAmount } from '../../model/money.ts';
import type { ChargebackReport, CurrencyStatement, TeamTotal } from '../../reports/chargebackReport.ts';
import type { CostMovement } from '../../reports/costMovement.ts';
import { countLines, largestLines } from '../../reports/lines.ts';
import type { Formatter } from '../formatter.ts';
import { toPlainLine } from '../plainText.ts';
import { tableOfReasons, tableOfUnitCosts } from './analysisTables.ts';
import { describePrevious, largestOf, type Money, percentOf, shareOf } from './comparison.ts';
import { type Frame, frameReport } from './frame.ts';
import { tableOfComparisons, tableOfReconciliation } from './proofTables.ts';
import { type Story, tellMovement } from './story.ts';
import {
  barCell,
  bars,
  numberCell,
  numbers,
  type Table,
  type Tile,
  textCell,
  toTable,
  toTile,
  words,
} from './table.ts';

/** One currency's part of a chargeback, as the templates show it. */
export interface StatementView {
  /** The currency where the report has several, else `''`. */
  readonly heading: string;
  readonly tiles: readonly Tile[];
  readonly costCenters: Table | null;
  readonly teams: Table;
  readonly clusters: Table;
  readonly lines: Table | null;
  /** Why it differs from the month before. */
  readonly movement: Story | null;
  readonly unowned: Table | null;
  readonly unownedReasons: Table | null;
  readonly reconciliation: Table | null;
  readonly outside: Table | null;
}

export interface ChargebackView {
  readonly frame: Frame;
  readonly statements: readonly StatementView[];
  readonly unitCosts: Table | null;
  readonly method: readonly { readonly rule: string; readonly text: string }[];
  readonly comparisons: Table | null;
}

/** Formats a chargeback for reading; every figure is one of the report's. */
export function viewChargeback(
  report: ChargebackReport,
  formatter: Formatter,
  rowLimit: number,
): ChargebackView {
  const isTeams = report.audience.startsWith('team:');
  return {
    frame: frameReport(report, formatter, rowLimit),
    statements: report.statements.map((statement) => ({
      heading: report.statements.length > 1 ? toPlainLine(statement.currency) : '',
      ...viewStatement(statement, formatter, rowLimit, isTeams),
    })),
    unitCosts: tableOfUnitCosts(report, formatter, rowLimit),
    method: report.method.map(({ rule, text }) => ({
      rule: toPlainLine(rule),
      text: toPlainLine(text, 400),
    })),
    comparisons: report.comparisons.length === 0 ? null : tableOfComparisons(report.comparisons, rowLimit),
  };
}

function viewStatement(
  statement: CurrencyStatement,
  formatter: Formatter,
  limit: number,
  isTeams: boolean,
): Omit<StatementView, 'heading'> {
  const money: Money = (amount) => formatter.money(amount, statement.currency, statement.digits);
  const { costCenters, clusters, unowned, reconciliation } = statement;
  return {
    tiles: isTeams ? tilesOfTeam(statement, money) : tilesOfOrganisation(statement, money),
    costCenters: isTeams
      ? null
      : tableOfParts(
          'By cost centre',
          'Cost centre',
          costCenters.map((each) => [each.costCenter, each.amount]),
          money,
          limit,
        ),
    teams: tableOfTeams(statement.teams, money, limit),
    clusters: tableOfParts(
      'By cluster',
      'Cluster',
      clusters.map((each) => [each.clusterName, each.amount]),
      money,
      limit,
    ),
    lines: isTeams ? tableOfLines(statement, money, limit) : null,
    movement: tellMovement('What moved since the month before', movementOf(statement, isTeams), {
      digits: statement.digits,
      money,
      count: Math.min(limit, isTeams ? 5 : 10),
    }),
    unownedReasons: tableOfReasons(statement, money, limit),
    unowned:
      unowned.length === 0
        ? null
        : toTable({
            title: 'Nobody owns these',
            note: 'Charged to nobody until a label or a rule names a team.',
            columns: [words('Namespace'), numbers('Amount')],
            items: unowned,
            toRow: (row) => [
              textCell(row.namespace || '(no namespace)', { sub: `${row.clusterName}: ${row.reason}` }),
              numberCell(money(row.amount)),
            ],
            limit,
            empty: '',
          }),
    reconciliation: reconciliation ? tableOfReconciliation(reconciliation, money) : null,
    outside:
      reconciliation && reconciliation.outsideByResourceGroup.length > 0
        ? tableOfParts(
            'Outside the clusters, by resource group',
            'Resource group',
            reconciliation.outsideByResourceGroup.map((each) => [
              each.resourceGroup || '(none)',
              each.amount,
            ]),
            money,
            Math.min(limit, 10),
          )
        : null,
  };
}

/** The organisation's, or in a team's own statement that team's. */
function movementOf({ movement, teams }: CurrencyStatement, isTeams: boolean): CostMovement | undefined {
  return isTeams ? teams[0]?.movement : movement;
}

function tilesOfOrganisation(statement: CurrencyStatement, money: Money): Tile[] {
  const { total, reconciliation, teams } = statement;
  const unowned = teams.find((each) => each.team === UNOWNED);
  const tiles = [toTile('Charged to teams', money(total.amount), 'effective cost of the clusters')];
  if (reconciliation) {
    const ties = parseAmount(reconciliation.difference.amount) === 0n;
    tiles.push(
      toTile(
        'Difference to the bill',
        money(reconciliation.difference.amount),
        ties ? 'every cent is accounted for' : 'see the reconciliation',
        ties ? 'good' : 'bad',
      ),
      toTile('Billed for the clusters', money(reconciliation.billedInPools.amount), 'ties to the invoice'),
    );
  }
  if (unowned) tiles.push(toTile('Unowned', money(unowned.amount), 'no team named', 'warn'));
  return tiles;
}

function tilesOfTeam(statement: CurrencyStatement, money: Money): Tile[] {
  const previous = statement.teams[0]?.previous;
  const tiles = [toTile('Charged', money(statement.total.amount), 'effective cost')];
  return previous === undefined ? tiles : [...tiles, toTile('Month before', money(previous))];
}

function tableOfTeams(teams: readonly TeamTotal[], money: Money, limit: number): Table {
  const largest = largestOf(teams.map((each) => each.amount));
  return toTable({
    title: 'By team',
    columns: [words('Team'), bars('Share'), numbers('Amount')],
    items: teams,
    toRow: (team) => [
      textCell(team.teamName, { sub: `${team.costCenter} · ${describeParts(team, money)}` }),
      barCell(shareOf(team.amount, largest)),
      numberCell(money(team.amount), { sub: describePrevious(team.amount, team.previous, money) }),
    ],
    limit,
    empty: 'No team is charged anything.',
  });
}

function describeParts(team: TeamTotal, money: Money): string {
  const parts: [string, string][] = [
    ['direct', team.direct],
    ['idle', team.idle],
    ['shared', team.shared],
    ['overhead', team.overhead],
    ['adjustment', team.adjustment],
  ];
  return parts
    .filter(([, amount]) => parseAmount(amount) !== 0n)
    .map(([name, amount]) => `${name} ${money(amount)}`)
    .join(' · ');
}

function tableOfParts(
  title: string,
  label: string,
  parts: readonly (readonly [name: string, amount: string])[],
  money: Money,
  limit: number,
): Table {
  const largest = largestOf(parts.map(([, amount]) => amount));
  return toTable({
    title,
    columns: [words(label), bars('Share'), numbers('Amount')],
    items: parts,
    toRow: ([name, amount]) => [textCell(name), barCell(shareOf(amount, largest)), numberCell(money(amount))],
    limit,
    empty: 'Nothing to show.',
  });
}

function tableOfLines(statement: CurrencyStatement, money: Money, limit: number): Table {
  return toTable({
    title: 'What it is made of, largest first',
    columns: [words('Namespace'), numbers('Amount')],
    items: largestLines(statement, limit),
    count: countLines(statement),
    toRow: (line) => [
      textCell(line.namespace || '(whole cluster)', {
        sub: `${line.clusterName} · ${line.category} · ${line.kind} · ${line.ownerReason}`,
      }),
      numberCell(money(line.amount), {
        sub: line.ratio === '' ? '' : `${percentOf(line.ratio)} of its pool`,
      }),
    ],
    limit,
    empty: 'No line is booked.',
  });
}
