import type { DigestReport, TeamDigest } from '../../reports/digestReport.ts';
import type { FindingLine, Unscanned } from '../../reports/findingLine.ts';
import type { TeamCost } from '../../reports/teamCostLine.ts';
import type { Formatter } from '../formatter.ts';
import { toPlainLine } from '../plainText.ts';
import { describePrevious, largestOf, shareOf } from './comparison.ts';
import { noteMonth, sayAnomaly, sayEfficiency, sayMonth, sayRightSizing, toneOfBudget } from './costWords.ts';
import { tableOfExempt } from './exemptionRows.ts';
import { tableOfAlerts, tableOfControls, tableOfFindings } from './findingRows.ts';
import { type Frame, frameReport } from './frame.ts';
import { sayCount, sayNothingOpen, sayUnscanned } from './scanRows.ts';
import { type Story, tellMovement, toStory } from './story.ts';
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
  /** What to know of the cost, a heading with a few sentences each. */
  readonly stories: readonly Story[];
  readonly costs: readonly { readonly trend: Table; readonly namespaces: Table }[];
  readonly mine: Table;
  readonly controls: Table | null;
  readonly reopened: Table | null;
  readonly fresh: Table | null;
  readonly fixed: Table | null;
  readonly notSeen: Table | null;
  readonly exempt: Table | null;
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
      ...viewTeam(team, report.unscanned, formatter, perTeam),
    })),
    moreTeams: hidden === 0 ? '' : `and ${hidden} more teams, attached`,
  };
}

function viewTeam(
  team: TeamDigest,
  unscanned: Unscanned,
  formatter: Formatter,
  limit: number,
): Omit<TeamView, 'heading'> {
  const { findings } = team;
  const few = Math.min(limit, LISTED);
  const tableOr = (title: string, lines: readonly FindingLine[], note = ''): Table | null =>
    lines.length === 0 ? null : tableOfFindings(title, lines, formatter, { limit: few, empty: '', note });
  return {
    tiles: [
      ...team.costs.flatMap((cost) => tilesOfCost(cost, formatter)),
      ...tilesOfFindings(team, unscanned, formatter),
    ],
    stories: team.costs.flatMap((cost) => tellCost(cost, formatter, limit)),
    costs: team.costs.map((cost) => viewCost(cost, formatter, limit)),
    mine: tableOfFindings('Yours to fix', findings.mine, formatter, {
      limit: Math.min(limit, MINE),
      note: findings.nagging,
      empty: sayNothingOpen(
        findings.nagging === '' ? 'Nothing is open that is yours to fix.' : 'Nothing else is yours to fix.',
        unscanned,
      ),
    }),
    controls:
      findings.controls.length === 0
        ? null
        : tableOfControls('Why and how to fix', findings.controls, formatter, { limit: few, empty: '' }),
    reopened: tableOr('Came back this week', findings.reopened),
    fresh: tableOr('New this week', findings.new),
    fixed: tableOr('Fixed this week', findings.fixed),
    notSeen: tableOr(
      'Not seen any more, and not known to be fixed',
      findings.notSeen,
      'What would prove them fixed was not read, so they count as open.',
    ),
    exempt: tableOfExempt(findings.exempt, formatter, few),
    alerts: tableOfAlerts(team.alerts, formatter, few),
    others: sayOthers(team, formatter),
  };
}

/** Findings of the team's own that a mail lists, and of each other list; the files have them all. */
const MINE = 15;
const LISTED = 5;

function sayOthers({ findings }: TeamDigest, formatter: Formatter): string {
  const { withSecops, withPlatform, notSeen, exempt, counts } = findings;
  const expiring = counts.expiring === 0 ? '' : ` (${formatter.count(counts.expiring)} expiring)`;
  return [
    `With security operations, no vendor fix yet: ${formatter.count(withSecops.length)}`,
    `with the platform team: ${formatter.count(withPlatform.length)}`,
    `not seen any more: ${formatter.count(notSeen.length)}`,
    `exempt: ${formatter.count(exempt.length)}${expiring}.`,
  ].join('; ');
}

function tilesOfCost(cost: TeamCost, formatter: Formatter): Tile[] {
  const money = (amount: string): string => formatter.money(amount, cost.currency, cost.digits);
  return [
    toTile('Cost this week', money(cost.week), describePrevious(cost.week, cost.previousWeek, money)),
    toTile('Month to date', money(cost.monthToDate), noteMonth(cost, money), toneOfBudget(cost.budget)),
  ];
}

/** What moved and why, what was out of the ordinary, and the largest waste: what a lead reads in a minute. */
function tellCost(cost: TeamCost, formatter: Formatter, limit: number): Story[] {
  const money = (amount: string): string => formatter.money(amount, cost.currency, cost.digits);
  const count = Math.min(limit, TOLD);
  const { movement, anomalies, rightSizing, efficiency, digits } = cost;
  const moved = tellMovement('What moved since the week before', movement, { digits, money, count });
  const stories: Story[] = [
    toStory('Where the month leads', [sayMonth(cost, formatter, money)]),
    ...(moved ? [moved] : []),
    toStory(
      'Out of the ordinary',
      anomalies.slice(0, count).map((anomaly) => sayAnomaly(anomaly, formatter, money)),
      anomalies.length - Math.min(count, anomalies.length),
    ),
    toStory(
      'Asked for and not used',
      [
        sayEfficiency(efficiency, formatter, money),
        ...rightSizing.slice(0, count).map((line) => sayRightSizing(line, formatter, money)),
      ].filter((sentence) => sentence !== ''),
      rightSizing.length - Math.min(count, rightSizing.length),
    ),
  ];
  return stories.filter(({ sentences }) => sentences.length > 0);
}

/** Sentences of each kind that a mail shows; the workbook has them all. */
const TOLD = 3;

function tilesOfFindings(team: TeamDigest, unscanned: Unscanned, formatter: Formatter): Tile[] {
  const { counts, new: fresh, reopened, fixed } = team.findings;
  const count = formatter.count;
  const back = reopened.length === 0 ? '' : `${count(reopened.length)} reopened, `;
  const blind = sayUnscanned(unscanned, formatter);
  return [
    toTile(
      'Yours to fix',
      sayCount(counts.mine, unscanned, formatter),
      `${count(fresh.length)} new, ${back}${count(fixed.length)} fixed this week${blind && `; ${blind}`}`,
      blind === '' ? 'plain' : 'warn',
    ),
    toTile(
      'Overdue',
      sayCount(counts.overdue, unscanned, formatter),
      `${count(counts.dueThisWeek)} due within a week`,
      counts.overdue > 0 ? 'bad' : blind === '' ? 'good' : 'warn',
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
