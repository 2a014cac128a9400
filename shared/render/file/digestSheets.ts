import type { DigestReport } from '../../reports/digestReport.ts';
import type { TeamCost } from '../../reports/teamCostLine.ts';
import type { Formatter } from '../formatter.ts';
import { nameTeam } from '../view/names.ts';
import type { Sheet, SheetCell } from './sheet.ts';

/** The digest's sheets about cost: everything that a mail has no room for. */
export function sheetsOfDigest(report: DigestReport, formatter: Formatter): Sheet[] {
  return [
    sheetOfTeams(report, formatter),
    sheetOfWeeks(report, formatter),
    sheetOfNamespaces(report, formatter),
    sheetOfMovement(report, formatter),
    sheetOfAnomalies(report, formatter),
    sheetOfRightSizing(report, formatter),
  ];
}

type Money = (amount: string) => SheetCell;

/** Rows that begin with their team and currency. */
function eachCost(
  { teams }: DigestReport,
  { words }: Formatter,
  toRows: (cost: TeamCost, money: Money) => readonly (readonly SheetCell[])[],
): readonly (readonly SheetCell[])[] {
  return teams.flatMap((team) =>
    team.costs.flatMap((cost) =>
      toRows(cost, (amount) => ({ amount, digits: cost.digits })).map((row) => [
        nameTeam(team, words),
        cost.currency,
        ...row,
      ]),
    ),
  );
}

function headColumns({ words }: Formatter): Sheet['columns'] {
  const { columns } = words.digestFile;
  return [
    { label: columns.team, width: 28 },
    { label: columns.currency, width: 10 },
  ];
}

function placeColumns({ words }: Formatter): Sheet['columns'] {
  const { columns } = words.digestFile;
  return [
    { label: columns.cluster, width: 24 },
    { label: columns.namespace, width: 28 },
  ];
}

function narrow(labels: readonly string[]): Sheet['columns'] {
  return labels.map((label) => ({ label, width: 17 }));
}

function percentOf(percent: string | undefined, otherwise: string): SheetCell {
  return percent === undefined ? otherwise : { percent };
}

function sheetOfTeams(report: DigestReport, formatter: Formatter): Sheet {
  const { digestFile: words, file } = formatter.words;
  const { columns } = words;
  return {
    ...{ id: 'teams', name: words.sheets.teams },
    lead: [[words.title(report.audienceName, formatter.period(report.period.id))]],
    columns: [
      ...headColumns(formatter),
      ...narrow([
        ...[columns.week, columns.weekBefore, columns.change, columns.monthToDate],
        ...[columns.budget, columns.budgetUsed, columns.forecast, columns.forecastError],
        ...[columns.backTests, columns.cpuUsed, columns.ramUsed, columns.saving],
      ]),
    ],
    rows: eachCost(report, formatter, (cost, money) => [
      [
        money(cost.week),
        cost.previousWeek === undefined ? file.notRead : money(cost.previousWeek),
        cost.movement === undefined ? '' : money(cost.movement.change),
        money(cost.monthToDate),
        cost.budget ? money(cost.budget.monthly) : '',
        percentOf(cost.budget?.usedPercent, ''),
        ...(cost.forecast.kind === 'estimate'
          ? [
              money(cost.forecast.amount),
              { percent: cost.forecast.errorPercent },
              { count: cost.forecast.backTests },
            ]
          : [file.none, words.noForecast[cost.forecast.reason], '']),
        percentOf(cost.efficiency.cpuPercent, words.notTold),
        percentOf(cost.efficiency.ramPercent, words.notTold),
        cost.efficiency.told === 0 ? words.notTold : money(cost.efficiency.monthlySaving),
      ],
    ]),
  };
}

function sheetOfWeeks(report: DigestReport, formatter: Formatter): Sheet {
  const { digestFile: words, file } = formatter.words;
  return {
    ...{ id: 'weeks', name: words.sheets.weeks },
    columns: [...headColumns(formatter), ...narrow([words.columns.weekOf, words.columns.amount])],
    rows: eachCost(report, formatter, ({ trend }, money) =>
      trend.map(({ week, amount }) => [week, amount === undefined ? file.notRead : money(amount)]),
    ),
  };
}

