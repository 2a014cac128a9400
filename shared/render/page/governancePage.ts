import { ATTACK_SURFACES, type AttackSurface, SEVERITIES, type Severity } from '../../model/governance.ts';
import type { GovernanceReport } from '../../reports/governanceReport.ts';
import type { Formatter } from '../formatter.ts';
import { toPlainLine } from '../plainText.ts';
import {
  tableOfInitiatives,
  tableOfScore,
  tableOfStandards,
  tableOfViolations,
} from '../view/complianceTables.ts';
import { tableOfExemptions } from '../view/exemptionRows.ts';
import { tableOfAlerts, tableOfControls } from '../view/findingRows.ts';
import { viewGovernance } from '../view/governanceView.ts';
import { listNames, nameTeam } from '../view/names.ts';
import { sayNothingOpen, tableOfScans } from '../view/scanRows.ts';
import { type Chart, drawColumns } from './chart.ts';
import { fillPage, framePage, sectionOfCoverage } from './document.ts';
import { sectionOfFindings } from './findingFilter.ts';
import {
  adoptTable,
  figure,
  type PageCell,
  type PageTable,
  type Section,
  toRow,
  toSection,
  toTable,
  words,
} from './parts.ts';
import { linkTo, type PageRequest } from './request.ts';

/** Rows of tables that are lists of their own in files. */
const ROWS = 200;

/** The page of a governance report; its findings are chosen by parameters (findingFilter.ts). */
export function renderGovernancePage(
  report: GovernanceReport,
  request: PageRequest,
  formatter: Formatter,
): string {
  const { governance } = formatter.words.page;
  const view = viewGovernance(report, formatter, ROWS);
  const alerts = tableOfAlerts(report.alerts, formatter, ROWS);
  const violations = tableOfViolations(report, formatter, ROWS);
  return fillPage(
    framePage(report, request, formatter),
    [
      toSection('standing', governance.standing, { tiles: view.tiles }),
      sectionOfMatrix(report, request, formatter),
      sectionOfTeams(report, request, formatter),
      toSection('trend', governance.trend, {
        chart: chartOfTrend(report, formatter),
        table: tableOfTrend(report, formatter),
        fold: formatter.words.page.listing.figures,
      }),
      sectionOfFindings(report, request, formatter),
      adoptTable(
        'controls',
        tableOfControls(governance.controls, report.controls, formatter, {
          limit: ROWS,
          empty: sayNothingOpen(governance.nothingOpen, report.unscanned, formatter),
        }),
      ),
      ...(alerts ? [adoptTable('alerts', alerts)] : []),
      adoptTable('scans', tableOfScans(report.scans, formatter, ROWS)),
      ...(report.secureScore ? [adoptTable('score', tableOfScore(report.secureScore, formatter, ROWS))] : []),
      adoptTable('exemptions', tableOfExemptions(report.exemptions, formatter, ROWS)),
      adoptTable('severities', view.severities),
      adoptTable('standards', tableOfStandards(report, formatter, ROWS)),
      adoptTable('initiatives', tableOfInitiatives(report, formatter, ROWS)),
      ...(violations ? [adoptTable('violations', violations)] : []),
      adoptTable('plans', view.plans),
      ...(view.unread ? [adoptTable('unread', view.unread)] : []),
      sectionOfCoverage(report, formatter),
    ],
    formatter,
  );
}

/** Open findings by surface and severity; every number leads to its findings. */
function sectionOfMatrix(report: GovernanceReport, request: PageRequest, formatter: Formatter): Section {
  const { governance, severities } = formatter.words.page;
  const { surfaces } = formatter.words.finding;
  const counts = new Map<string, number>();
  for (const { state, surface, severity } of report.findings) {
    if (state === 'open')
      counts.set(`${surface}|${severity}`, (counts.get(`${surface}|${severity}`) ?? 0) + 1);
  }
  const cell = (count: number, surface?: AttackSurface, severity?: Severity): PageCell =>
    countCell(count, formatter, findingsLink(request, { surface, severity, state: 'open' }));
  const { notScanned } = report.unscanned;
  return toSection('surfaces', governance.matrix, {
    note:
      notScanned.length === 0
        ? ''
        : toPlainLine(governance.notScanned(listNames(notScanned, formatter)), 400),
    table: toTable(
      'surfaces-table',
      governance.matrix,
      [governance.surface, ...SEVERITIES.map((severity) => severities[severity]), governance.inAll],
      ATTACK_SURFACES.map((surface) =>
        toRow(words(surfaces[surface]), [
          ...SEVERITIES.map((severity) => cell(counts.get(`${surface}|${severity}`) ?? 0, surface, severity)),
          cell(report.bySurface[surface], surface),
        ]),
      ),
      {
        foot: toRow(words(governance.inAll), [
          ...SEVERITIES.map((severity) => cell(report.bySeverity[severity], undefined, severity)),
          cell(report.totals.open),
        ]),
      },
    ),
  });
}

