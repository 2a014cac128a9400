import type { ChargebackReport, CurrencyStatement } from '../../reports/chargebackReport.ts';
import { countLines, readLines } from '../../reports/lines.ts';
import { describeParameters } from '../../reports/parameters.ts';
import { statementIdOf } from '../statementId.ts';
import { sheetsOfMovement, sheetsOfUnitCosts } from '../view/analysisTables.ts';
import { sheetOfCoverage } from './coverageSheet.ts';
import { limitRows } from './rowLimit.ts';
import type { Sheet, SheetCell } from './workbook.ts';

/** The sheets of a chargeback: a set for each currency, and what they have in common. */
export function sheetsOfChargeback(report: ChargebackReport): Sheet[] {
  const severalCurrencies = report.statements.length > 1;
  return [
    ...report.statements.flatMap((statement) => {
      const suffix = severalCurrencies ? ` ${statement.currency}` : '';
      return sheetsOfStatement(statement).map((sheet) => ({ ...sheet, name: `${sheet.name}${suffix}` }));
    }),
    ...sheetsOfUnitCosts(report),
    sheetOfMethod(report),
    ...(report.comparisons.length > 0 ? [sheetOfComparisons(report.comparisons)] : []),
    sheetOfCoverage(report),
  ];
}

function sheetOfComparisons(comparisons: ChargebackReport['comparisons']): Sheet {
  return {
    name: 'Allocations compared',
    columns: [
      { label: 'Cluster', width: 28 },
      { label: 'Days', width: 8 },
      { label: 'Charged elsewhere', width: 18 },
      { label: 'Namespace', width: 28 },
      { label: 'Share by allocation', width: 18 },
      { label: 'Share by metering', width: 18 },
    ],
    rows: comparisons.flatMap(({ clusterName, days, differenceShare, largest }) => [
      [clusterName, { count: days }, differenceShare, '', '', ''],
      ...largest.map((each) => [clusterName, '', '', each.namespace, each.allocation, each.metering]),
    ]),
  };
}

function sheetsOfStatement(statement: CurrencyStatement): Sheet[] {
  const { currency, digits, costCenters, teams, pools, unowned } = statement;
  const money = (amount: string): SheetCell => ({ amount, digits });
  const amountLabel = `Amount (${currency})`;
  const sheets: Sheet[] = [
    {
      name: 'Summary by cost centre',
      columns: [
        { label: 'Cost centre', width: 28 },
        { label: amountLabel, width: 18, sum: true },
      ],
      rows: costCenters.map((each) => [each.costCenter, money(each.amount)]),
    },
    {
      name: 'Teams',
      columns: [
        { label: 'Team', width: 28 },
        { label: 'Team id', width: 20 },
        { label: 'Cost centre', width: 18 },
        ...['Direct', 'Idle', 'Shared', 'Overhead', 'Adjustment', amountLabel].map((label) => ({
          label,
          width: 16,
          sum: true,
        })),
        { label: 'Month before', width: 16 },
      ],
      rows: teams.map((team) => [
        team.teamName,
        team.team,
        team.costCenter,
        ...[team.direct, team.idle, team.shared, team.overhead, team.adjustment, team.amount].map(money),
        team.previous === undefined ? 'not read' : money(team.previous),
      ]),
    },
    {
      name: 'Clusters and namespaces',
      columns: [
        ...[
          ...['Team', 'Cost centre', 'GL account', 'Cluster', 'Namespace', 'Category', 'Kind', 'Rule'],
          ...['Part', 'Corrects', 'Days'],
        ].map((label) => ({ label, width: 20 })),
        { label: 'Why this team', width: 40 },
        { label: amountLabel, width: 18, sum: true },
        { label: 'Exact amount', width: 34 },
        { label: 'Ratio of its pool', width: 18 },
      ],
      ...limitRows(readLines(statement), countLines(statement), (line) => [
        line.teamName,
        line.costCenter,
        line.glAccount,
        line.clusterName,
        line.namespace,
        line.category,
        line.kind,
        line.rule,
        line.part,
        line.origin,
        line.days,
        line.ownerReason,
        money(line.amount),
        line.exact,
        line.ratio,
      ]),
    },
    {
      name: 'Pools',
      columns: [
        ...['Cluster', 'Category'].map((label) => ({ label, width: 24 })),
        { label: amountLabel, width: 18, sum: true },
        { label: 'Exact amount', width: 34 },
        { label: 'Exact amount billed', width: 34 },
        { label: 'Of it, by part', width: 60 },
      ],
      ...limitRows(pools, pools.length, (pool) => [
        pool.clusterName,
        pool.category,
        money(pool.effective.amount),
        pool.effective.exact,
        pool.billed?.exact ?? '',
        pool.parts
          .filter(({ part }) => part !== '')
          .map(({ part, effective }) => `${part} ${effective}`)
          .join(', '),
      ]),
    },
  ];
  if (statement.reconciliation) sheets.push(sheetOfReconciliation(statement, statement.reconciliation));
  sheets.push(...sheetsOfMovement(statement));
  sheets.push({
    name: 'Unowned',
    columns: [
      { label: 'Cluster', width: 24 },
      { label: 'Namespace', width: 28 },
      { label: 'Why nobody owns it', width: 50 },
      { label: amountLabel, width: 18, sum: true },
    ],
    rows: unowned.map((row) => [row.clusterName, row.namespace, row.reason, money(row.amount)]),
  });
  return sheets;
}

function sheetOfReconciliation(
  { currency, digits }: CurrencyStatement,
  bill: NonNullable<CurrencyStatement['reconciliation']>,
): Sheet {
  const figures = [
    ['Effective cost of the subscriptions (Azure, amortized)', bill.azureEffective],
    ['of it in clusters: distributed', bill.inPools],
    ['of it outside the clusters', bill.outside],
    ['Difference', bill.difference],
    ['Corrections of closed months', bill.adjustments],
    ['Charged to teams', bill.charged],
    ['Billed cost of the clusters (ties to the invoice)', bill.billedInPools],
    ['Bridge: effective less billed', bill.bridge],
    ['Billed cost of the subscriptions (Azure, actual)', bill.azureBilled],
  ] as const;
  return {
    name: 'Reconciliation',
    columns: [
      { label: 'Figure', width: 56 },
      { label: `Amount (${currency})`, width: 18 },
      { label: 'Exact amount', width: 34 },
    ],
    rows: [
      ...figures.map(([label, { amount, exact }]) => [label, { amount, digits }, exact]),
      ...bill.subscriptions.flatMap(({ subscriptionId, effective, billed }) => [
        [`effective: subscription ${subscriptionId}`, { amount: effective.amount, digits }, effective.exact],
        [`billed: subscription ${subscriptionId}`, { amount: billed.amount, digits }, billed.exact],
      ]),
      ...bill.outsideByResourceGroup.map(({ resourceGroup, amount }) => [
        `outside: resource group ${resourceGroup || '(none)'}`,
        { amount, digits },
        '',
      ]),
    ],
  };
}

function sheetOfMethod(report: ChargebackReport): Sheet {
  return {
    name: 'Method',
    columns: [
      { label: 'Rule', width: 28 },
      { label: 'How it divides', width: 100 },
    ],
    rows: [
      [
        'Statement',
        `${statementIdOf(report)}, ${report.state}, ${report.period.from} to ${report.period.to} UTC`,
      ],
      ...report.method.map(({ rule, text }) => [rule, text]),
      ...describeParameters(report.parameters).map(({ setting, text }) => [`setting: ${setting}`, text]),
    ],
  };
}