function sheetOfNamespaces(report: DigestReport, formatter: Formatter): Sheet {
  const { digestFile: words, file } = formatter.words;
  return {
    ...{ id: 'namespaces', name: words.sheets.namespaces },
    columns: [
      ...headColumns(formatter),
      ...placeColumns(formatter),
      ...narrow([words.columns.week, words.columns.weekBefore]),
    ],
    rows: eachCost(report, formatter, ({ namespaces }, money) =>
      namespaces.map(({ clusterName, namespace, amount, previous }) => [
        ...[clusterName, namespace],
        money(amount),
        previous === undefined ? file.notRead : money(previous),
      ]),
    ),
  };
}

function sheetOfMovement(report: DigestReport, formatter: Formatter): Sheet {
  const { digestFile: words, file, cost } = formatter.words;
  const { columns } = words;
  return {
    ...{ id: 'movement', name: words.sheets.movement },
    columns: [
      ...headColumns(formatter),
      ...placeColumns(formatter),
      ...narrow([
        ...[columns.weekBefore, columns.week, columns.change, columns.why, columns.group],
        ...[columns.ofChange, columns.quantityPercent],
      ]),
    ],
    rows: eachCost(report, formatter, ({ movement }, money) =>
      (movement?.movers ?? []).flatMap(({ clusterName, namespace, before, after, change, effects }) => [
        [clusterName, namespace, money(before), money(after), money(change), '', '', '', ''],
        ...effects.map(({ effect, group, amount, quantityPercent }) => [
          ...[clusterName, namespace, '', '', ''],
          cost.effects[effect],
          cost.groups[group],
          money(amount),
          percentOf(quantityPercent, ''),
        ]),
      ]),
    ),
    empty: file.none,
  };
}

function sheetOfAnomalies(report: DigestReport, formatter: Formatter): Sheet {
  const { digestFile: words, file } = formatter.words;
  const { columns } = words;
  return {
    ...{ id: 'anomalies', name: words.sheets.anomalies },
    columns: [
      ...headColumns(formatter),
      ...placeColumns(formatter),
      ...narrow([columns.from, columns.to, columns.amount, columns.expected]),
    ],
    rows: eachCost(report, formatter, ({ anomalies }, money) =>
      anomalies.map((one) => [
        ...[one.clusterName, one.namespace],
        ...[{ day: one.from }, { day: one.to }],
        ...[money(one.amount), money(one.expected)],
      ]),
    ),
    empty: file.none,
  };
}

function sheetOfRightSizing(report: DigestReport, formatter: Formatter): Sheet {
  const { digestFile: words, file } = formatter.words;
  const { columns } = words;
  const cores = (amount: string): SheetCell => ({ amount, digits: 3 });
  const mebibytes = (amount: string): SheetCell => ({ amount, digits: 0 });
  return {
    ...{ id: 'rightSizing', name: words.sheets.rightSizing },
    columns: [
      ...headColumns(formatter),
      ...placeColumns(formatter),
      { label: columns.workload, width: 28 },
      ...narrow([
        ...[columns.cpuRequested, columns.cpuUse, columns.cpuRecommended],
        ...[columns.ramRequested, columns.ramUse, columns.ramRecommended, columns.saving],
      ]),
    ],
    rows: eachCost(report, formatter, ({ rightSizing }, money) =>
      rightSizing.map(({ clusterName, namespace, workload, cpuCores, ramMib, monthlySaving }) => [
        ...[clusterName, namespace, workload],
        ...[cpuCores.requested, cpuCores.used, cpuCores.recommended].map(cores),
        ...[ramMib.requested, ramMib.used, ramMib.recommended].map(mebibytes),
        money(monthlySaving),
      ]),
    ),
    empty: file.none,
  };
}