function sectionOfTeams(report: GovernanceReport, request: PageRequest, formatter: Formatter): Section {
  const { governance } = formatter.words.page;
  const { surfaces } = formatter.words.finding;
  const { totals, bySurface } = report;
  return toSection('teams', governance.byTeam, {
    table: toTable(
      'teams-table',
      governance.byTeam,
      [
        governance.team,
        ...ATTACK_SURFACES.map((surface) => surfaces[surface]),
        governance.open,
        governance.overdue,
      ],
      report.surfaces.map(({ team, teamName, counts, open, overdue, oldestDueOn }) =>
        toRow(words(nameTeam({ team, teamName }, formatter.words)), [
          ...ATTACK_SURFACES.map((surface) =>
            countCell(
              counts[surface],
              formatter,
              findingsLink(request, { of: team, surface, state: 'open' }),
            ),
          ),
          countCell(open, formatter, findingsLink(request, { of: team, state: 'open' })),
          figure(formatter.count(overdue), String(overdue), {
            tone: overdue > 0 ? 'bad' : 'muted',
            sub: oldestDueOn === undefined ? '' : governance.since(formatter.day(oldestDueOn)),
          }),
        ]),
      ),
      {
        foot: toRow(words(governance.inAll), [
          ...ATTACK_SURFACES.map((surface) => countCell(bySurface[surface], formatter, '')),
          countCell(totals.open, formatter, ''),
          countCell(totals.overdue, formatter, ''),
        ]),
      },
    ),
  });
}

const COLOURS = {
  critical: 's6',
  high: 's3',
  medium: 's1',
  low: 's4',
  unknown: 's2',
} as const satisfies Record<Severity, string>;

function chartOfTrend({ trend }: GovernanceReport, formatter: Formatter): Chart {
  const { governance, severities } = formatter.words.page;
  const sayWeek = (open: number | undefined): string =>
    open === undefined ? governance.notKnown : formatter.count(open);
  return drawColumns({
    id: 'trend-chart',
    title: governance.trend,
    text: trend.map(({ week, open }) => `${week}: ${sayWeek(open)}`).join('; '),
    columns: trend.map(({ week, open, bySeverity }) => ({
      label: week.slice(week.indexOf('W')),
      value: open === undefined ? '–' : formatter.count(open),
      portions:
        open === undefined
          ? []
          : SEVERITIES.toReversed().map((severity) => ({
              value: bySeverity[severity],
              colour: COLOURS[severity],
              title: `${week} ${severities[severity]}: ${formatter.count(bySeverity[severity])}`,
            })),
    })),
    legend: SEVERITIES.map((severity) => ({ colour: COLOURS[severity], text: severities[severity] })),
  });
}

function tableOfTrend({ trend }: GovernanceReport, formatter: Formatter): PageTable {
  const { governance, severities } = formatter.words.page;
  return toTable(
    'trend-table',
    governance.trend,
    [governance.week, ...SEVERITIES.map((severity) => severities[severity]), governance.open],
    trend.map(({ week, open, bySeverity }) =>
      toRow(
        words(formatter.period(week)),
        open === undefined
          ? [
              ...SEVERITIES.map(() => figure('–', '', { tone: 'muted' })),
              figure(governance.notKnown, '', { tone: 'muted' }),
            ]
          : [
              ...SEVERITIES.map((severity) => countCell(bySeverity[severity], formatter, '')),
              countCell(open, formatter, ''),
            ],
      ),
    ),
  );
}

function countCell(count: number, formatter: Formatter, link: string): PageCell {
  return figure(formatter.count(count), String(count), {
    tone: count === 0 ? 'muted' : 'plain',
    link: count === 0 ? '' : link,
  });
}

function findingsLink({ address }: PageRequest, parameters: Parameters<typeof linkTo>[1]): string {
  return `${linkTo(address, parameters)}#findings`;
}
