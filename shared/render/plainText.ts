const LINE_BREAKS = /[\t\r\n\v\f\u0085\u2028\u2029]+/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\ufffe\uffff]/g;
/** Embeddings, overrides and isolates: they make `gpj.exe` read `exe.jpg`. */
const DIRECTION_OVERRIDES = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * Makes text from the estate fit for one line that a person reads: line breaks become spaces, control
 * characters, halves of characters and direction overrides become a visible U+FFFD, and what is longer than `limit`
 * characters ends in an ellipsis. Escaping for the format is the renderer's business.
 */
export function toPlainLine(text: string, limit = 200): string {
  const line = text
    .toWellFormed()
    .replace(LINE_BREAKS, ' ')
    .replace(UNPRINTABLE, '\ufffd')
    .replace(DIRECTION_OVERRIDES, '\ufffd')
    .trim();
  // Characters are never more than code units, so most text needs no counting.
  if (line.length <= limit) return line;
  const characters = [...line];
  return characters.length <= limit ? line : `${characters.slice(0, limit - 1).join('')}…`;
}

/** The link when it leads to a web page; undefined for `javascript:` and whatever else was written there. */
export function toWebLink(link: string | undefined): string | undefined {
  if (link === undefined || !URL.canParse(link)) return undefined;
  const url = new URL(link);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
}
