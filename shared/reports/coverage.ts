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
  const due = expected.filter((expectation) => expectation.days.length > 0);
  const entries = due.map((expectation) => assessEntry(expectation, byPlace));
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

const WORDS: Readonly<Record<Source, readonly [one: string, many: string]>> = {
  inventory: ['the inventory', 'inventories'],
  'cost.effective': ['the bill of a subscription', 'the bill of N subscriptions'],
  'cost.billed': ['the bill of a subscription', 'the bill of N subscriptions'],
  allocation: ['the allocation of a cluster', 'the allocation of N clusters'],
  metering: ['the metering of a cluster', 'the metering of N clusters'],
  resources: ['the resource tags of a subscription', 'the resource tags of N subscriptions'],
  kubernetes: ['the workloads of a cluster', 'the workloads of N clusters'],
  policy: ['Azure Policy of a subscription', 'Azure Policy of N subscriptions'],
  defender: ['Defender of a subscription', 'Defender of N subscriptions'],
  posture: ['the posture of a subscription', 'the posture of N subscriptions'],
};

/** What was read in a reader's words: `the bill of 2 subscriptions, the allocation of 3 clusters`. */
function nameSources(entries: readonly CoverageEntry[]): string {
  const names = [...Map.groupBy(entries, (entry) => entry.source)].map(([source, { length }]) => {
    const [one, many] = WORDS[source];
    return length === 1 ? one : many.replace('N', String(length));
  });
  return [...new Set(names)].join(', ');
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
  if (entries.length === 0)
    return 'There is nothing to read yet: no day of it is over, or no estate is known.';
  if (gaps.length === 0) return `Everything was read, no day missing: ${nameSources(entries)}.`;
  const named = gaps
    .slice(0, 3)
    .map((gap) => `${gap.source} of ${gap.name} (${gap.missing.length} of ${gap.expectedDays} days)`);
  const more = gaps.length > 3 ? `, and ${gaps.length - 3} more` : '';
  return `Not everything was read. Missing: ${named.join(', ')}${more}.`;
}
