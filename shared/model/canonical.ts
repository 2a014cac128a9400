import { createHash } from 'node:crypto';
import { formatExact } from './money.ts';

/**
 * Writes a value as JSON in one way only: keys sorted, undefined left out, amounts (bigint) as exact decimal
 * strings. Equal data gives equal text, whatever order it was built in.
 */
export function canonicalJson(value: unknown): string {
  const parts: string[] = [];
  writeValue(value, (part) => parts.push(part));
  return parts.join('');
}

/** sha256 of the canonical JSON, in hex; the text itself is never in memory as a whole. */
export function hashOf(value: unknown): string {
  const hash = createHash('sha256');
  let waiting: string[] = [];
  writeValue(value, (part) => {
    waiting.push(part);
    if (waiting.length < CHUNK_PARTS) return;
    hash.update(waiting.join(''));
    waiting = [];
  });
  return hash.update(waiting.join('')).digest('hex');
}

const CHUNK_PARTS = 4096;

function writeValue(value: unknown, write: (part: string) => void): void {
  if (typeof value === 'bigint') write(`"${formatExact(value)}"`);
  else if (Array.isArray(value)) writeArray(value, write);
  else if (value !== null && typeof value === 'object') writeObject(value, write);
  else write(JSON.stringify(value) ?? 'null');
}

function writeArray(values: readonly unknown[], write: (part: string) => void): void {
  write('[');
  for (const [index, value] of values.entries()) {
    if (index > 0) write(',');
    writeValue(value, write);
  }
  write(']');
}

function writeObject(object: object, write: (part: string) => void): void {
  const entries = Object.entries(object).filter(
    ([, value]) => value !== undefined && typeof value !== 'function',
  );
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  let before = '{';
  for (const [key, value] of entries) {
    write(`${before}${JSON.stringify(key)}:`);
    writeValue(value, write);
    before = ',';
  }
  write(entries.length === 0 ? '{}' : '}');
}
