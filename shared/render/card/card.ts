import type { ChargebackReport } from '../../reports/chargebackReport.ts';
import type { DigestReport } from '../../reports/digestReport.ts';
import type { FindingLine } from '../../reports/findingLine.ts';
import type { GovernanceReport } from '../../reports/governanceReport.ts';
import type { Report } from '../../reports/report.ts';
import type { TeamCost } from '../../reports/teamCostLine.ts';
import type { Formatter } from '../formatter.ts';
import { toPlainLine, toWebLink } from '../plainText.ts';
import { describePrevious } from '../view/comparison.ts';
import { sayScoreChange } from '../view/complianceTables.ts';
import { sayAnomaly, sayMonth, sayRightSizing } from '../view/costWords.ts';
import { describePlace } from '../view/findingRows.ts';
import { titleOf } from '../view/frame.ts';
import { sayMover } from '../view/movementWords.ts';
import { sayCount, sayUnscanned } from '../view/scanRows.ts';
import {
  type AdaptiveCard,
  type CardElement,
  cardTable,
  container,
  escapeMarkdown,
  factSet,
  textBlock,
} from './adaptiveCard.ts';

/** Teams takes 28 KB and counts some 1.2 times what was sent (msteams-docs #11274): keep well below. */
export const CARD_BUDGET_BYTES = 20_000;

/** Room that the message around the card needs. */
const ENVELOPE_BYTES = 300;

/** Rows a list shows, tried in turn until the card fits; what is hidden is counted in words. */
const ROW_LIMITS = [12, 8, 5, 3, 1, 0] as const;

/** The report as an Adaptive Card 1.5, as compact JSON; a message with it stays under 20 KB. */
export function renderCard(report: Report, formatter: Formatter): string {
  let card = '';
  for (const rowLimit of ROW_LIMITS) {
    card = JSON.stringify(buildCard(report, formatter, rowLimit));
    if (Buffer.byteLength(card) + ENVELOPE_BYTES <= CARD_BUDGET_BYTES) return card;
  }
  return card;
}

function buildCard(report: Report, formatter: Formatter, rowLimit: number): AdaptiveCard {
  const period = formatter.period(report.period.id);
  const heading = `${titleOf(report)}: ${toPlainLine(report.audienceName, 80)}, ${period}`;
  const link = toWebLink(report.link);
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.5',
    msteams: { width: 'Full' },
    fallbackText: escapeMarkdown(heading),
    body: [
      textBlock(heading, { size: 'Large', weight: 'Bolder', style: 'heading' }),
      textBlock(describeStanding(report, formatter), { size: 'Small', isSubtle: true }),
      textBlock(`Coverage: ${report.coverage.summary}`, {
        size: 'Small',
        color: report.coverage.complete ? 'Good' : 'Warning',
      }),
      ...noticesOf(report.notices, Math.min(rowLimit, 3)),
      ...bodyOf(report, formatter, rowLimit),
    ],
    actions: link === undefined ? [] : [{ type: 'Action.OpenUrl', title: 'Open report', url: link }],
  };
}

function describeStanding(report: Report, formatter: Formatter): string {
  const asOf = report.asOf === undefined ? 'nothing was read' : `as of ${formatter.instant(report.asOf)}`;
  const state = report.kind === 'chargeback' ? `${report.state}, ` : '';
  return `${report.organisation}, ${report.period.from} to ${report.period.to} UTC, ${state}${asOf}`;
}

function noticesOf(notices: readonly string[], limit: number): CardElement[] {
  const shown = notices.slice(0, limit).map((notice) => textBlock(notice, { color: 'Warning' }));
  const hidden = notices.length - shown.length;
  return hidden === 0 ? shown : [...shown, moreText(hidden, 'notices')];
}

function bodyOf(report: Report, formatter: Formatter, limit: number): CardElement[] {
  switch (report.kind) {
    case 'chargeback':
      return report.statements.map((statement) => statementOf(statement, formatter, limit));
    case 'digest':
      return digestOf(report, formatter, limit);
    case 'governance':
      return governanceOf(report, formatter, limit);
  }
}

function statementOf(
  statement: ChargebackReport['statements'][number],
  formatter: Formatter,
  limit: number,
): CardElement {
  const money = (amount: string): string => formatter.money(amount, statement.currency, statement.digits);
  const { total, teams, reconciliation } = statement;
  const facts: [string, string][] = [['Charged to teams', money(total.amount)]];
  if (reconciliation) facts.push(['Difference to the bill', money(reconciliation.difference.amount)]);
  const shown = teams.slice(0, limit);
  return container([
    factSet(facts),
    ...tableOr(
      ['Team', 'Amount', 'Before'],
      shown.map((team) => [
        toPlainLine(team.teamName, 60),
        money(team.amount),
        describePrevious(team.amount, team.previous, money),
      ]),
    ),
    ...moreOf(teams.length - shown.length, 'teams'),
  ]);
}

