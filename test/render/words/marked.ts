import type { Words } from '../../../shared/render/words/en/en.ts';

/** Wraps every word of a catalogue, and whatever its functions say, in marks: a language made from another. */
export function markWords(words: Words): Words {
  return mark(words) as Words;
}

function mark(entry: unknown): unknown {
  if (typeof entry === 'string') return entry === '' ? '' : `⟦${entry}⟧`;
  if (typeof entry === 'function') return (...values: unknown[]) => mark(entry(...values));
  if (Array.isArray(entry)) return entry.map(mark);
  return Object.fromEntries(Object.entries(entry as object).map(([name, value]) => [name, mark(value)]));
}

/** What is left of a text without what is between marks, however nested; a text that was cut ends its marks. */
export function dropMarked(text: string): string {
  let depth = 0;
  let left = '';
  for (const character of text) {
    if (character === '⟦') depth += 1;
    else if (character === '⟧') depth -= 1;
    else if (depth === 0) left += character;
  }
  return left;
}

/** Members of a report that hold names of Purser's own, none of which a reader is shown as they are. */
const CODES = new Set([
  ...['kind', 'schemaVersion', 'audience', 'state', 'source', 'severity', 'surface', 'actor', 'change'],
  ...['urgency', 'effect', 'group', 'category', 'verdict', 'sensor', 'from', 'outlook', 'rule', 'currency'],
  ...['id', 'team', 'channel', 'report', 'focus', 'timeZone'],
  // It has names of reasons and periods; what people wrote there is Greek already.
  'life',
]);
/** Numbers, days, instants, weeks, and columns of them. */
const FIGURES = /^[\d\s.,:+TZW-]*$/;

/**
 * Gives whatever in a report is from the estate or a source Greek letters in place of its own, so that every other
 * letter in what is rendered of it is Purser's.
 */
export function makeGreek<T>(value: T, key = ''): T {
  if (CODES.has(key)) return value;
  if (typeof value === 'string') return (FIGURES.test(value) ? value : 'Ωμέγα') as T;
  if (Array.isArray(value)) return value.map((each) => makeGreek(each, key)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, makeGreek(each, name)])) as T;
}
