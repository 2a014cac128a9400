const LONGEST = 300;

/**
 * Makes one line of what a source says: control characters, line ends and direction marks become spaces, and
 * what runs over 300 characters is cut. Escaping for a format stays with its renderer.
 */
export function toLine(text: string): string {
  const line = text
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  const characters = line.length > LONGEST ? [...line] : [];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : line;
}

/** `1 pod`, `3 pods`. */
export function toCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
