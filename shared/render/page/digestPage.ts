import type { DigestReport, TeamDigest } from '../../reports/digestReport.ts';
import type { Formatter } from '../formatter.ts';
import { toPlainLine } from '../plainText.ts';
import { tableOfAlerts, tableOfControls } from '../view/findingRows.ts';
import { sayNothingOpen, sayUnscanned } from '../view/scanRows.ts';
import { type Tile, toTile } from '../view/table.ts';
import { sectionsOfCost } from './digestCost.ts';
import { fillPage, framePage, sectionOfCoverage } from './document.ts';
import { tableOfFindings } from './findingTable.ts';
import { listItems } from './listing.ts';
import { adoptTable, figure, type Section, toSection, words } from './parts.ts';
import { linkTo, type PageRequest } from './request.ts';

/** Rows of each list; the files have them all. */
const ROWS = 100;

/** The page of a digest: one team's week, or a list of teams of which the parameter `owner` picks one. */
export function renderDigestPage(report: DigestReport, request: PageRequest, formatter: Formatter): string {
  const owner = request.query.get('owner');
  const [only] = report.teams.length === 1 ? report.teams : [];
  const team = only ?? report.teams.find((each) => each.team === owner);
  const trail = team && !only ? [{ text: team.teamName, place: { owner: team.team } }] : [];
  const sections = team
    ? sectionsOfTeam(report, team, formatter)
    : [sectionOfTeams(report, request, formatter)];
  return fillPage(
    framePage(report, request, formatter, trail),
    [...sections, sectionOfCoverage(report, formatter)],
    formatter,
  );
}

function sectionOfTeams({ teams }: DigestReport, request: PageRequest, formatter: Formatter): Section {
  const { digest } = formatter.words.page;
  const currencies = [...new Set(teams.flatMap(({ costs }) => costs.map(({ currency }) => currency)))].sort();
  const costOf = ({ costs }: TeamDigest, currency: string) =>
    costs.find((cost) => cost.currency === currency);
  const { table, form } = listItems<TeamDigest>(
    {
      id: 'teams-table',
      caption: digest.teams,
      items: teams,
      columns: [
        {
          label: digest.team,
          sort: 'team',
          key: ({ teamName }) => teamName,
          cell: ({ team, teamName }) => words(teamName, { link: linkTo(request.address, { owner: team }) }),
        },
        ...currencies.map((currency) => ({
          label: `${digest.week}${currencies.length > 1 ? ` (${toPlainLine(currency)})` : ''}`,
          isRight: true,
          sort: `week${currency}`,
          key: (team: TeamDigest) => costOf(team, currency)?.week,
          cell: (team: TeamDigest) => {
            const cost = costOf(team, currency);
            if (!cost) return figure('', '');
            const money = (amount: string): string => formatter.money(amount, currency, cost.digits);
            const before =
              cost.previousWeek === undefined ? '' : `${digest.before}: ${money(cost.previousWeek)}`;
            return figure(money(cost.week), cost.week, { sub: before });
          },
        })),
        {
          label: digest.mine,
          isRight: true,
          sort: 'mine',
          key: ({ findings }) => String(findings.counts.mine),
          cell: ({ findings }) => figure(formatter.count(findings.counts.mine), String(findings.counts.mine)),
        },
        {
          label: digest.overdue,
          isRight: true,
          sort: 'overdue',
          key: ({ findings }) => String(findings.counts.overdue),
          cell: ({ findings: { counts } }) =>
            figure(formatter.count(counts.overdue), String(counts.overdue), {
              tone: counts.overdue > 0 ? 'bad' : 'plain',
            }),
        },
      ],
      find: ({ teamName }) => teamName,
      empty: digest.noTeams,
      place: {},
    },
    request,
    formatter,
  );
  return toSection('teams', digest.teams, { table, form });
}

function sectionsOfTeam(report: DigestReport, team: TeamDigest, formatter: Formatter): readonly Section[] {
  const { page } = formatter.words;
  const { findings } = team;
  const list = (id: string, title: string, lines: TeamDigest['findings']['mine'], note = ''): Section[] =>
    lines.length === 0
      ? []
      : [
          toSection(id, `${title} (${formatter.count(lines.length)})`, {
            note: toPlainLine(note, 400),
            table: tableOfFindings(`${id}-table`, title, lines.slice(0, ROWS), formatter),
            isFolded: true,
          }),
        ];
  const alerts = tableOfAlerts(team.alerts, formatter, ROWS);
  return [
    ...team.costs.flatMap((cost) => sectionsOfCost(cost, team.costs.length > 1, formatter)),
    toSection('findings', page.digest.findings, {
      tiles: tilesOfFindings(report, team, formatter),
    }),
    toSection('mine', page.digest.mine, {
      table: {
        ...tableOfFindings('mine-table', page.digest.mine, findings.mine.slice(0, ROWS), formatter),
        empty:
          findings.mine.length > 0
            ? ''
            : toPlainLine(sayNothingOpen(page.digest.nothingMine, report.unscanned, formatter), 400),
      },
    }),
    ...(findings.controls.length === 0
      ? []
      : [
          adoptTable(
            'controls',
            tableOfControls(page.digest.controls, findings.controls, formatter, { limit: ROWS, empty: '' }),
          ),
        ]),
    ...list('silenced', page.digest.silenced, findings.silenced),
    ...list('new', page.digest.fresh, findings.new),
    ...list('reopened', page.digest.reopened, findings.reopened),
    ...list('fixed', page.digest.fixed, findings.fixed),
    ...list('secops', page.digest.secops, findings.withSecops),
    ...list('platform', page.digest.platform, findings.withPlatform),
    ...list('not-seen', page.digest.notSeen, findings.notSeen),
    ...list('exempt', page.digest.exempt, findings.exempt),
    ...(alerts ? [adoptTable('alerts', alerts)] : []),
  ];
}

function tilesOfFindings(
  report: DigestReport,
  { findings }: TeamDigest,
  formatter: Formatter,
): readonly Tile[] {
  const { digest } = formatter.words.page;
  const { counts } = findings;
  const count = formatter.count;
  const blind = sayUnscanned(report.unscanned, formatter);
  return [
    toTile(digest.mine, count(counts.mine), blind, blind === '' ? 'plain' : 'warn'),
    toTile(digest.overdue, count(counts.overdue), '', counts.overdue > 0 ? 'bad' : 'plain'),
    toTile(digest.dueSoon, count(counts.dueThisWeek)),
    toTile(digest.fresh, count(findings.new.length)),
    toTile(digest.fixed, count(findings.fixed.length)),
    toTile(
      digest.exempt,
      count(findings.exempt.length),
      counts.expiring === 0 ? '' : digest.expiring(count(counts.expiring)),
    ),
  ];
}
