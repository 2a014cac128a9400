import { ATTACK_SURFACES, SEVERITIES } from '../../model/governance.ts';
import type { Unscanned } from '../../reports/findingLine.ts';
import type { GovernanceReport } from '../../reports/governanceReport.ts';
import type { Formatter } from '../formatter.ts';
import { nameTeam } from '../view/names.ts';
import { lookUp } from './findingColumns.ts';
import type { Sheet, SheetCell } from './sheet.ts';

const count = (value: number): SheetCell => ({ count: value });

/** A number of findings, in words where nothing looked: none would be good news. */
function countSeen(value: number, unscanned: Unscanned, formatter: Formatter): SheetCell {
  return isBlind(value, unscanned) ? formatter.words.findingFile.notScanned : count(value);
}

function isBlind(value: number, { of, notScanned }: Unscanned): boolean {
  return value === 0 && notScanned.length === of;
}

const TOTALS = [
  'open',
  'new',
  'reopened',
  'fixed',
  'overdue',
  'dueThisWeek',
  'exempt',
  'notSeen',
] as const satisfies readonly (keyof GovernanceReport['totals'])[];

/** The headline: how many findings there are in which state. */
export function sheetOfTotals(
  { totals, unscanned, audienceName, period }: GovernanceReport,
  formatter: Formatter,
): Sheet {
  const { governanceFile: words } = formatter.words;
  return {
    ...{ id: 'totals', name: words.sheets.totals },
    lead: [[words.title(audienceName, formatter.period(period.id))]],
    columns: [
      { label: words.columns.figure, width: 40 },
      { label: words.columns.findings, width: 14 },
    ],
    rows: TOTALS.map((name) => [words.totals[name], countSeen(totals[name], unscanned, formatter)]),
  };
}

/** Open findings by team and attack surface. */
export function sheetOfSurfaces({ surfaces, unscanned }: GovernanceReport, formatter: Formatter): Sheet {
  const { governanceFile: words, finding } = formatter.words;
  const { columns, totals } = words;
  // Where nothing looked at all, a sum of nothing would say that somebody had.
  const sum = unscanned.notScanned.length < unscanned.of;
  return {
    ...{ id: 'surfaces', name: words.sheets.surfaces },
    columns: [
      { label: columns.team, width: 40 },
      ...ATTACK_SURFACES.map((surface) => ({ label: finding.surfaces[surface], width: 14, sum })),
      ...[totals.open, totals.overdue, totals.dueThisWeek].map((label) => ({ label, width: 14, sum })),
      { label: columns.dueSince, width: 14 },
    ],
    rows: surfaces.map((row): SheetCell[] => [
      nameTeam(row, formatter.words),
      ...[
        ...ATTACK_SURFACES.map((surface) => row.counts[surface]),
        row.open,
        row.overdue,
        row.dueThisWeek,
      ].map((each) => countSeen(each, unscanned, formatter)),
      row.oldestDueOn === undefined ? '' : { day: row.oldestDueOn },
    ]),
    empty: words.none,
  };
}

/** How long it took to fix what was fixed, by severity and team. */
export function sheetOfFixTimes({ fixTimes }: GovernanceReport, formatter: Formatter): Sheet {
  const { governanceFile: words, file, finding } = formatter.words;
  const { columns } = words;
  const times = [
    { of: file.all, ...fixTimes.all },
    ...SEVERITIES.map((severity) => ({
      of: lookUp(finding.severities, severity),
      ...fixTimes.bySeverity[severity],
    })),
    ...fixTimes.byTeam.map(({ teamName, ...time }) => ({ of: teamName, ...time })),
  ];
  const days = (value: number | undefined): SheetCell =>
    value === undefined ? file.none : { amount: String(value), digits: 1 };
  return {
    ...{ id: 'fixTimes', name: words.sheets.fixTimes },
    columns: [
      { label: columns.teamOrSeverity, width: 40 },
      ...[columns.fixes, columns.meanDays, columns.medianDays].map((label) => ({ label, width: 14 })),
    ],
    rows: times.map(({ of, fixes, meanDays, medianDays }) => [
      of,
      count(fixes),
      days(meanDays),
      days(medianDays),
    ]),
  };
}

/** Open findings week by week, by severity and team. */
export function sheetOfTrend({ trend }: GovernanceReport, formatter: Formatter): Sheet {
  const { governanceFile: words, file, finding } = formatter.words;
  const { columns } = words;
  const teams = [...new Set(trend.flatMap(({ byTeam }) => byTeam.map(({ teamName }) => teamName)))].sort();
  return {
    ...{ id: 'trend', name: words.sheets.trend },
    columns: [
      { label: columns.week, width: 12 },
      { label: words.totals.open, width: 12 },
      ...SEVERITIES.map((severity) => ({ label: lookUp(finding.severities, severity), width: 12 })),
      ...teams.map((team) => ({ label: columns.openOf(team), width: 18 })),
    ],
    rows: trend.map(({ week, open, bySeverity, byTeam }): SheetCell[] =>
      open === undefined
        ? [week, file.notKnown]
        : [
            ...[week, count(open)],
            ...SEVERITIES.map((severity) => count(bySeverity[severity])),
            ...teams.map((name) => count(byTeam.find(({ teamName }) => teamName === name)?.open ?? 0)),
          ],
    ),
  };
}
