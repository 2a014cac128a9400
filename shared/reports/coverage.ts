import { compareText } from '../model/order.ts';
import type { CoverageEntry, SnapshotRow, Source } from '../model/reading.ts';
import type { Day, Instant } from '../model/time.ts';
import type { Coverage } from './report.ts';

/** A (source, scope) that a report needs on certain days. */
export interface Expectation {
  readonly source: Source;
  readonly scope: string;
  /** In a reader's words: a cluster or subscription name. */
  readonly name: string;
  readonly days: readonly Day[];
}

/**
 * Holds what should have been read against what was. A day counts as read when a good reading of it is
 * kept, even if a later attempt failed; that failure is still told.
 */
export function assessCoverage(expected: readonly Expectation[], rows: readonly SnapshotRow[]): Coverage {
  const byPlace = new Map(rows.map((row) => [`${row.source}|${row.scope}|${row.day}`, row]));
  const entries = expected.map((expectation) => assessEntry(expectation, byPlace));
  entries.sort((a, b) => compareText(`${a.source}|${a.name}`, `${b.source}|${b.name}`));
  const gaps = entries.filter((entry) => entry.missing.length > 0);
  const complete = gaps.length === 0 && entries.length > 0;
  return { complete, summary: summarize(entries, gaps), entries };
}

/** The latest reading among the entries. */
export function latestReading(entries: readonly CoverageEntry[]): Instant | undefined {
  return entries.reduce<Instant | undefined>(
    (latest, entry) => (entry.asOf && (!latest || entry.asOf > latest) ? entry.asOf : latest),
    undefined,
  );
}

function assessEntry(expectation: Expectation, byPlace: ReadonlyMap<string, SnapshotRow>): CoverageEntry {
  const { source, scope, name, days } = expectation;
  const missing: Day[] = [];
  let asOf: Instant | undefined;
  let problem: CoverageEntry['problem'];
  for (const day of days) {
    const row = byPlace.get(`${source}|${scope}|${day}`);
    if (!row?.reading) missing.push(day);
    else if (!asOf || row.reading.asOf > asOf) asOf = row.reading.asOf;
    if (row?.problem && (!problem || row.problem.at > problem.at)) problem = row.problem;
  }
  return {
    source,
    scope,
    name,
    expectedDays: days.length,
    readDays: days.length - missing.length,
    missing,
    asOf,
    problem,
  };
}

function summarize(entries: readonly CoverageEntry[], gaps: readonly CoverageEntry[]): string {
  if (entries.length === 0) return 'Nothing could be read: no cluster or subscription is known yet.';
  const scopes = new Set(entries.map((entry) => entry.scope)).size;
  if (gaps.length === 0)
    return `Everything was read: ${entries.length} readings over ${scopes} scopes, no day missing.`;
  const named = gaps
    .slice(0, 3)
    .map((gap) => `${gap.source} of ${gap.name} (${gap.missing.length} of ${gap.expectedDays} days)`);
  const more = gaps.length > 3 ? `, and ${gaps.length - 3} more` : '';
  return `Not everything was read. Missing: ${named.join(', ')}${more}.`;
}
