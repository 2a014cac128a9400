import type { GovernanceReport } from '../../reports/governanceReport.ts';
import type { Formatter } from '../formatter.ts';
import { lookUp } from './findingColumns.ts';
import { sheetOfScans, sheetOfUnread } from './scanSheets.ts';
import type { Sheet, SheetCell } from './sheet.ts';
import { sheetOfInitiatives, sheetOfScore, sheetOfViolations, sheetsOfStandards } from './standardSheets.ts';
import { sheetOfFixTimes, sheetOfSurfaces, sheetOfTotals, sheetOfTrend } from './surfaceSheets.ts';

/** The governance report's own sheets: everything that a mail has no room for. */
export function sheetsOfGovernance(report: GovernanceReport, formatter: Formatter): Sheet[] {
  return [
    sheetOfTotals(report, formatter),
    sheetOfSurfaces(report, formatter),
    sheetOfScans(report, formatter),
    sheetOfUnread(report, formatter),
    sheetOfScore(report, formatter),
    ...sheetsOfStandards(report, formatter),
    sheetOfInitiatives(report, formatter),
    sheetOfViolations(report, formatter),
    sheetOfExemptions(report, formatter),
    sheetOfFixTimes(report, formatter),
    sheetOfTrend(report, formatter),
    sheetOfAlerts(report, formatter),
  ];
}

function sheetOfExemptions({ exemptions }: GovernanceReport, formatter: Formatter): Sheet {
  const { governanceFile: words, exemption } = formatter.words;
  const { columns } = words;
  return {
    ...{ id: 'exemptions', name: words.sheets.exemptions },
    columns: [
      { label: columns.about, width: 40 },
      { label: columns.from, width: 12 },
      { label: columns.category, width: 14 },
      { label: columns.reason, width: 40, wrap: true },
      { label: columns.by, width: 24 },
      { label: columns.until, width: 14 },
      { label: columns.state, width: 18 },
      { label: columns.spares, width: 10 },
    ],
    rows: exemptions.map((row): SheetCell[] => [
      ...[row.about, row.from, lookUp(exemption.categories, row.category), row.reason, row.by],
      row.until === undefined ? words.forEver : { day: row.until },
      words.exemptionStates[row.state],
      { count: row.count },
    ]),
    empty: words.none,
  };
}

/** Alerts of Defender, with what the catalogue says of their kind; of a digest's teams or the organisation. */
export function sheetOfAlerts({ alerts }: Pick<GovernanceReport, 'alerts'>, formatter: Formatter): Sheet {
  const { governanceFile: words, finding } = formatter.words;
  const { columns } = words;
  return {
    ...{ id: 'alerts', name: words.sheets.alerts },
    columns: [
      { label: columns.alert, width: 40, wrap: true },
      { label: columns.severity, width: 14 },
      { label: columns.status, width: 12 },
      { label: columns.raised, width: 26 },
      ...[columns.cluster, columns.namespace, columns.workload, columns.image, columns.team].map((label) => ({
        label,
        width: 20,
      })),
      ...[columns.tactics, columns.techniques, columns.control].map((label) => ({ label, width: 18 })),
      { label: columns.why, width: 60, wrap: true },
      { label: columns.fix, width: 60, wrap: true },
      { label: columns.link, width: 40 },
    ],
    rows: alerts.map((one): SheetCell[] => [
      ...[one.title, lookUp(finding.severities, one.severity), one.status, formatter.instant(one.raisedAt)],
      ...[one.clusterName, one.namespace, one.workload, one.image, one.team],
      ...[one.tactic, one.techniques.join(', '), one.control, one.why, one.fix, one.link],
    ]),
    empty: words.none,
  };
}
