import { z } from 'zod';

/** Longest link that is kept: what is longer was not made to be clicked, and a cut link leads nowhere. */
const LONGEST = 2000;

/** A link into the portal that may be missing, odd or hostile; then `''`. */
export const looseLink = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === 'string' ? readLink(value) : ''));

/**
 * A link into the portal; Defender leaves out the scheme in some rows.
 * @returns `''` for anything that is no https link
 */
export function readLink(text: string): string {
  if (text.length > LONGEST) return '';
  const link = /^(www\.)?portal\.azure\.[a-z.]+\//i.test(text) ? `https://${text}` : text;
  return URL.canParse(link) && new URL(link).protocol === 'https:' ? link : '';
}
