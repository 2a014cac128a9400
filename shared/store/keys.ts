import { createHash } from 'node:crypto';

const LONGEST_KEY = 200;

/**
 * Writes any text as a part of a table key, a blob name or both: letters, digits, `_`, `.` and `-` stand for
 * themselves, everything else as `~` and the hex of its UTF-8 bytes. Tables refuse `/ \ # ?` and control
 * characters, and URLs lose `.` and `..` as path segments. What is long or no valid Unicode ends in a hash.
 * Different texts give different keys.
 */
export function encodeKey(text: string): string {
  if (text.length <= LONGEST_KEY && text.isWellFormed()) {
    const key = text
      .replace(/[^\w.-]/gu, (character) => escapeBytes(character))
      .replace(/^\.|\.$/g, () => escapeBytes('.'));
    if (key.length <= LONGEST_KEY) return key;
  }
  const start = text.slice(0, 40).replace(/[^\w-]/g, '_');
  return `${start}~~${hashText(text)}`;
}

function escapeBytes(character: string): string {
  return [...Buffer.from(character, 'utf8')].map((byte) => `~${byte.toString(16).padStart(2, '0')}`).join('');
}

function hashText(text: string): string {
  return createHash('sha256').update(Buffer.from(text, 'utf16le')).digest('hex');
}
