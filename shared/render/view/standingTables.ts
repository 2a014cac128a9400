import { ACTORS, ATTACK_SURFACES, SEVERITIES } from '../../model/governance.ts';
import type { GovernanceReport, SurfaceRow } from '../../reports/governanceReport.ts';
import type { Formatter } from '../formatter.ts';
import { severityCell } from './findingRows.ts';
import { listNames, nameTeam } from './names.ts';
import { sayCount, sayNothingOpen } from './scanRows.ts';
import { type Cell, numberCell, numbers, type Table, textCell, texts, toTable, wordCell } from './table.ts';

/** Teams whose row of the matrix is shown as long as anything else can be shortened. */
const TEAMS = 25;

/** Open findings by team and attack surface, all teams first. */
export function tableOfSurfaces(report: GovernanceReport, formatter: Formatter, limit: number): Table {
  const { totals, unscanned, bySurface } = report;
  const { governance, finding } = formatter.words;
  const say = (value: number): string => sayCount(value, unscanned, formatter);
  const everybody = { team: '', teamName: governance.allTeams, counts: bySurface, overdue: totals.overdue };
  return toTable({
    title: governance.surfaces,
    note:
      unscanned.notScanned.length === 0
        ? ''
        : governance.surfacesNote(listNames(unscanned.notScanned, formatter)),
    columns: [
      texts(governance.team),
      ...ATTACK_SURFACES.map((surface) => numbers(finding.surfaces[surface])),
      numbers(governance.overdue),
    ],
    items: [everybody, ...report.surfaces],
    toRow: (
      row: Pick<SurfaceRow, 'team' | 'teamName' | 'counts' | 'overdue'>,
    ): readonly [Cell, ...Cell[]] => [
      textCell(nameTeam(row, formatter.words)),
      ...ATTACK_SURFACES.map((surface) => numberCell(say(row.counts[surface]))),
      numberCell(say(row.overdue), { tone: row.overdue > 0 ? 'bad' : 'plain' }),
    ],
    limit: (limit < 5 ? limit : TEAMS) + 1,
    ...{ formatter, empty: '' },
  });
}

/** Teams with overdue findings, those with the most first. */
export function tableOfOverdue(report: GovernanceReport, formatter: Formatter, limit: number): Table {
  const { governance } = formatter.words;
  return toTable({
    title: governance.overdueByTeam,
    columns: [
      texts(governance.team),
      numbers(governance.overdue),
      numbers(governance.ofOpen),
      texts(governance.dueSince),
    ],
    items: report.surfaces
      .filter(({ overdue }) => overdue > 0)
      .toSorted((a, b) => b.overdue - a.overdue || (a.team < b.team ? -1 : 1)),
    toRow: (row) => [
      textCell(nameTeam(row, formatter.words)),
      numberCell(formatter.count(row.overdue), { tone: 'bad' }),
      numberCell(formatter.count(row.open)),
      wordCell(row.oldestDueOn === undefined ? '' : formatter.day(row.oldestDueOn)),
    ],
    ...{ limit, formatter, empty: sayNothingOpen(governance.nothingOverdue, report.unscanned, formatter) },
  });
}

/** Open findings by severity, and how long fixing took. */
export function tableOfSeverities(
  { fixTimes, bySeverity, unscanned }: GovernanceReport,
  formatter: Formatter,
): Table {
  const { words, count } = formatter;
  const { governance, finding } = words;
  const days = (value: number | undefined): Cell =>
    numberCell(value === undefined ? governance.none : count(value), {
      tone: value === undefined ? 'muted' : 'plain',
    });
  return toTable({
    title: governance.severities,
    note: governance.severitiesNote(formatter.days(fixTimes.from, fixTimes.to)),
    columns: [
      texts(finding.severity),
      ...[governance.open, governance.fixed, governance.mean, governance.median].map(numbers),
    ],
    items: SEVERITIES,
    toRow: (severity) => {
      const { fixes, meanDays, medianDays } = fixTimes.bySeverity[severity];
      return [
        severityCell(severity, words),
        numberCell(sayCount(bySeverity[severity], unscanned, formatter)),
        numberCell(count(fixes)),
        days(meanDays),
        days(medianDays),
      ];
    },
    ...{ limit: SEVERITIES.length, formatter, empty: '' },
  });
}

/** Open findings by who can fix them. */
export function tableOfActors({ byActor, unscanned }: GovernanceReport, formatter: Formatter): Table {
  const { governance, finding } = formatter.words;
  return toTable({
    title: governance.actors,
    columns: [texts(governance.who), numbers(governance.open)],
    items: ACTORS,
    toRow: (actor) => [
      textCell(finding.actors[actor]),
      numberCell(sayCount(byActor[actor], unscanned, formatter)),
    ],
    ...{ limit: ACTORS.length, formatter, empty: '' },
  });
}
