import { UNOWNED } from '../../model/cost.ts';
import type { CoverageEntry } from '../../model/reading.ts';
import type { Report } from '../../reports/report.ts';
import type { Formatter } from '../formatter.ts';
import { toPlainLine, toWebLink } from '../plainText.ts';
import { numberCell, numbers, type Table, type Tone, textCell, toTable, words } from './table.ts';

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

const TITLES = {
  chargeback: 'AKS chargeback',
  digest: 'AKS weekly digest',
  governance: 'AKS governance report',
} as const satisfies Record<Report['kind'], string>;

const LISTED_IN = {
  chargeback: 'finance',
  digest: 'operator',
  governance: 'security',
} as const satisfies Record<Report['kind'], string>;

/** What the report is called, without its audience and period. */
export function titleOf(report: Report): string {
  return TITLES[report.kind];
}

export function frameReport(report: Report, formatter: Formatter, rowLimit: number): Frame {
  const { from, to, timeZone } = report.period;
  return {
    locale: formatter.locale,
    title: titleOf(report),
    organisation: toPlainLine(report.organisation),
    audience: toPlainLine(report.audienceName),
    period: formatter.period(report.period.id),
    days: `${from} to ${to}, ${timeZone}`,
    state: describeState(report),
    asOf: report.asOf === undefined ? 'nothing was read' : formatter.instant(report.asOf),
    coverage: {
      summary: toPlainLine(report.coverage.summary, 400),
      tone: report.coverage.complete ? 'good' : 'warn',
      gaps: listGaps(report.coverage.entries, formatter, rowLimit),
    },
    notices: limitNotices(report.notices, rowLimit),
    link: toWebLink(report.link) ?? null,
    reason: explainRecipient(report),
  };
}

function describeState(report: Report): Frame['state'] {
  if (report.kind !== 'chargeback') {
    return report.coverage.complete
      ? { label: 'Complete', tone: 'good' }
      : { label: 'Incomplete', tone: 'warn' };
  }
  return report.state === 'closed'
    ? { label: 'Closed: will not change', tone: 'good' }
    : { label: 'Provisional: Azure may still change it', tone: 'warn' };
}

function explainRecipient(report: Report): string {
  const name = toPlainLine(report.audienceName);
  return `You get this because the Purser configuration of ${toPlainLine(report.organisation)} lists you ${listOf(report, name)}. Ask its operator to be taken off.`;
}

/** The part of the configuration that names the reader; what nobody owns goes to the operator. */
function listOf({ audience, kind }: Report, name: string): string {
  if (audience === 'operator' || audience === `team:${UNOWNED}`) return 'under operator';
  return audience.startsWith('team:') ? `among the leads of ${name}` : `under ${LISTED_IN[kind]}`;
}

function limitNotices(notices: readonly string[], limit: number): string[] {
  const shown = notices.slice(0, limit).map((notice) => toPlainLine(notice, 400));
  const hidden = notices.length - shown.length;
  return hidden === 0 ? shown : [...shown, `and ${hidden} more notices, in the report data`];
}

function listGaps(entries: readonly CoverageEntry[], formatter: Formatter, limit: number): Table | null {
  const gaps = entries.filter((entry) => entry.readDays < entry.expectedDays || entry.problem !== undefined);
  if (gaps.length === 0) return null;
  return toTable({
    title: 'What is missing',
    columns: [words('Source'), numbers('Days read')],
    items: gaps,
    toRow: (entry) => [
      textCell(`${entry.source}: ${entry.name}`, { sub: explainGap(entry) }),
      numberCell(`${formatter.count(entry.readDays)} of ${formatter.count(entry.expectedDays)}`),
    ],
    limit,
    empty: '',
  });
}

function explainGap(entry: CoverageEntry): string {
  if (entry.problem) return `${entry.problem.message} ${entry.problem.remedy}`;
  return entry.missing.length === 0 ? '' : `missing: ${entry.missing.join(', ')}`;
}
