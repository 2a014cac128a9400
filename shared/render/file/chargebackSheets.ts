import type { ChargebackReport } from '../../reports/chargebackReport.ts';
import type { Formatter } from '../formatter.ts';
import { sheetOfAdjustments, sheetsOfWaiting } from './adjustmentSheets.ts';
import { sheetsOfComparisons, sheetsOfMovement, sheetsOfUnitCosts } from './analysisSheets.ts';
import { sheetOfMethod } from './methodSheet.ts';
import { sheetOfReconciliation } from './reconciliationSheet.ts';
import { ROW_LIMIT } from './rowLimit.ts';
import type { Sheet } from './sheet.ts';
import { createContext, type StatementContext } from './statementContext.ts';
import {
  sheetOfLines,
  sheetOfNamespaces,
  sheetOfPools,
  sheetOfTeams,
  sheetOfUnowned,
} from './statementSheets.ts';
import { sheetOfSummary } from './summarySheet.ts';

/** The sheets of a chargeback: a set for each currency, and what they have in common. */
export function sheetsOfChargeback(
  report: ChargebackReport,
  formatter: Formatter,
  rowLimit = ROW_LIMIT,
): Sheet[] {
  return [
    ...report.statements.flatMap((statement) =>
      sheetsOfStatement(createContext(report, statement, formatter, rowLimit)),
    ),
    ...sheetsOfUnitCosts(report, formatter),
    ...sheetsOfWaiting(report, formatter),
    sheetOfMethod(report, formatter),
    ...sheetsOfComparisons(report, formatter),
  ];
}

function sheetsOfStatement(context: StatementContext): Sheet[] {
  const { reconciliation } = context.statement;
  return [
    sheetOfSummary(context),
    sheetOfTeams(context),
    sheetOfNamespaces(context),
    ...(reconciliation ? [sheetOfReconciliation(context, reconciliation)] : []),
    sheetOfAdjustments(context),
    sheetOfUnowned(context),
    ...sheetsOfMovement(context),
    sheetOfLines(context),
    sheetOfPools(context),
  ];
}
