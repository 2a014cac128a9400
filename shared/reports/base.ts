import type { Config } from '../config/schema.ts';
import { canonicalJson } from '../model/canonical.ts';
import type { ReportKind } from '../model/tasks.ts';
import type { Period } from '../model/time.ts';
import { latestReading } from './coverage.ts';
import { type Notice, toRemark } from './notice.ts';
import type { Coverage, ReportBase } from './report.ts';

/** What every report of the organisation is made from, whatever its kind. */
export interface ReportInput {
  readonly config: Config;
  readonly period: Period;
  readonly coverage: Coverage;
  /** Where its page is reached; undefined when no address is configured. */
  readonly link: string | undefined;
}

/** Remarks shown before the rest is only counted: the top of a mail is for what matters. */
const SHOWN_WARNINGS = 8;

/** What there is to say of single clusters and days, without repeats, the rest as a number. */
export function limitWarnings(warnings: readonly (Notice | string)[]): readonly Notice[] {
  const notices = warnings.map((warning) => (typeof warning === 'string' ? toRemark(warning) : warning));
  const unique = [...new Map(notices.map((notice) => [canonicalJson(notice), notice])).values()];
  const more = unique.length - SHOWN_WARNINGS;
  return more <= 0 ? unique : [...unique.slice(0, SHOWN_WARNINGS), { kind: 'moreRemarks', count: more }];
}

/** The part that all reports have: whose, of when, read when, and what must be known before trusting it. */
export function beginReport<K extends ReportKind>(
  kind: K,
  { config, period, coverage, link }: ReportInput,
  notices: readonly Notice[],
): ReportBase & { readonly kind: K } {
  return {
    schemaVersion: 3,
    kind,
    organisation: config.organisation,
    period: { id: period.id, from: period.from, to: period.to, timeZone: 'UTC' },
    audience: 'organisation',
    audienceName: config.organisation,
    state: 'provisional',
    asOf: latestReading(coverage.entries),
    coverage,
    notices,
    link,
  };
}
