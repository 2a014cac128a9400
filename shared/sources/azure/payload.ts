import { z } from 'zod';
import { SourceError } from '../../model/errors.ts';
import type { Instant } from '../../model/time.ts';
import type { Where } from './failure.ts';

/** A text that may be missing or null; then `''`. */
export const optionalText = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

/** A switch as Azure writes it: `true`, `"true"`, `"True"`; missing means off. */
export const flag = z
  .union([z.boolean(), z.string()])
  .nullish()
  .transform((value) => value === true || (typeof value === 'string' && value.toLowerCase() === 'true'));

/** A number, or a text that denotes one: Defender writes `"7.5"`. */
export const decimal = z.union([
  z.number(),
  z
    .string()
    .regex(/^\s*[+-]?\d+(\.\d+)?\s*$/)
    .transform(Number),
]);

/** A point in time, in any spelling that JavaScript reads. */
export const instant = z.union([z.string(), z.date()]).transform((value, context): Instant => {
  const date = new Date(value);
  if (!Number.isNaN(date.getTime())) return date.toISOString();
  context.addIssue({ code: 'custom', message: 'is no date' });
  return z.NEVER;
});

/** A point in time that may be missing, null or empty. */
export const optionalInstant = z
  .union([z.literal(''), instant])
  .nullish()
  .transform((value) => value || undefined);

/** JSON inside JSON: Azure puts some structures into strings, some rows in both ways. */
export const embedded = z
  .unknown()
  .optional()
  .transform((value, context): unknown => {
    if (typeof value !== 'string') return value ?? undefined;
    if (value.trim() === '') return undefined;
    try {
      return JSON.parse(value);
    } catch {
      context.addIssue({ code: 'custom', message: 'is a string that holds no JSON' });
      return z.NEVER;
    }
  });

/** The same object with its own keys in lower case: Resource Graph writes `Status` where REST writes `status`. */
export function foldKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key.toLowerCase(), entry]));
}

/** An object whose keys count without regard to case; the schema's keys are in lower case. */
export function folded<S extends z.ZodType>(schema: S) {
  return z.preprocess(foldKeys, schema);
}

/**
 * Parses a payload, or says where it is not what it should be.
 * @throws SourceError `malformed`, naming the path
 */
export function readPayload<S extends z.ZodType>(schema: S, payload: unknown, where: Where): z.output<S> {
  const result = schema.safeParse(payload);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue?.path.join('.') || 'the whole';
  throw malformed(where, `${path}: ${issue?.message ?? 'not as expected'}`, result.error);
}

/** @returns a SourceError for an answer that is not what Azure documents */
export function malformed(where: Where, what: string, cause?: unknown): SourceError {
  return new SourceError(
    where,
    'malformed',
    `The answer cannot be read: ${what}.`,
    'Azure may have changed its answer: report this message, and look for a newer Purser.',
    { cause },
  );
}

/** Names a row by its id as far as it has one, for messages. */
export function nameRow(row: unknown): string {
  const id = typeof row === 'object' && row !== null && 'id' in row ? row.id : undefined;
  return typeof id === 'string' && id !== '' ? id : 'a row without an id';
}

/**
 * Parses rows that can be told apart. A few unreadable ones do not cost the others: they are logged and
 * left out. More than one in ten means that the format changed.
 * @param parse gives undefined for a row that is none of ours
 * @throws SourceError `malformed`
 */
export function readRows<T>(
  rows: readonly unknown[],
  parse: (row: unknown) => T | undefined,
  where: Where,
  log: (message: string) => void,
): T[] {
  const parsed: T[] = [];
  const unreadable: SourceError[] = [];
  for (const row of rows) {
    try {
      const value = parse(row);
      if (value !== undefined) parsed.push(value);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      unreadable.push(error);
    }
  }
  const [first] = unreadable;
  if (first !== undefined && unreadable.length * 10 > rows.length) {
    throw malformed(where, `${unreadable.length} of ${rows.length} rows; the first: ${first.message}`, first);
  }
  for (const error of unreadable) {
    log(`${where.source} (${where.scope}): left out one of ${rows.length} rows. ${error.message}`);
  }
  return parsed;
}
