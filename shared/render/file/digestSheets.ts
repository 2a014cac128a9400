import type { DigestReport } from '../../reports/digestReport.ts';
import type { TeamCost } from '../../reports/teamCostLine.ts';
import { EFFECT_NAMES } from '../view/movementWords.ts';
import type { Sheet, SheetCell } from './workbook.ts';

/** The digest's sheets about cost: everything that a mail has no room for. */
export function sheetsOfDigest(report: DigestReport): Sheet[] {
  return [
    sheetOfTeams(report),
    sheetOfMovement(report),
    sheetOfAnomalies(report),
    sheetOfRightSizing(report),
  ];
}

/** One row a team and currency. */
function eachCost<Item>(
  { teams }: DigestReport,
  toItems: (cost: TeamCost, money: (amount: string) => SheetCell) => readonly Item[],
): { readonly head: readonly SheetCell[]; readonly item: Item }[] {
  return teams.flatMap(({ teamName, costs }) =>
    costs.flatMap((cost) =>
      toItems(cost, (amount) => ({ amount, digits: cost.digits })).map((item) => ({
        head: [teamName, cost.currency],
        item,
      })),
    ),
  );
}

const TEAM_COLUMNS = [
  { label: 'Team', width: 28 },
  { label: 'Currency', width: 10 },
];

function sheetOfTeams(report: DigestReport): Sheet {
  return {
    name: 'Cost by team',
    columns: [
      ...TEAM_COLUMNS,
      ...[
        ...['This week', 'Week before', 'Month to date', 'Budget of the month', 'Budget used, percent'],
        ...['Forecast to month end', 'Mean error of back-tests, percent', 'Back-tests'],
        ...['CPU used of requested, percent', 'Memory used of requested, percent', 'Saving a month'],
      ].map((label) => ({ label, width: 16 })),
    ],
    rows: eachCost(report, (cost, money) => [
      [
        money(cost.week),
        cost.previousWeek === undefined ? 'not read' : money(cost.previousWeek),
        money(cost.monthToDate),
        cost.budget ? money(cost.budget.monthly) : '',
        cost.budget?.usedPercent ?? '',
        ...(cost.forecast.kind === 'estimate'
          ? [money(cost.forecast.amount), cost.forecast.errorPercent, { count: cost.forecast.backTests }]
          : ['none', cost.forecast.reason, '']),
        cost.efficiency.cpuPercent ?? 'not told',
        cost.efficiency.ramPercent ?? 'not told',
        cost.efficiency.told === 0 ? 'not told' : money(cost.efficiency.monthlySaving),
      ],
    ]).map(({ head, item }) => [...head, ...item]),
  };
}

function sheetOfMovement(report: DigestReport): Sheet {
  const rows = eachCost(report, ({ movement }, money) =>
    (movement?.movers ?? []).flatMap(({ clusterName, namespace, before, after, change, effects }) => [
      [clusterName, namespace, money(before), money(after), money(change), '', '', '', ''],
      ...effects.map(({ effect, group, amount, quantityPercent }) => [
        ...[clusterName, namespace, '', '', ''],
        EFFECT_NAMES[effect],
        group,
        money(amount),
        quantityPercent ?? '',
      ]),
    ]),
  );
  return {
    name: 'What moved',
    columns: [
      ...TEAM_COLUMNS,
      { label: 'Cluster', width: 24 },
      { label: 'Namespace', width: 28 },
      ...[
        'Week before',
        'This week',
        'Change',
        'Why',
        'Kind of cost',
        'Of the change',
        'Quantity, percent',
      ].map((label) => ({ label, width: 18 })),
    ],
    rows: rows.map(({ head, item }) => [...head, ...item]),
  };
}

function sheetOfAnomalies(report: DigestReport): Sheet {
  const rows = eachCost(report, ({ anomalies }, money) =>
    anomalies.map((one) => [
      ...[one.clusterName, one.namespace, one.from, one.to],
      money(one.amount),
      money(one.expected),
    ]),
  );
  return {
    name: 'Out of the ordinary',
    columns: [
      ...TEAM_COLUMNS,
      { label: 'Cluster', width: 24 },
      { label: 'Namespace', width: 28 },
      ...['From', 'To', 'Amount', 'Usual'].map((label) => ({ label, width: 16 })),
    ],
    rows: rows.map(({ head, item }) => [...head, ...item]),
  };
}

function sheetOfRightSizing(report: DigestReport): Sheet {
  const rows = eachCost(report, ({ rightSizing }, money) =>
    rightSizing.map((one) => [
      ...[one.clusterName, one.namespace, one.workload],
      ...[one.cpuCores.requested, one.cpuCores.used, one.cpuCores.recommended],
      ...[one.ramMib.requested, one.ramMib.used, one.ramMib.recommended],
      money(one.monthlySaving),
    ]),
  );
  return {
    name: 'Right-sizing',
    columns: [
      ...TEAM_COLUMNS,
      { label: 'Cluster', width: 24 },
      { label: 'Namespace', width: 28 },
      { label: 'Workload', width: 28 },
      ...[
        ...['CPU requested (cores)', 'CPU used', 'CPU recommended'],
        ...['Memory requested (MiB)', 'Memory used', 'Memory recommended', 'Saving a month'],
      ].map((label) => ({ label, width: 16 })),
    ],
    rows: rows.map(({ head, item }) => [...head, ...item]),
  };
}
