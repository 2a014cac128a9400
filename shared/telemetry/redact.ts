/** A mail address, wherever it stands in a sentence, and in the ways that protocols wrap it. */
const ADDRESS = /[^\s@<>"(),;:[\]]+@[^\s@<>"'(),;:[\]]+\.[^\s@<>"'(),;:[\]]+/g;

/** The host of a URL says who was called; its path and query may be the secret, as with a webhook or a shared access signature. */
const URL_REST = /\b(https?:\/\/)(?:[^\s/@?#"'<>]*@)?([^\s/?#"'<>]+)[/?#][^\s"'<>]*/gi;

/** A JSON Web Token: three parts in base64url, the first of which begins with `{"`. */
const TOKEN = /\beyJ[\w-]{5,}(?:\.[\w-]*){1,4}/g;

/** Secrets by the name before them: connection strings, signatures, headers. */
const NAMED_SECRET =
  /\b(AccountKey|SharedAccessSignature|SharedAccessKey|password|secret|sig|token|Bearer|Basic)(\s*[=:]\s*|\s+(?=\S{16}))[^\s;&,"']+/gi;

/** An amount with its currency, in either order. */
const CURRENCY = Intl.supportedValuesOf('currency').join('|');
const AMOUNT = new RegExp(
  `-?\\d[\\d.,\\u00a0\\u202f]*\\s?(?:${CURRENCY})\\b|\\b(?:${CURRENCY})\\s?-?\\d[\\d.,\\u00a0\\u202f]*`,
  'g',
);

/** Characters of a line; more are read than are kept, so that no secret is cut before it is known for one. */
const LONGEST = 2000;
const LONGEST_READ = 4 * LONGEST;

/**
 * A sentence for logs and traces: addresses of people, amounts, secrets, and of URLs all but the host are left out. A
 * second line of defence: whoever writes a line puts none of these into it.
 */
export function redactText(text: string): string {
  const redacted = text
    .slice(0, LONGEST_READ)
    .replace(URL_REST, '$1$2/[…]')
    .replace(TOKEN, '[secret]')
    .replace(NAMED_SECRET, '$1$2[secret]')
    .replace(ADDRESS, '[address]')
    .replace(AMOUNT, '[amount]');
  return redacted.length > LONGEST ? `${redacted.slice(0, LONGEST)}…` : redacted;
}

/** The error itself where there is nothing to hide in it, or else one that says the same without. */
export function redactError(error: unknown): unknown {
  if (!(error instanceof Error)) return typeof error === 'string' ? redactText(error) : error;
  const hidden = new Error(redactText(error.message));
  hidden.name = error.name;
  const stack = error.stack ?? '';
  // Message and frames are cut on their own, so that a long message leaves the frames.
  const frames = stack.slice(Math.max(0, stack.indexOf('\n    at ')));
  hidden.stack = `${error.name}: ${hidden.message}${stack.includes('\n    at ') ? redactText(frames) : ''}`;
  return hidden;
}
