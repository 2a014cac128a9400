import { createHash } from 'node:crypto';

/**
 * Keyed chance: every number is computed from its key alone, so that any day of the world can be looked at
 * without living through the days before it, and the same seed always gives the same world.
 */
export type ChanceKey = readonly (string | number)[];

/** A whole number from 0 to 2³²−1 (FNV-1a with the finishing mix of MurmurHash3). */
export function drawNumber(key: ChanceKey): number {
  let hash = 0x811c9dc5;
  const text = key.join('\u0001');
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A number from `low` up to, not including, `high`. */
export function drawBetween(low: number, high: number, key: ChanceKey): number {
  return low + (drawNumber(key) / 0x1_0000_0000) * (high - low);
}

/** One of the choices. */
export function drawOne<T>(choices: readonly [T, ...T[]], key: ChanceKey): T {
  return choices[drawNumber(key) % choices.length] ?? choices[0];
}

/** True with the given probability. */
export function drawChance(probability: number, key: ChanceKey): boolean {
  return drawBetween(0, 1, key) < probability;
}

/** Letters and digits as Kubernetes puts them in generated names: no vowels, nothing that reads like another. */
export function drawSuffix(length: number, key: ChanceKey): string {
  const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
  let suffix = '';
  for (let index = 0; index < length; index++) {
    suffix += alphabet[drawNumber([...key, index]) % alphabet.length];
  }
  return suffix;
}

/** A GUID. */
export function drawGuid(key: ChanceKey): string {
  const hex = drawHex(key);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`];
  return `${parts.join('-')}-${hex.slice(20, 32)}`;
}

/** Sixty-four hexadecimal digits: the digest of an image, for one. */
export function drawHex(key: ChanceKey): string {
  return createHash('sha256').update(key.join('\u0001')).digest('hex');
}
