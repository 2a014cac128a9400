import { ACTORS, ATTACK_SURFACES, SEVERITIES } from '../../model/governance.ts';
import type { GovernanceReport, SurfaceRow } from '../../reports/governanceReport.ts';
import { listNames } from '../../reports/scans.ts';
import type { Formatter } from '../formatter.ts';
import {
  sayScoreChange,
  tableOfInitiatives,
  tableOfScore,
  tableOfStandards,
  tableOfTrend,
  tableOfViolations,
} from './complianceTables.ts';
import { tableOfExemptions } from './exemptionRows.ts';
import { severityCell, tableOfAlerts, tableOfControls, tableOfFindings } from './findingRows.ts';
import { type Frame, frameReport } from './frame.ts';
import { sayCount, sayNothingOpen, sayUnscanned, tableOfScans } from './scanRows.ts';
import {
  type Cell,
  numberCell,
  numbers,
  type Table,
  type Tile,
  textCell,
  toTable,
  toTile,
  wordCell,
  words,
} from './table.ts';

export interface GovernanceView {
  readonly frame: Frame;
  readonly tiles: readonly Tile[];
  readonly surfaces: Table;
  readonly overdue: Table;
  readonly trend: Table;
  readonly severities: Table;
  readonly actors: Table;
  readonly controls: Table;
  readonly alerts: Table | null;
  readonly findings: Table;
  readonly score: Table | null;
  readonly standards: Table;
  readonly initiatives: Table;
  readonly violations: Table | null;
  readonly exemptions: Table;
  readonly scans: Table;
  readonly plans: Table;
  readonly unread: Table | null;
}

/** Teams whose row of the matrix is shown as long as anything else can be shortened. */
const TEAMS = 25;

const ACTOR_NAMES = {
  team: 'Teams',
  platform: 'Platform team',
  secops: 'Security operations',
} as const;

/** Formats a governance report for reading; every figure is one of the report's. */
export function viewGovernance(
  report: GovernanceReport,
  formatter: Formatter,
  rowLimit: number,
): GovernanceView {
  const some = Math.min(rowLimit, 8);
  return {
    frame: frameReport(report, formatter, rowLimit),
    tiles: tilesOf(report, formatter),
    ...viewStanding(report, formatter, rowLimit),
    trend: tableOfTrend(report, formatter),
    controls: tableOfControls('Most frequent controls, why and how to fix', report.controls, formatter, {
      limit: some,
      empty: sayNothingOpen('No control is violated.', report.unscanned),
    }),
    alerts: tableOfAlerts(report.alerts, formatter, some),
    findings: tableOfFindings(
      'What is due first',
      report.findings.filter(({ state }) => state === 'open'),
      formatter,
      { limit: some, empty: sayNothingOpen('Nothing is open.', report.unscanned) },
    ),
    score: report.secureScore ? tableOfScore(report.secureScore, formatter, some) : null,
    standards: tableOfStandards(report, formatter, some),
    initiatives: tableOfInitiatives(report, formatter, some),
    violations: tableOfViolations(report, some),
    exemptions: tableOfExemptions(report.exemptions, formatter, some),
    scans: tableOfScans(report.scans, formatter, rowLimit),
    ...viewReading(report, rowLimit),
  };
}

function tilesOf(report: GovernanceReport, formatter: Formatter): Tile[] {
  const { totals, unscanned, secureScore, exemptions } = report;
  const count = formatter.count;
  const expiring = exemptions.filter(({ state }) => state === 'expiring').length;
  const blind = sayUnscanned(unscanned, formatter);
  return [
    toTile(
      'Open',
      sayCount(totals.open, unscanned, formatter),
      `${count(totals.new)} new, ${count(totals.reopened)} reopened, ${count(totals.fixed)} fixed`,
    ),
    toTile(
      'Overdue',
      sayCount(totals.overdue, unscanned, formatter),
      `${count(totals.dueThisWeek)} due within a week`,
      totals.overdue > 0 ? 'bad' : 'plain',
    ),
    toTile(
      'Exempt',
      count(totals.exempt),
      `${count(expiring)} exemption${expiring === 1 ? '' : 's'} expiring`,
    ),
    secureScore
      ? toTile('Secure score', formatter.percent(secureScore.percent), sayScoreChange(secureScore, formatter))
      : toTile('Secure score', 'not read', 'see what is missing', 'warn'),
    toTile(
      'Scanned',
      `${count(unscanned.of - unscanned.notScanned.length - unscanned.partly.length)} of ${count(unscanned.of)}`,
      blind || 'clusters and registries',
      blind === '' ? 'good' : 'bad',
    ),
  ];
}

