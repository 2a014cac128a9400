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
 * kept, even if a later attempt failed; that failure is still told. Where nothing was expected nothing is complete.
 */
export function assessCoverage(expected: readonly Expectation[], rows: readonly SnapshotRow[]): Coverage {
  const byPlace = new Map(rows.map((row) => [`${row.source}|${row.scope}|${row.day}`, row]));
  const due = expected.filter((expectation) => expectation.days.length > 0);
  const entries = due.map((expectation) => assessEntry(expectation, byPlace));
  entries.sort((a, b) => compareText(`${a.source}|${a.name}`, `${b.source}|${b.name}`));
  const complete = entries.length > 0 && entries.every((entry) => entry.missing.length === 0);
  return { complete, entries };
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
