import { isHeld } from '../../closing/life.ts';
import { UNOWNED } from '../../model/cost.ts';
import type { Report } from '../../reports/report.ts';
import type { Formatter } from '../formatter.ts';
import { toPlainLine, toWebLink } from '../plainText.ts';
import { sayCoverage, tableOfGaps } from './coverageWords.ts';
import { sayNotices } from './noticeWords.ts';
import { sayReasons } from './reasonWords.ts';
import type { Table, Tone } from './table.ts';

/** What surrounds every report: who, when, how sure, and why the reader gets it. */
export interface Frame {
  readonly locale: string;
  readonly title: string;
  readonly organisation: string;
  readonly audience: string;
  readonly period: string;
  readonly days: string;
  readonly state: { readonly label: string; readonly tone: Tone };
  readonly asOf: string;
  readonly coverage: { readonly summary: string; readonly tone: Tone; readonly gaps: Table | null };
  readonly notices: readonly string[];
  readonly link: string | null;
  readonly reason: string;
}

/** Characters of a notice that are shown. */
const NOTICE_LENGTH = 600;

/** What the report is called, without its audience and period. */
export function titleOf(report: Report, { words }: Formatter): string {
  return report.kind === 'digest' && report.focus === 'overdue'
    ? words.frame.overdueTitle
    : words.frame.titles[report.kind];
}

/** Who the report is about: the organisation, or one team. */
export function nameAudience({ audience, audienceName }: Report, { words }: Formatter): string {
  return audience === `team:${UNOWNED}` ? words.frame.unowned : audienceName;
}

export function frameReport(report: Report, formatter: Formatter, rowLimit: number): Frame {
  const { id, from, to } = report.period;
  const { words } = formatter;
  return {
    locale: formatter.locale,
    title: titleOf(report, formatter),
    organisation: toPlainLine(report.organisation),
    audience: toPlainLine(nameAudience(report, formatter)),
    period: formatter.period(id),
    days: report.kind === 'chargeback' ? words.frame.days(formatter.days(from, to)) : words.frame.utcDays,
    state: describeState(report, formatter),
    asOf: report.asOf === undefined ? words.frame.nothingRead : formatter.instant(report.asOf),
    coverage: {
      summary: toPlainLine(sayCoverage(report.coverage, formatter), 400),
      tone: report.coverage.complete ? 'good' : 'warn',
      gaps: tableOfGaps(report.coverage.entries, formatter, rowLimit),
    },
    notices: limitNotices(sayNotices(report, formatter), formatter, rowLimit),
    link: toWebLink(report.link) ?? null,
    reason: sayReasons(report, formatter),
  };
}

function describeState(report: Report, { words, figure }: Formatter): Frame['state'] {
  const { states } = words.frame;
  if (report.kind === 'health') {
    const count = report.problems.length + report.moreProblems;
    return count === 0
      ? { label: words.health.allWell, tone: 'good' }
      : { label: words.health.needs(figure(count)), tone: 'bad' };
  }
  if (report.kind !== 'chargeback') {
    return report.coverage.complete
      ? { label: states.complete, tone: 'good' }
      : { label: states.incomplete, tone: 'warn' };
  }
  if (report.state === 'closed') return { label: states.closed, tone: 'good' };
  if (isHeld(report.life)) return { label: states.held, tone: 'bad' };
  return { label: states.provisional, tone: 'warn' };
}

function limitNotices(notices: readonly string[], { words, figure }: Formatter, limit: number): string[] {
  const shown = notices.slice(0, limit).map((notice) => toPlainLine(notice, NOTICE_LENGTH));
  const hidden = notices.length - shown.length;
  return hidden === 0 ? shown : [...shown, words.table.moreNotices(figure(hidden))];
}