function viewStanding(
  report: GovernanceReport,
  formatter: Formatter,
  limit: number,
): Pick<GovernanceView, 'surfaces' | 'overdue' | 'severities' | 'actors'> {
  const { totals, unscanned, fixTimes } = report;
  const count = (value: number): Cell => numberCell(sayCount(value, unscanned, formatter));
  const days = (value: number | undefined): Cell =>
    numberCell(value === undefined ? 'none' : formatter.count(value), {
      tone: value === undefined ? 'muted' : 'plain',
    });
  const everybody = { teamName: 'All teams', counts: report.bySurface, overdue: totals.overdue };
  const toRow = (row: Pick<SurfaceRow, 'teamName' | 'counts' | 'overdue'>): readonly [Cell, ...Cell[]] => [
    textCell(row.teamName),
    ...ATTACK_SURFACES.map((surface) => count(row.counts[surface])),
    numberCell(sayCount(row.overdue, unscanned, formatter), { tone: row.overdue > 0 ? 'bad' : 'plain' }),
  ];
  return {
    surfaces: toTable({
      title: 'Open findings by team and attack surface',
      note:
        unscanned.notScanned.length === 0
          ? ''
          : `Not scanned, so that 0 does not mean safe: ${listNames(unscanned.notScanned)}.`,
      columns: [words('Team'), ...ATTACK_SURFACES.map(numbers), numbers('overdue')],
      items: [everybody, ...report.surfaces],
      toRow,
      limit: (limit < 5 ? limit : TEAMS) + 1,
      empty: '',
    }),
    overdue: toTable({
      title: 'Overdue by team',
      columns: [words('Team'), numbers('Overdue'), numbers('Of open'), words('Due since')],
      items: report.surfaces
        .filter(({ overdue }) => overdue > 0)
        .toSorted((a, b) => b.overdue - a.overdue || (a.team < b.team ? -1 : 1)),
      toRow: ({ teamName, overdue, open, oldestDueOn }) => [
        textCell(teamName),
        numberCell(formatter.count(overdue), { tone: 'bad' }),
        numberCell(formatter.count(open)),
        wordCell(oldestDueOn === undefined ? '' : formatter.day(oldestDueOn)),
      ],
      limit,
      empty: sayNothingOpen('Nothing is overdue.', unscanned),
    }),
    severities: toTable({
      title: 'By severity, and how long fixing took',
      note: `Days from first seen to fixed, of what was fixed from ${fixTimes.from} to ${fixTimes.to}.`,
      columns: [words('Severity'), numbers('Open'), numbers('Fixed'), numbers('Mean'), numbers('Median')],
      items: SEVERITIES,
      toRow: (severity) => {
        const { fixes, meanDays, medianDays } = fixTimes.bySeverity[severity];
        return [
          severityCell(severity),
          count(report.bySeverity[severity]),
          numberCell(formatter.count(fixes)),
          days(meanDays),
          days(medianDays),
        ];
      },
      limit: SEVERITIES.length,
      empty: '',
    }),
    actors: toTable({
      title: 'Who can fix it',
      columns: [words('Who'), numbers('Open')],
      items: ACTORS,
      toRow: (actor) => [textCell(ACTOR_NAMES[actor]), count(report.byActor[actor])],
      limit: ACTORS.length,
      empty: '',
    }),
  };
}

function viewReading(report: GovernanceReport, limit: number): Pick<GovernanceView, 'plans' | 'unread'> {
  return {
    plans: toTable({
      title: 'Defender plans',
      columns: [words('Plan'), words('Subscription'), words('State')],
      items: report.plans,
      toRow: ({ plan, subscriptionName, enabled, off }) => [
        textCell(plan, { sub: off.length === 0 ? '' : `off in it: ${off.join(', ')}` }),
        textCell(subscriptionName),
        enabled ? wordCell('on', { tone: 'good' }) : wordCell('off', { tone: 'bad' }),
      ],
      limit,
      empty: 'No plan was read.',
    }),
    unread:
      report.unread.length === 0
        ? null
        : toTable({
            title: 'What could not be read',
            columns: [words('Of'), words('Source')],
            items: report.unread,
            toRow: ({ name, source, sentence }) => [
              textCell(name, { sub: sentence, subLimit: 400 }),
              textCell(source),
            ],
            limit,
            empty: '',
          }),
  };
}
