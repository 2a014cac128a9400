import type {
  ChargebackReport,
  CurrencyStatement,
  DigestReport,
  GovernanceReport,
  Report,
} from '../reports/report.ts';
import { listFindings } from './csv.ts';
import { statementIdOf } from './statementId.ts';
import { type Sheet, type SheetCell, writeWorkbook } from './workbook.ts';

/** Lines a sheet holds; a workbook is built in memory, and more of them nobody scrolls through. */
const LINE_LIMIT = 25_000;

/** The report as a workbook; a chargeback has a set of sheets for each currency. */
export async function renderXlsx(report: Report): Promise<Uint8Array> {
  switch (report.kind) {
    case 'chargeback':
      return writeWorkbook(sheetsOfChargeback(report));
    case 'digest':
      return writeWorkbook([...sheetsOfDigest(report), sheetOfFindings(report), sheetOfCoverage(report)]);
    case 'governance':
      return writeWorkbook([...sheetsOfGovernance(report), sheetOfFindings(report), sheetOfCoverage(report)]);
  }
}

function sheetsOfChargeback(report: ChargebackReport): Sheet[] {
  const severalCurrencies = report.statements.length > 1;
  return [
    ...report.statements.flatMap((statement) => {
      const suffix = severalCurrencies ? ` ${statement.currency}` : '';
      return sheetsOfStatement(statement).map((sheet) => ({ ...sheet, name: `${sheet.name}${suffix}` }));
    }),
    sheetOfMethod(report),
    sheetOfCoverage(report),
  ];
}

function sheetsOfStatement(statement: CurrencyStatement): Sheet[] {
  const { currency, digits, costCenters, teams, lines, unowned } = statement;
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
        ...['Team', 'Cost centre', 'GL account', 'Cluster', 'Namespace', 'Category', 'Kind', 'Rule'].map(
          (label) => ({ label, width: 20 }),
        ),
        { label: 'Why this team', width: 40 },
        { label: amountLabel, width: 18, sum: true },
        { label: 'Exact amount', width: 34 },
      ],
      ...limitRows(lines, (line) => [
        line.teamName,
        line.costCenter,
        line.glAccount,
        line.clusterName,
        line.namespace,
        line.category,
        line.kind,
        line.rule,
        line.ownerReason,
        money(line.amount),
        line.exact,
      ]),
    },
  ];
  if (statement.reconciliation) sheets.push(sheetOfReconciliation(statement, statement.reconciliation));
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

function limitRows<Item>(
  items: readonly Item[],
  toRow: (item: Item) => readonly SheetCell[],
): Pick<Sheet, 'rows' | 'more'> {
  const rows = items.slice(0, LINE_LIMIT).map(toRow);
  const hidden = items.length - rows.length;
  return hidden === 0 ? { rows } : { rows, more: `and ${hidden} more, in the CSV file` };
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
    ],
  };
}

function sheetsOfDigest(report: DigestReport): Sheet[] {
  return [
    {
      name: 'Cost by team',
      columns: [
        { label: 'Team', width: 28 },
        { label: 'Currency', width: 10 },
        ...['This week', 'Week before', 'Month to date'].map((label) => ({ label, width: 16 })),
      ],
      rows: report.teams.flatMap((team) =>
        team.costs.map(({ currency, digits, week, previousWeek, monthToDate }): SheetCell[] => [
          team.teamName,
          currency,
          { amount: week, digits },
          previousWeek === undefined ? 'not read' : { amount: previousWeek, digits },
          { amount: monthToDate, digits },
        ]),
      ),
    },
  ];
}

function sheetsOfGovernance(report: GovernanceReport): Sheet[] {
  const surfaces = ['build', 'registry', 'cluster', 'node', 'application'] as const;
  return [
    {
      name: 'Attack surfaces',
      columns: ['Team', ...surfaces, 'overdue'].map((label) => ({ label, width: 16 })),
      rows: report.surfaces.map((row): SheetCell[] => [
        row.teamName,
        ...surfaces.map((surface) => ({ count: row.counts[surface] })),
        { count: row.overdue },
      ]),
    },
    {
      name: 'Azure Policy',
      columns: [
        { label: 'Subscription', width: 28 },
        { label: 'Assignment', width: 50 },
        ...['Not compliant', 'Resources', 'Policies not compliant'].map((label) => ({ label, width: 16 })),
      ],
      rows: report.policy.map((row): SheetCell[] => [
        row.subscriptionName,
        row.assignment,
        { count: row.nonCompliantResources },
        { count: row.totalResources },
        { count: row.nonCompliantPolicies },
      ]),
    },
  ];
}

function sheetOfFindings(report: DigestReport | GovernanceReport): Sheet {
  const labels = [
    'Change',
    'Severity',
    'Finding',
    'Team',
    'Cluster',
    'Namespace',
    'Workload',
    'Detail',
    'Fixed in',
    'Surface',
    'First seen',
    'Due',
  ];
  return {
    name: 'Findings',
    columns: labels.map((label) => ({ label, width: label === 'Finding' || label === 'Detail' ? 50 : 16 })),
    ...limitRows(listFindings(report), (finding) => [
      finding.change,
      finding.severity,
      finding.title,
      finding.team,
      finding.clusterName,
      finding.namespace,
      finding.workload,
      finding.detail,
      finding.fixedVersion,
      finding.surface,
      finding.firstSeen,
      finding.dueOn ?? '',
    ]),
  };
}

function sheetOfCoverage({ coverage }: Report): Sheet {
  return {
    name: 'Coverage',
    columns: [
      { label: 'Source', width: 18 },
      { label: 'Of', width: 32 },
      { label: 'Days read', width: 12 },
      { label: 'Days expected', width: 14 },
      { label: 'Missing', width: 40 },
      { label: 'As of', width: 26 },
      { label: 'Problem', width: 60 },
    ],
    rows: coverage.entries.map((entry) => [
      entry.source,
      entry.name,
      { count: entry.readDays },
      { count: entry.expectedDays },
      entry.missing.join(', '),
      entry.asOf ?? 'never',
      entry.problem ? `${entry.problem.message} ${entry.problem.remedy}` : '',
    ]),
  };
}
