import type { Config } from '../config/schema.ts';
import type { ReportKind } from '../model/tasks.ts';
import type { Period } from '../model/time.ts';
import { latestReading } from './coverage.ts';
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

/** What sources had to say of single clusters and days, without repeats, the rest as a number. */
export function limitWarnings(warnings: readonly string[]): readonly string[] {
  const unique = [...new Set(warnings)];
  const more = unique.length - SHOWN_WARNINGS;
  if (more <= 0) return unique;
  return [...unique.slice(0, SHOWN_WARNINGS), `And ${more} more such remarks on single clusters and days.`];
}

/** The part that all reports have: whose, of when, read when, and what must be known before trusting it. */
export function beginReport<K extends ReportKind>(
  kind: K,
  { config, period, coverage, link }: ReportInput,
  notices: readonly string[],
): ReportBase & { readonly kind: K } {
  return {
    schemaVersion: 2,
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
