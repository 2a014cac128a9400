import { isWholeOrganisation } from '../../reports/audience.ts';
import type { ChargebackReport, CurrencyStatement } from '../../reports/chargebackReport.ts';
import type { Formatter } from '../formatter.ts';
import { toPlainLine } from '../plainText.ts';
import { tableOfReasons, tableOfUnitCosts } from './analysisTables.ts';
import type { Money } from './comparison.ts';
import { type Frame, frameReport } from './frame.ts';
import { nameCluster } from './names.ts';
import { tableOfComparisons, tableOfReconciliation } from './proofTables.ts';
import {
  tableOfAdjustments,
  tableOfKinds,
  tableOfLines,
  tableOfParts,
  tableOfTeams,
  tableOfUnowned,
} from './statementTables.ts';
import { tilesOfOrganisation, tilesOfTeam } from './statementTiles.ts';
import { type Story, tellMovement } from './story.ts';
import type { Table, Tile } from './table.ts';

/** One currency's part of a chargeback, as the templates show it. */
export interface StatementView {
  /** The currency where the report has several, else `''`. */
  readonly heading: string;
  readonly tiles: readonly Tile[];
  /** Whether there is a movement or an adjustment to tell of. */
  readonly changed: boolean;
  /** Why it differs from the month before. */
  readonly movement: Story | null;
  readonly costCenters: Table | null;
  /** Not in one team's own statement, which has `kinds` instead. */
  readonly teams: Table | null;
  readonly kinds: Table | null;
  readonly clusters: Table | null;
  readonly lines: Table | null;
  readonly adjustments: Table | null;
  readonly unowned: Table | null;
  readonly unownedReasons: Table | null;
  readonly reconciliation: Table | null;
  readonly outside: Table | null;
}

export interface ChargebackView {
  readonly frame: Frame;
  readonly statements: readonly StatementView[];
  readonly unitCosts: Table | null;
  /** How it was divided, in a sentence; `''` where nothing was. */
  readonly method: string;
  readonly comparisons: Table | null;
}

/** Rows of a mail's longer and shorter tables; the workbook has them all. */
const MANY = 10;
const FEW = 5;

/** Formats a chargeback for reading; every figure is one of the report's, or a sum or share of them. */
export function viewChargeback(
  report: ChargebackReport,
  formatter: Formatter,
  rowLimit: number,
): ChargebackView {
  const isWhole = isWholeOrganisation(report.audience);
  const few = Math.min(rowLimit, FEW);
  return {
    frame: frameReport(report, formatter, rowLimit),
    statements: report.statements.map((statement) => ({
      heading: report.statements.length > 1 ? toPlainLine(statement.currency) : '',
      ...viewStatement(statement, formatter, rowLimit, isWhole),
    })),
    unitCosts: tableOfUnitCosts(report, formatter, Math.min(rowLimit, MANY)),
    method:
      report.method.length === 0
        ? ''
        : formatter.words.chargeback.method(formatter.figure(report.method.length)),
    comparisons:
      report.comparisons.length === 0 ? null : tableOfComparisons(report.comparisons, formatter, few),
  };
}

function viewStatement(
  statement: CurrencyStatement,
  formatter: Formatter,
  rowLimit: number,
  isWhole: boolean,
): Omit<StatementView, 'heading'> {
  const money: Money = (amount) => formatter.money(amount, statement.currency, statement.digits);
  const { words } = formatter;
  const { teams, costCenters, clusters, reconciliation, digits } = statement;
  const [many, few] = [Math.min(rowLimit, MANY), Math.min(rowLimit, FEW)];
  const [only] = isWhole || teams.length !== 1 ? [] : teams;
  const outside = reconciliation?.outsideByResourceGroup ?? [];
  const toParts = (
    title: string,
    label: string,
    parts: readonly (readonly [name: string, amount: string])[],
    limit: number,
  ): Table => tableOfParts(title, label, parts, money, formatter, limit);
  const adjustments = tableOfAdjustments(statement, money, formatter);
  const movement = tellMovement(
    words.chargeback.moved,
    only ? only.movement : statement.movement,
    formatter,
    { digits, money, count: few },
  );
  return {
    changed: movement !== null || adjustments !== null,
    movement,
    adjustments,
    tiles: only ? tilesOfTeam(statement, money, formatter) : tilesOfOrganisation(statement, money, formatter),
    costCenters: only
      ? null
      : toParts(
          words.chargeback.byCostCenter,
          words.chargeback.costCenter,
          costCenters.map(({ costCenter, amount }) => [costCenter, amount]),
          many,
        ),
    teams: only ? null : tableOfTeams(teams, money, formatter, many),
    kinds: only ? tableOfKinds(only, money, formatter) : null,
    clusters:
      clusters.length === 0
        ? null
        : toParts(
            words.chargeback.byCluster,
            words.chargeback.cluster,
            clusters.map(({ clusterName, amount }) => [nameCluster(clusterName, words), amount]),
            few,
          ),
    lines: only ? tableOfLines(statement, money, formatter, many) : null,
    unownedReasons: tableOfReasons(statement, money, formatter, few),
    unowned: tableOfUnowned(statement, money, formatter, few),
    reconciliation: reconciliation ? tableOfReconciliation(reconciliation, money, formatter) : null,
    outside:
      outside.length === 0
        ? null
        : toParts(
            words.chargeback.outside,
            words.chargeback.resourceGroup,
            outside.map(({ resourceGroup, amount }) => [resourceGroup || words.table.none, amount]),
            few,
          ),
  };
}
