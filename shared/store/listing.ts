import { isClosed, isHeld, type MonthStanding, type Reopening } from '../closing/life.ts';
import { RequestError } from '../model/errors.ts';
import type { ReportKind } from '../model/tasks.ts';
import type { Report } from '../reports/report.ts';
import type { ReportRow } from './store.ts';

export type ReportKey = Pick<ReportRow, 'kind' | 'period' | 'audience'>;

/** Whose closed revisions make a month closed; those of the teams are cut out of them. */
export const ORGANISATION = 'organisation';

/** The key of the organisation's statement, which decides how the month stands. */
export function organisationKey(kind: ReportKind, period: string): ReportKey {
  return { kind, period, audience: ORGANISATION };
}

export function keyOf(report: Report): ReportKey {
  return { kind: report.kind, period: report.period.id, audience: report.audience };
}

/** The revision that a closed report is; statements closed before there were revisions are the first. */
export function revisionOf(report: Report): number {
  return lifeOf(report)?.closing?.revision ?? 1;
}

/**
 * How a report is listed by itself.
 * @param closedRevision revisions of its kind, period and audience that are closed already
 */
export function listReport(report: Report, hash: string, builtAt: string, closedRevision: number): ReportRow {
  const isClosed = report.state === 'closed';
  const life = lifeOf(report);
  return {
    ...keyOf(report),
    state: report.state,
    revision: isClosed ? revisionOf(report) : closedRevision,
    held: isHeld(life) ? (life?.held ?? []).map(({ name }) => name) : [],
    hash,
    builtAt,
  };
}

/**
 * Whether a row takes the place of the one that is listed. A month goes provisional, closed, opened again, closed
 * again, and never back; among provisional ones of the same stage the one built later counts.
 */
function replacesRow(next: ReportRow, current: ReportRow): boolean {
  const [from, to] = [stageOf(current), stageOf(next)];
  if (from !== to) return to > from;
  return next.state === 'closed' || Date.parse(next.builtAt) >= Date.parse(current.builtAt);
}

/** The row to list in the place of what is listed. Data that is built again remembers when it first was. */
export function chooseRow(next: ReportRow, current: ReportRow | undefined): ReportRow {
  if (!current) return next;
  if (!replacesRow(next, current)) return current;
  const firstBuiltAt = current.firstBuiltAt ?? current.builtAt;
  return next.hash === current.hash && firstBuiltAt < next.builtAt ? { ...next, firstBuiltAt } : next;
}

function stageOf({ state, revision }: ReportRow): number {
  return state === 'closed' ? 2 * revision : 2 * revision + 1;
}

function lifeOf(report: Report) {
  return report.kind === 'chargeback' ? report.life : undefined;
}

/**
 * Refuses a closed revision that is not the next one of a month that is open; one that is kept already is compared
 * with what is kept.
 * @throws RequestError `conflict`
 */
export function refuseOutOfTurn(key: ReportKey, revision: number, standing: MonthStanding): void {
  if (revision <= standing.revision) return;
  if (revision === standing.revision + 1 && !isClosed(standing)) return;
  throw closedAlready(key, standing.revision);
}

export function closedAlready({ kind, period, audience }: ReportKey, revision: number): RequestError {
  return new RequestError(
    `The ${kind} of ${period} for ${audience} is closed as revision ${revision}, with other data.`,
    'A closed statement never changes; what changed since is an adjustment in the next open month. To close it anew, open it again first: ' +
      `npm run purser -- reopen --period ${period} --reason "…"`,
    { kind: 'conflict' },
  );
}

export function reopenedAlready({ kind, period }: ReportKey, { at, by, revision }: Reopening): RequestError {
  return new RequestError(
    `The ${kind} of ${period} is open: ${by} opened revision ${revision} again at ${at}.`,
    `Close it when it is right: npm run purser -- close --period ${period}`,
    { kind: 'conflict' },
  );
}

export function notTheLatest(
  { kind, period }: ReportKey,
  { revision }: Reopening,
  standing: MonthStanding,
): RequestError {
  return new RequestError(
    standing.revision === 0
      ? `The ${kind} of ${period} was never closed, so it cannot be opened again.`
      : `Revision ${revision} of the ${kind} of ${period} is not the one that stands closed, which is ${standing.revision}.`,
    'See how it stands: npm run purser -- status',
    { kind: 'conflict' },
  );
}
