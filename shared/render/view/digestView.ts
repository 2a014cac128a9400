import type { DigestReport, TeamDigest, TeamFindings } from '../../reports/digestReport.ts';
import { isEmptyDigest } from '../../reports/emptyDigest.ts';
import type { FindingLine, Unscanned } from '../../reports/findingLine.ts';
import type { Formatter } from '../formatter.ts';
import { toPlainLine } from '../plainText.ts';
import { tableOfExempt } from './exemptionRows.ts';
import { tableOfAlerts, tableOfControls, tableOfFindings } from './findingRows.ts';
import { type Frame, frameReport } from './frame.ts';
import { nameTeam } from './names.ts';
import { sayCount, sayNothingOpen, sayUnscanned } from './scanRows.ts';
import type { Story } from './story.ts';
import { type Table, type Tile, toTile } from './table.ts';
import { tellCost, tilesOfCost, viewWeekCost, type WeekCostView } from './weekCost.ts';

/** One team's week as the templates show it. */
export interface TeamView {
  /** The team's name where the report has several teams, else `''`. */
  readonly heading: string;
  /** All that there is to say of a week with nothing in it; then nothing else is shown. `''` otherwise. */
  readonly quiet: string;
  readonly tiles: readonly Tile[];
  /** What to know of the cost, a heading with a few sentences each. */
  readonly stories: readonly Story[];
  readonly costs: readonly WeekCostView[];
  readonly alerts: Table | null;
  readonly mine: Table;
  readonly controls: Table | null;
  /** Open findings that came back or are new and that `mine` does not show already. */
  readonly reopened: Table | null;
  readonly fresh: Table | null;
  readonly fixed: Table | null;
  readonly notSeen: Table | null;
  readonly exempt: Table | null;
  /** What is not the team's to fix, in a sentence; `''` where only what is overdue is told. */
  readonly others: string;
}

export interface DigestView {
  readonly frame: Frame;
  readonly teams: readonly TeamView[];
  readonly moreTeams: string;
}

/** Findings of the team's own that a mail lists, and of each other list; the files have them all. */
const MINE = 15;
const LISTED = 5;

/** Namespaces that a mail lists. */
const NAMESPACES = 10;

/** Formats a digest for reading; every figure is one of the report's. */
export function viewDigest(report: DigestReport, formatter: Formatter, rowLimit: number): DigestView {
  const shown = report.teams.slice(0, Math.max(1, rowLimit));
  const hidden = report.teams.length - shown.length;
  const isSingle = report.teams.length === 1;
  return {
    frame: frameReport(report, formatter, rowLimit),
    teams: shown.map((team) => ({
      heading: isSingle ? '' : toPlainLine(nameTeam(team, formatter.words)),
      ...viewTeam(team, report, formatter, isSingle ? rowLimit : Math.min(rowLimit, LISTED)),
    })),
    moreTeams: hidden === 0 ? '' : formatter.words.table.moreTeams(formatter.figure(hidden)),
  };
}

function viewTeam(
  team: TeamDigest,
  { unscanned, focus }: DigestReport,
  formatter: Formatter,
  limit: number,
): Omit<TeamView, 'heading'> {
  const { words } = formatter;
  const isEmpty = focus === undefined && isEmptyDigest({ teams: [team] });
  return {
    quiet: isEmpty ? toPlainLine(sayNothingOpen(words.digest.quiet, unscanned, formatter), 400) : '',
    tiles: [
      ...team.costs.flatMap((cost) => tilesOfCost(cost, formatter)),
      ...tilesOfFindings(team.findings, unscanned, formatter),
    ],
    stories: team.costs.flatMap((cost) => tellCost(cost, formatter, limit)),
    costs: team.costs.map((cost) => viewWeekCost(cost, formatter, Math.min(limit, NAMESPACES))),
    ...viewFindings(team.findings, unscanned, formatter, limit),
    alerts: tableOfAlerts(team.alerts, formatter, Math.min(limit, LISTED)),
    others: focus === undefined ? sayOthers(team.findings, formatter) : '',
  };
}

function viewFindings(
  findings: TeamFindings,
  unscanned: Unscanned,
  formatter: Formatter,
  limit: number,
): Pick<TeamView, 'mine' | 'controls' | 'reopened' | 'fresh' | 'fixed' | 'notSeen' | 'exempt'> {
  const { digest } = formatter.words;
  const few = Math.min(limit, LISTED);
  const listed = new Set(findings.mine.slice(0, Math.min(limit, MINE)).map(({ id }) => id));
  const notListed = (lines: readonly FindingLine[]): readonly FindingLine[] =>
    lines.filter(({ id }) => !listed.has(id));
  const tableOr = (title: string, lines: readonly FindingLine[], note = ''): Table | null =>
    lines.length === 0 ? null : tableOfFindings(title, lines, formatter, { limit: few, empty: '', note });
  const silenced = saySilenced(findings, formatter);
  return {
    mine: tableOfFindings(digest.mine, findings.mine, formatter, {
      limit: Math.min(limit, MINE),
      note: silenced,
      empty: sayNothingOpen(
        silenced === '' ? digest.nothingMine : digest.nothingElseMine,
        unscanned,
        formatter,
      ),
    }),
    controls:
      findings.controls.length === 0
        ? null
        : tableOfControls(digest.controls, findings.controls, formatter, { limit: few, empty: '' }),
    reopened: tableOr(digest.reopened, notListed(findings.reopened)),
    fresh: tableOr(digest.fresh, notListed(findings.new)),
    fixed: tableOr(digest.fixed, findings.fixed),
    notSeen: tableOr(digest.notSeen, findings.notSeen, digest.notSeenNote),
    exempt: tableOfExempt(findings.exempt, formatter, few),
  };
}

/** How many findings are only counted, and since when; `''` for none. */
export function saySilenced({ silenced, nagWeeks }: TeamFindings, { words, figure }: Formatter): string {
  if (silenced.length === 0) return '';
  const count = figure(silenced.length);
  return nagWeeks === undefined
    ? words.digest.silencedLong(count)
    : words.digest.silenced(count, figure(nagWeeks));
}

function sayOthers(
  { withSecops, withPlatform, notSeen, exempt, counts }: TeamFindings,
  formatter: Formatter,
) {
  const { digest } = formatter.words;
  const { count } = formatter;
  return digest.others(
    count(withSecops.length),
    count(withPlatform.length),
    count(notSeen.length),
    counts.expiring === 0
      ? count(exempt.length)
      : digest.exemptExpiring(count(exempt.length), count(counts.expiring)),
  );
}

function tilesOfFindings(
  { counts, new: fresh, reopened, fixed }: TeamFindings,
  unscanned: Unscanned,
  formatter: Formatter,
): Tile[] {
  const { digest } = formatter.words;
  const { count } = formatter;
  const blind = sayUnscanned(unscanned, formatter);
  const said =
    reopened.length === 0
      ? digest.counts(count(fresh.length), count(fixed.length))
      : digest.countsReopened(count(fresh.length), count(reopened.length), count(fixed.length));
  return [
    toTile(
      digest.mine,
      sayCount(counts.mine, unscanned, formatter),
      blind === '' ? said : digest.blind(said, blind),
      blind === '' ? 'plain' : 'warn',
    ),
    toTile(
      digest.overdue,
      sayCount(counts.overdue, unscanned, formatter),
      digest.dueThisWeek(count(counts.dueThisWeek)),
      counts.overdue > 0 ? 'bad' : blind === '' ? 'good' : 'warn',
    ),
  ];
}
