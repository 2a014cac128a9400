import type { GovernanceReport, SecureScoreLine } from '../../reports/governanceReport.ts';
import type { Formatter } from '../formatter.ts';
import { largestOf, shareOf } from './comparison.ts';
import { barCell, bars, numberCell, numbers, type Table, textCell, toTable, words } from './table.ts';

/** What the secure score is made of, and what would raise it. */
export function tableOfScore(score: SecureScoreLine, formatter: Formatter, limit: number): Table {
  const unread = score.unread.length === 0 ? '' : ` Not read: ${score.unread.join(', ')}.`;
  const shares = score.subscriptions.map(
    ({ name, current, max }) => `${name} ${formatter.count(current)} of ${formatter.count(max)}`,
  );
  return toTable({
    title: 'Secure score',
    note: `By subscription: ${shares.slice(0, 3).join('; ')}${shares.length > 3 ? `; and ${shares.length - 3} more, in the workbook` : ''}.${unread}`,
    columns: [words('Control'), numbers('Now'), numbers('Can gain')],
    items: score.controls,
    toRow: ({ title, percent, healthy, unhealthy, gain }) => [
      textCell(title, {
        sub: `${formatter.count(unhealthy)} unhealthy, ${formatter.count(healthy)} healthy`,
      }),
      numberCell(percent === undefined ? 'not counted' : formatter.percent(percent)),
      numberCell(formatter.percent(gain)),
    ],
    limit,
    empty: 'No control of the score was read.',
  });
}

/** How the score moved since the week before, in words. */
export function sayScoreChange({ change, unlike }: SecureScoreLine, formatter: Formatter): string {
  if (change === undefined) return 'the week before was not read';
  const points = formatter.count(Math.abs(Number(change)));
  const direction = Number(change) < 0 ? 'down' : 'up';
  const moved = Number(change) === 0 ? 'as the week before' : `${direction} ${points} points in a week`;
  return unlike.length === 0 ? moved : `${moved}, of subscriptions that both weeks have`;
}

/** Compliance by regulatory standard: what is skipped or not supported is no pass. */
export function tableOfStandards(
  { standards }: GovernanceReport,
  formatter: Formatter,
  limit: number,
): Table {
  const count = formatter.count;
  return toTable({
    title: 'Regulatory compliance',
    note: 'Controls that pass, of those that were judged. What is skipped or not supported is no pass.',
    columns: [words('Standard'), numbers('Passed'), numbers('Not judged')],
    items: standards,
    toRow: ({ name, failing, passed, judged, skipped, unsupported }) => [
      textCell(name, {
        sub: failing
          .slice(0, 3)
          .map((control) => `${control.name} ${control.title}`)
          .join(' · '),
      }),
      numberCell(judged === 0 ? 'not judged' : `${count(passed)} of ${count(judged)}`),
      numberCell(count(skipped + unsupported), {
        sub: `${count(skipped)} skipped, ${count(unsupported)} not supported`,
      }),
    ],
    limit,
    empty: 'No regulatory standard was read.',
  });
}

/** Compliance by initiative of Azure Policy, with its denominators. */
export function tableOfInitiatives(
  { initiatives }: GovernanceReport,
  formatter: Formatter,
  limit: number,
): Table {
  const count = formatter.count;
  return toTable({
    title: 'Azure Policy by initiative',
    note: 'Resources that do not comply, of all that were evaluated.',
    columns: [words('Initiative or policy'), numbers('Not compliant')],
    items: initiatives,
    toRow: (one) => [
      textCell(one.name, { sub: `${count(one.assignments)} assignment${one.assignments === 1 ? '' : 's'}` }),
      numberCell(
        one.resources === 0
          ? 'not evaluated'
          : `${count(one.nonCompliantResources)} of ${count(one.resources)}`,
        { sub: `${count(one.nonCompliantPolicies)} of ${count(one.policies)} policies` },
      ),
    ],
    limit,
    empty: 'No policy assignment was read.',
  });
}

/** Objects in breach, where one finding stands for many. */
export function tableOfViolations({ violations }: GovernanceReport, limit: number): Table | null {
  if (violations.length === 0) return null;
  return toTable({
    title: 'Objects in breach',
    note: 'As Gatekeeper counts them, else as Azure Policy lists them; 500+ where Azure cut its list short.',
    columns: [words('Control'), numbers('Objects')],
    items: violations,
    toRow: ({ title, clusterName, objects }) => [textCell(title, { sub: clusterName }), numberCell(objects)],
    limit,
    empty: '',
  });
}

/** Findings open at the end of each week. */
export function tableOfTrend({ trend }: GovernanceReport, formatter: Formatter): Table {
  const first = trend.findIndex(({ open }) => open !== undefined);
  const known = first === -1 ? [] : trend.slice(first);
  const largest = largestOf(trend.map(({ open }) => String(open ?? 0)));
  return toTable({
    title: 'Open findings by week',
    columns: [words('Week'), bars('Compared'), numbers('Open'), numbers('Critical, high')],
    note: first > 0 ? `Of the weeks before it is not known what was open.` : '',
    items: known,
    toRow: ({ week, open, bySeverity }) => [
      textCell(week),
      barCell(open === undefined ? 0 : shareOf(String(open), largest)),
      open === undefined ? numberCell('not known', { tone: 'muted' }) : numberCell(formatter.count(open)),
      numberCell(
        open === undefined
          ? ''
          : `${formatter.count(bySeverity.critical)}, ${formatter.count(bySeverity.high)}`,
      ),
    ],
    limit: trend.length,
    empty: 'It is not known what was open in any of the weeks.',
  });
}
