import type { GovernanceReport, SecureScoreLine } from '../../reports/governanceReport.ts';
import type { Formatter } from '../formatter.ts';
import { largestOf, shareOf } from './comparison.ts';
import { barCell, bars, numberCell, numbers, type Table, textCell, texts, toTable } from './table.ts';

/** Subscriptions whose score a note names, and failing controls that a row does. */
const NAMED = 3;

/** What the secure score is made of, and what would raise it. */
export function tableOfScore(score: SecureScoreLine, formatter: Formatter, limit: number): Table {
  const { governance } = formatter.words;
  const { count, percent } = formatter;
  return toTable({
    title: governance.secureScore,
    note: noteScore(score, formatter),
    columns: [texts(governance.control), numbers(governance.now), numbers(governance.canGain)],
    items: score.controls,
    toRow: ({ title, percent: now, healthy, unhealthy, gain }) => [
      textCell(title, { sub: governance.health(count(unhealthy), count(healthy)) }),
      numberCell(now === undefined ? governance.notCounted : percent(now)),
      numberCell(percent(gain)),
    ],
    ...{ limit, formatter, empty: governance.noScore },
  });
}

function noteScore({ subscriptions, unread }: SecureScoreLine, { words, count, figure }: Formatter): string {
  const { governance } = words;
  const shares = subscriptions
    .slice(0, NAMED)
    .map(({ name, current, max }) => governance.scoreOf(name, count(current), count(max)))
    .join('; ');
  const hidden = subscriptions.length - NAMED;
  const note = hidden > 0 ? governance.scoreMore(shares, figure(hidden)) : governance.scoreNote(shares);
  return unread.length === 0 ? note : governance.scoreUnread(note, unread.join(', '));
}

/** How the score moved since the week before, in words. */
export function sayScoreChange({ change, unlike }: SecureScoreLine, { words, figure }: Formatter): string {
  const { governance } = words;
  if (change === undefined) return governance.scoreNotRead;
  const points = figure(Math.abs(Number(change)));
  const moved =
    points.value === 0
      ? governance.scoreSame
      : Number(change) < 0
        ? governance.scoreDown(points)
        : governance.scoreUp(points);
  return unlike.length === 0 ? moved : governance.scoreShared(moved);
}

/** Compliance by regulatory standard: what is skipped or not supported is no pass. */
export function tableOfStandards(
  { standards }: GovernanceReport,
  formatter: Formatter,
  limit: number,
): Table {
  const { governance } = formatter.words;
  const { count } = formatter;
  return toTable({
    title: governance.standards,
    note: governance.standardsNote,
    columns: [texts(governance.standard), numbers(governance.passed), numbers(governance.notJudgedColumn)],
    items: standards,
    toRow: ({ name, failing, passed, judged, skipped, unsupported }) => [
      textCell(name, {
        sub: failing
          .slice(0, NAMED)
          .map((control) => `${control.name} ${control.title}`)
          .join(' · '),
      }),
      numberCell(judged === 0 ? governance.notJudged : governance.of(count(passed), count(judged))),
      numberCell(count(skipped + unsupported), {
        sub: governance.skipped(count(skipped), count(unsupported)),
      }),
    ],
    ...{ limit, formatter, empty: governance.noStandard },
  });
}

/** Compliance by initiative of Azure Policy, with its denominators. */
export function tableOfInitiatives(
  { initiatives }: GovernanceReport,
  formatter: Formatter,
  limit: number,
): Table {
  const { governance } = formatter.words;
  const { count, figure } = formatter;
  return toTable({
    title: governance.initiatives,
    note: governance.initiativesNote,
    columns: [texts(governance.initiative), numbers(governance.notCompliant)],
    items: initiatives,
    toRow: (one) => [
      textCell(one.name, { sub: governance.assignments(figure(one.assignments)) }),
      numberCell(
        one.resources === 0
          ? governance.notEvaluated
          : governance.of(count(one.nonCompliantResources), count(one.resources)),
        { sub: governance.policies(count(one.nonCompliantPolicies), figure(one.policies)) },
      ),
    ],
    ...{ limit, formatter, empty: governance.noInitiative },
  });
}

/** Objects in breach, where one finding stands for many. */
export function tableOfViolations(
  { violations }: GovernanceReport,
  formatter: Formatter,
  limit: number,
): Table | null {
  if (violations.length === 0) return null;
  const { governance } = formatter.words;
  return toTable({
    title: governance.violations,
    note: governance.violationsNote,
    columns: [texts(governance.control), numbers(governance.objects)],
    items: violations,
    toRow: ({ title, clusterName, objects }) => [textCell(title, { sub: clusterName }), numberCell(objects)],
    ...{ limit, formatter, empty: '' },
  });
}

/** Findings open at the end of each week. */
export function tableOfTrend({ trend }: GovernanceReport, formatter: Formatter): Table {
  const { governance, table } = formatter.words;
  const { count } = formatter;
  const first = trend.findIndex(({ open }) => open !== undefined);
  const known = first === -1 ? [] : trend.slice(first);
  const largest = largestOf(trend.map(({ open }) => String(open ?? 0)));
  return toTable({
    title: governance.trend,
    note: first > 0 ? governance.trendNote : '',
    columns: [
      texts(governance.week),
      bars(governance.compared),
      numbers(governance.open),
      numbers(governance.criticalHigh),
    ],
    items: known,
    toRow: ({ week, open, bySeverity }) => [
      textCell(formatter.shortWeek(week)),
      barCell(open === undefined ? 0 : shareOf(String(open), largest)),
      open === undefined ? numberCell(table.notKnown, { tone: 'muted' }) : numberCell(count(open)),
      numberCell(
        open === undefined ? '' : governance.pair(count(bySeverity.critical), count(bySeverity.high)),
      ),
    ],
    ...{ limit: trend.length, formatter, empty: governance.noTrend },
  });
}
