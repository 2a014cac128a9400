import type { GovernanceReport } from '../../reports/governanceReport.ts';
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
import { tableOfAlerts, tableOfControls, tableOfFindings } from './findingRows.ts';
import { type Frame, frameReport } from './frame.ts';
import { sayCount, sayNothingOpen, sayUnscanned, tableOfScans } from './scanRows.ts';
import { tableOfActors, tableOfOverdue, tableOfSeverities, tableOfSurfaces } from './standingTables.ts';
import { type Table, type Tile, textCell, texts, toTable, toTile, wordCell } from './table.ts';

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

/** Formats a governance report for reading; every figure is one of the report's. */
export function viewGovernance(
  report: GovernanceReport,
  formatter: Formatter,
  rowLimit: number,
): GovernanceView {
  const some = Math.min(rowLimit, 8);
  const { governance } = formatter.words;
  return {
    frame: frameReport(report, formatter, rowLimit),
    tiles: tilesOf(report, formatter),
    ...viewStanding(report, formatter, rowLimit),
    trend: tableOfTrend(report, formatter),
    controls: tableOfControls(governance.controls, report.controls, formatter, {
      limit: some,
      empty: sayNothingOpen(governance.noControl, report.unscanned, formatter),
    }),
    alerts: tableOfAlerts(report.alerts, formatter, some),
    findings: tableOfFindings(
      governance.dueFirst,
      report.findings.filter(({ state }) => state === 'open'),
      formatter,
      { limit: some, empty: sayNothingOpen(governance.nothingOpen, report.unscanned, formatter) },
    ),
    score: report.secureScore ? tableOfScore(report.secureScore, formatter, some) : null,
    standards: tableOfStandards(report, formatter, some),
    initiatives: tableOfInitiatives(report, formatter, some),
    violations: tableOfViolations(report, formatter, some),
    exemptions: tableOfExemptions(report.exemptions, formatter, some),
    scans: tableOfScans(report.scans, formatter, rowLimit),
    ...viewReading(report, formatter, rowLimit),
  };
}

function tilesOf(report: GovernanceReport, formatter: Formatter): Tile[] {
  const { totals, unscanned, secureScore, exemptions } = report;
  const { words, count, figure } = formatter;
  const { governance, table } = words;
  const expiring = exemptions.filter(({ state }) => state === 'expiring').length;
  const blind = sayUnscanned(unscanned, formatter);
  const scanned = unscanned.of - unscanned.notScanned.length - unscanned.partly.length;
  return [
    toTile(
      governance.open,
      sayCount(totals.open, unscanned, formatter),
      governance.openNote(count(totals.new), count(totals.reopened), count(totals.fixed)),
    ),
    toTile(
      governance.overdue,
      sayCount(totals.overdue, unscanned, formatter),
      governance.dueThisWeek(count(totals.dueThisWeek)),
      totals.overdue > 0 ? 'bad' : 'plain',
    ),
    toTile(governance.exempt, count(totals.exempt), governance.expiring(figure(expiring))),
    secureScore
      ? toTile(
          governance.secureScore,
          formatter.percent(secureScore.percent),
          sayScoreChange(secureScore, formatter),
        )
      : toTile(governance.secureScore, table.notRead, governance.seeMissing, 'warn'),
    toTile(
      governance.scanned,
      governance.of(count(scanned), count(unscanned.of)),
      blind || governance.scannedNote,
      blind === '' ? 'good' : 'bad',
    ),
  ];
}

function viewStanding(
  report: GovernanceReport,
  formatter: Formatter,
  limit: number,
): Pick<GovernanceView, 'surfaces' | 'overdue' | 'severities' | 'actors'> {
  return {
    surfaces: tableOfSurfaces(report, formatter, limit),
    overdue: tableOfOverdue(report, formatter, limit),
    severities: tableOfSeverities(report, formatter),
    actors: tableOfActors(report, formatter),
  };
}

function viewReading(
  report: GovernanceReport,
  formatter: Formatter,
  limit: number,
): Pick<GovernanceView, 'plans' | 'unread'> {
  const { governance } = formatter.words;
  return {
    plans: toTable({
      title: governance.plans,
      columns: [texts(governance.plan), texts(governance.subscription), texts(governance.state)],
      items: report.plans,
      toRow: ({ plan, subscriptionName, enabled, off }) => [
        textCell(plan, { sub: off.length === 0 ? '' : governance.offInIt(off.join(', ')) }),
        textCell(subscriptionName),
        enabled ? wordCell(governance.on, { tone: 'good' }) : wordCell(governance.off, { tone: 'bad' }),
      ],
      ...{ limit, formatter, empty: governance.noPlan },
    }),
    unread:
      report.unread.length === 0
        ? null
        : toTable({
            title: governance.unread,
            columns: [texts(governance.unreadOf), texts(governance.source)],
            items: report.unread,
            toRow: ({ name, source, sentence }) => [
              textCell(name, { sub: sentence, subLimit: 400 }),
              textCell(nameSource(source, formatter)),
            ],
            ...{ limit, formatter, empty: '' },
          }),
  };
}

function nameSource(source: string, { words }: Formatter): string {
  const names: Readonly<Record<string, string>> = words.coverage.sources;
  return names[source] ?? source;
}
