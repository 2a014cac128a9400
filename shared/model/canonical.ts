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

/** The canonical JSON as UTF-8; neither the text nor a second copy of the bytes is ever in memory as a whole. */
export function canonicalBytes(value: unknown): Buffer {
  let length = 0;
  writeChunks(value, (text) => {
    length += Buffer.byteLength(text);
  });
  const bytes = Buffer.allocUnsafe(length);
  let place = 0;
  writeChunks(value, (text) => {
    place += bytes.write(text, place);
  });
  return bytes;
}

/** sha256 of the canonical JSON, in hex; the text itself is never in memory as a whole. */
export function hashOf(value: unknown): string {
  const hash = createHash('sha256');
  writeChunks(value, (text) => hash.update(text));
  return hash.digest('hex');
}

/** Characters that are gathered before they are handed on. */
const CHUNK_LENGTH = 65_536;

function writeChunks(value: unknown, take: (text: string) => void): void {
  let waiting: string[] = [];
  let length = 0;
  writeValue(value, (part) => {
    waiting.push(part);
    length += part.length;
    if (length < CHUNK_LENGTH) return;
    take(waiting.join(''));
    waiting = [];
    length = 0;
  });
  take(waiting.join(''));
}

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
