import { redactText } from './redact.ts';

/**
 * What a line of the log, and as `purser.<name>` a span, may carry besides its message. Ids, days, counts and words of
 * the code; never an address, an amount, a name of a person or a secret. A field that is not here is not written.
 */
export const FIELDS = [
  // The unit of work.
  ...['run', 'stage', 'source', 'scope', 'cluster', 'from', 'to', 'kind', 'period', 'subject'],
  ...['team', 'audience', 'channel', 'transport', 'attempt', 'due'],
  // What became of it.
  ...['outcome', 'state', 'skipped', 'seconds', 'retrySeconds', 'planned', 'error', 'failure', 'remedy'],
  // Where it ran.
  ...['invocation', 'function', 'queue', 'trace', 'span'],
  // Access over HTTP: see shared/access/audit.ts.
  ...['audit', 'route', 'reader', 'roles', 'format', 'reason'],
] as const;

const ALLOWED: ReadonlySet<string> = new Set(FIELDS);

export type Fields = Readonly<Record<string, unknown>>;
export type FieldValue = string | number | boolean | readonly string[];

/** Of some fields those that may be written, and as they may; the names of the others under `withheld`. */
export function keepFields(fields: Fields): Readonly<Record<string, FieldValue>> {
  const kept: Record<string, FieldValue> = {};
  const withheld: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const own = ALLOWED.has(name) ? toFieldValue(name, value) : undefined;
    if (own === undefined) withheld.push(name);
    else kept[name] = own;
  }
  return withheld.length === 0 ? kept : { ...kept, withheld };
}

function toFieldValue(name: string, value: unknown): FieldValue | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'string') return name === 'audience' ? nameAudience(value) : redactText(value);
  if (Array.isArray(value)) return value.filter((item) => typeof item === 'string').map(redactText);
  return undefined;
}

/** The audience of a preview names the person it goes to. */
function nameAudience(audience: string): string {
  return audience.startsWith('preview:') ? 'preview' : redactText(audience);
}
