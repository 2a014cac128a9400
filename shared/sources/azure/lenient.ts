import { z } from 'zod';
import { type Day, parseDay } from '../../model/time.ts';
import { embedded } from './payload.ts';

/**
 * Longest text that is kept, in UTF-16 units: names and titles are far shorter, and a description of a
 * megabyte must not travel on.
 */
const LONGEST = 2000;

/** Longest part of a payload that a message repeats. */
const LONGEST_MENTION = 400;

/** Told what of a row could not be read, as half a sentence: `the CVEs hold no JSON`. */
export type Note = (what: string) => void;

/** For callers that do not want to know. */
export const IGNORE: Note = () => undefined;

/** A text that may be missing, too long, or of another type: a number is written out, the rest is `''`. */
export const looseText = z
  .unknown()
  .optional()
  .transform((value): string => {
    if (typeof value === 'string') return cutText(value);
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
  });

/** A number of things, or a text that denotes one. It must be there: what is not told is not zero. */
export const count = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\s*\d+\s*$/)
      .transform(Number),
  ])
  .pipe(z.int().nonnegative());

/** A switch in any spelling: `true`, `"True"`, `1`, `"1"`; everything else is off. */
export const looseFlag = z
  .unknown()
  .optional()
  .transform((value) => value === true || ['true', '1'].includes(String(value).trim().toLowerCase()));

/** Texts in a list, in JSON, or in one text with commas; what is no text is left out. */
export const looseTexts = z
  .unknown()
  .optional()
  .transform((value): readonly string[] => {
    const list = typeof value === 'string' ? splitText(value) : value;
    if (!Array.isArray(list)) return [];
    return list.flatMap((entry) =>
      typeof entry === 'string' && entry.trim() !== '' ? cutText(entry.trim()) : [],
    );
  });

/** The day of a point in time, in UTC; undefined for what is none. */
export const looseDay = z
  .unknown()
  .optional()
  .transform((value): Day | undefined => {
    const date = new Date(typeof value === 'string' || typeof value === 'number' ? value : Number.NaN);
    return Number.isNaN(date.getTime()) ? undefined : parseDay(date.toISOString().slice(0, 10));
  });

/**
 * Reads a part of a row that the rest can do without, as it is or as JSON in a string. What cannot be read is
 * noted and undefined, so that a part that Azure changes costs nothing but itself.
 * @param name what the note calls it: `the CVEs`
 */
export function readPart<S extends z.ZodType>(
  schema: S,
  value: unknown,
  name: string,
  note: Note,
): z.output<S> | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const isJson = typeof value === 'string' && /^\s*[[{]/.test(value);
  const result = isJson ? embedded.pipe(schema).safeParse(value) : schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue?.path.join('.') ?? '';
  const why = `${path === '' ? '' : `${path}: `}${issue?.message ?? 'not as expected'}`;
  note(`${name} cannot be read (${shorten(why)})`);
  return undefined;
}

/** Cuts what comes from a payload into a message: keys and ids can be as long as anything else in it. */
export function shorten(text: string): string {
  return text.length > LONGEST_MENTION ? `${text.slice(0, LONGEST_MENTION)}…` : text;
}

/** Cuts a text, never through a character. */
export function cutText(text: string): string {
  if (text.length <= LONGEST) return text;
  const end = LONGEST - 1;
  const inPair = /[\uD800-\uDBFF]/.test(text.charAt(end - 1));
  return `${text.slice(0, inPair ? end - 1 : end)}…`;
}

function splitText(text: string): unknown {
  if (text.trimStart().startsWith('[')) {
    try {
      return JSON.parse(text);
    } catch {
      return [];
    }
  }
  return text.split(',');
}
