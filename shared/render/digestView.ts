import type { DigestReport, TeamCost, TeamDigest } from '../reports/report.ts';
import { describePrevious, largestOf, shareOf } from './comparison.ts';
import { tableOfAlerts, tableOfFindings } from './findingRows.ts';
import type { Formatter } from './formatter.ts';
import { type Frame, frameReport } from './frame.ts';
import { toPlainLine } from './plainText.ts';
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

/** One team's week as the templates show it. */
export interface TeamView {
  /** The team's name where the report has several teams, else `''`. */
  readonly heading: string;
  readonly tiles: readonly Tile[];
  readonly costs: readonly { readonly trend: Table; readonly namespaces: Table }[];
  readonly mine: Table;
  readonly fresh: Table | null;
  readonly fixed: Table | null;
  readonly alerts: Table | null;
  /** What is not the team's to fix, in a sentence. */
  readonly others: string;
}

export interface DigestView {
  readonly frame: Frame;
  readonly teams: readonly TeamView[];
  readonly moreTeams: string;
}

/** Formats a digest for reading; every figure is one of the report's. */
export function viewDigest(report: DigestReport, formatter: Formatter, rowLimit: number): DigestView {
  const shown = report.teams.slice(0, Math.max(1, rowLimit));
  const hidden = report.teams.length - shown.length;
  const perTeam = report.teams.length > 1 ? Math.min(rowLimit, 5) : rowLimit;
  return {
    frame: frameReport(report, formatter, rowLimit),
    teams: shown.map((team) => ({
      heading: report.teams.length > 1 ? toPlainLine(team.teamName) : '',
      ...viewTeam(team, formatter, perTeam),
    })),
    moreTeams: hidden === 0 ? '' : `and ${hidden} more teams, attached`,
  };
}

function viewTeam(team: TeamDigest, formatter: Formatter, limit: number): Omit<TeamView, 'heading'> {
  const { findings } = team;
  return {
    tiles: [...team.costs.map((cost) => tileOfCost(cost, formatter)), ...tilesOfFindings(team, formatter)],
    costs: team.costs.map((cost) => viewCost(cost, formatter, limit)),
    mine: tableOfFindings('Yours to fix', findings.mine, formatter, {
      limit,
      empty: 'Nothing is open that is yours to fix.',
    }),
    fresh:
      findings.new.length === 0
        ? null
        : tableOfFindings('New this week', findings.new, formatter, { limit, empty: '' }),
    fixed:
      findings.fixed.length === 0
        ? null
        : tableOfFindings('Fixed this week', findings.fixed, formatter, { limit, empty: '' }),
    alerts: tableOfAlerts(team.alerts, formatter, limit),
    others: [
      `With security operations, no vendor fix yet: ${formatter.count(findings.withSecops)}`,
      `with the platform team: ${formatter.count(findings.withPlatform)}`,
      `exempt: ${formatter.count(findings.exempt)}.`,
    ].join('; '),
  };
}

function tileOfCost(cost: TeamCost, formatter: Formatter): Tile {
  const money = (amount: string): string => formatter.money(amount, cost.currency, cost.digits);
  return toTile(
    'Cost this week',
    money(cost.week),
    `${describePrevious(cost.week, cost.previousWeek, money)}; month to date ${money(cost.monthToDate)}`,
  );
}

function tilesOfFindings(team: TeamDigest, formatter: Formatter): Tile[] {
  const { mine, overdue, new: fresh, fixed } = team.findings;
  return [
    toTile(
      'Yours to fix',
      formatter.count(mine.length),
      `${formatter.count(fresh.length)} new, ${formatter.count(fixed.length)} fixed this week`,
    ),
    toTile(
      'Overdue',
      formatter.count(overdue),
      overdue > 0 ? 'past their due date' : 'nothing is late',
      overdue > 0 ? 'bad' : 'good',
    ),
  ];
}

function viewCost(cost: TeamCost, formatter: Formatter, limit: number): TeamView['costs'][number] {
  const money = (amount: string): string => formatter.money(amount, cost.currency, cost.digits);
  const largest = largestOf(cost.trend.flatMap((week) => (week.amount === undefined ? [] : [week.amount])));
  return {
    trend: toTable({
      title: 'Cost by week',
      columns: [words('Week'), bars('Compared'), numbers('Amount')],
      items: cost.trend,
      toRow: ({ week, amount }) => [
        textCell(week),
        barCell(amount === undefined ? 0 : shareOf(amount, largest)),
        amount === undefined ? numberCell('not read', { tone: 'muted' }) : numberCell(money(amount)),
      ],
      limit: 8,
      empty: 'No week was read in full.',
    }),
    namespaces: toTable({
      title: 'Cost by namespace',
      columns: [words('Namespace'), numbers('This week')],
      items: cost.namespaces,
      toRow: (row) => [
        textCell(row.namespace || '(whole cluster)', { sub: row.clusterName }),
        numberCell(money(row.amount), { sub: describePrevious(row.amount, row.previous, money) }),
      ],
      limit,
      empty: 'No namespace cost anything.',
    }),
  };
}