function digestOf(report: DigestReport, formatter: Formatter, limit: number): CardElement[] {
  const shownTeams = report.teams.slice(0, Math.max(1, limit));
  const perTeam = report.teams.length > 1 ? Math.min(limit, 2) : limit;
  return [
    ...shownTeams.map(({ teamName, costs, findings, alerts }) => {
      const facts = costs.flatMap((cost) => {
        const { currency, digits, week, previousWeek, monthToDate } = cost;
        const money = (amount: string): string => formatter.money(amount, currency, digits);
        return [
          ['Cost this week', `${money(week)} (${describePrevious(week, previousWeek, money)})`] as const,
          ['Month to date', money(monthToDate)] as const,
        ];
      });
      return container([
        ...(report.teams.length > 1 ? [textBlock(toPlainLine(teamName, 80), { weight: 'Bolder' })] : []),
        factSet([
          ...facts,
          ['Yours to fix', sayCount(findings.counts.mine, report.unscanned, formatter)],
          ['Overdue', sayCount(findings.counts.overdue, report.unscanned, formatter)],
          ['New', formatter.count(findings.new.length)],
          ['Reopened', formatter.count(findings.reopened.length)],
          ['Fixed', formatter.count(findings.fixed.length)],
          ['With security operations', formatter.count(findings.withSecops.length)],
          ['With the platform team', formatter.count(findings.withPlatform.length)],
          ['Exempt', formatter.count(findings.exempt.length)],
          ['Scanned', sayUnscanned(report.unscanned, formatter) || 'all clusters and registries'],
          ['Alerts', formatter.count(alerts.length)],
        ]),
        ...costs.flatMap((cost) => sentencesOf(cost, formatter, Math.min(perTeam, 2))),
        ...findingsOf(findings.mine, formatter, perTeam),
        ...(findings.nagging === '' ? [] : [textBlock(findings.nagging, { size: 'Small', isSubtle: true })]),
      ]);
    }),
    ...moreOf(report.teams.length - shownTeams.length, 'teams'),
  ];
}

/** The largest of what moved, of what was out of the ordinary, and of what is wasted. */
function sentencesOf(cost: TeamCost, formatter: Formatter, limit: number): CardElement[] {
  const money = (amount: string): string => formatter.money(amount, cost.currency, cost.digits);
  const { movement, anomalies, rightSizing, digits } = cost;
  return [
    sayMonth(cost, formatter, money),
    ...(movement?.movers ?? []).slice(0, limit).map((mover) => `Moved: ${sayMover(mover, digits, money)}`),
    ...anomalies.slice(0, limit).map((one) => `Out of the ordinary: ${sayAnomaly(one, formatter, money)}`),
    ...rightSizing.slice(0, limit).map((one) => `Not used: ${sayRightSizing(one, formatter, money)}`),
  ].map((sentence) => textBlock(toPlainLine(sentence, 400)));
}

function governanceOf(report: GovernanceReport, formatter: Formatter, limit: number): CardElement[] {
  const { totals, secureScore, unscanned } = report;
  const say = (count: number): string => sayCount(count, unscanned, formatter);
  const shown = report.surfaces.slice(0, limit);
  return [
    factSet([
      ['Open', say(totals.open)],
      ['New', formatter.count(totals.new)],
      ['Reopened', formatter.count(totals.reopened)],
      ['Fixed', formatter.count(totals.fixed)],
      ['Overdue', say(totals.overdue)],
      ['Exempt', formatter.count(totals.exempt)],
      [
        'Secure score',
        secureScore
          ? `${formatter.percent(secureScore.percent)}, ${sayScoreChange(secureScore, formatter)}`
          : 'not read',
      ],
      ['Alerts', formatter.count(report.alerts.length)],
      ['Scanned', sayUnscanned(unscanned, formatter) || 'all clusters and registries'],
    ]),
    ...tableOr(
      ['Team', 'Build', 'Registry', 'Cluster', 'Node', 'Application', 'Overdue'],
      shown.map(({ teamName, counts, overdue }) => [
        toPlainLine(teamName, 60),
        ...[counts.build, counts.registry, counts.cluster, counts.node, counts.application, overdue].map(say),
      ]),
    ),
    ...moreOf(report.surfaces.length - shown.length, 'teams'),
    ...findingsOf(
      report.findings.filter(({ state }) => state === 'open'),
      formatter,
      Math.min(limit, 5),
    ),
  ];
}

function findingsOf(findings: readonly FindingLine[], formatter: Formatter, limit: number): CardElement[] {
  const shown = findings.slice(0, limit);
  return [
    ...tableOr(
      ['Finding', 'Severity', 'Due'],
      shown.map((finding) => [
        `${toPlainLine(finding.title, 80)}: ${toPlainLine(describePlace(finding), 100)}`,
        finding.severity,
        finding.dueOn === undefined
          ? 'no date'
          : `${formatter.day(finding.dueOn)}${finding.overdue ? ', overdue' : ''}`,
      ]),
    ),
    ...moreOf(findings.length - shown.length, 'findings'),
  ];
}

function tableOr(labels: readonly string[], rows: readonly (readonly string[])[]): CardElement[] {
  return rows.length === 0 ? [] : [cardTable(labels, rows)];
}

function moreOf(hidden: number, what: string): CardElement[] {
  return hidden > 0 ? [moreText(hidden, what)] : [];
}

function moreText(hidden: number, what: string): CardElement {
  return textBlock(`and ${hidden} more ${what}, in the report`, { size: 'Small', isSubtle: true });
}
