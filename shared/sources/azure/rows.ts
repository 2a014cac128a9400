import { SourceError } from '../../model/errors.ts';
import type { Where } from './failure.ts';
import { shorten } from './lenient.ts';
import { malformed } from './payload.ts';

/** What was made of rows, and how many could not be read. */
export interface ReadRows<T> {
  readonly values: readonly T[];
  readonly lost: number;
  /** A sentence about the rows that could not be read; none when all could. */
  readonly warnings: readonly string[];
}

/**
 * Parses rows that can be told apart: one that cannot be read costs no other.
 * @param what the rows are, for the warning: `assessments`
 * @param parse gives undefined for a row that is none of ours
 */
export function readEach<T>(
  rows: readonly unknown[],
  what: string,
  parse: (row: unknown) => T | undefined,
): ReadRows<T> {
  const values: T[] = [];
  let lost = 0;
  let first = '';
  for (const row of rows) {
    try {
      const value = parse(row);
      if (value !== undefined) values.push(value);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      lost += 1;
      first ||= shorten(error.message);
    }
  }
  const warnings =
    lost === 0
      ? []
      : [`${lost} of ${rows.length} ${what} cannot be read and are left out; the first: ${first}`];
  return { values, lost, warnings };
}

/**
 * Refuses an answer of which too much cannot be read: more than one row in ten means that the format changed.
 * @throws SourceError `malformed`
 */
export function requireMost<T>(read: ReadRows<T>, rows: number, where: Where): void {
  if (read.lost * 10 > rows) throw malformed(where, read.warnings.join(' '));
}
