import Negotiator from 'negotiator';
import { CONTENT_TYPES } from '../render/render.ts';
import type { Format } from '../render/rendering.ts';
import type { Door, HttpQuestion } from './exchange.ts';
import { HttpError } from './problem.ts';

const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';

/** Media types that `Accept` may ask for. A journal is CSV as well, and is had by its name only. */
const MEDIA_TYPES = {
  html: 'text/html',
  json: 'application/json',
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  text: 'text/plain',
  card: ADAPTIVE_CARD,
} as const satisfies Partial<Record<Format, string>>;

type MediaFormat = keyof typeof MEDIA_TYPES;

/** Whoever takes anything gets the first: a person the page, an automation the data. */
const PREFERRED: Readonly<Record<Door, MediaFormat>> = { browser: 'html', automation: 'json' };

/**
 * Chooses the format of an answer: the one that is named, else what `Accept` likes best.
 * @param offered those that the answer can have
 * @throws HttpError `notAcceptable` with the list of what can be had
 */
export function chooseFormat<F extends Format>(
  { door, headers }: Pick<HttpQuestion, 'door' | 'headers'>,
  named: F | undefined,
  offered: readonly F[],
): F {
  if (named !== undefined) return named;
  const formats = (Object.keys(MEDIA_TYPES) as MediaFormat[])
    .filter((format) => offered.some((one) => one === format))
    .sort((a, b) => Number(b === PREFERRED[door]) - Number(a === PREFERRED[door]));
  const types: readonly string[] = formats.map((format) => MEDIA_TYPES[format]);
  const liked = negotiatorOf({ accept: headers.get('accept') }).mediaType(types);
  const chosen = offered.find((format) => format === formats[types.indexOf(liked ?? '')]);
  if (chosen !== undefined) return chosen;
  throw new HttpError(
    'notAcceptable',
    `It can be had as ${types.join(', ')}.`,
    `Ask for one of these in Accept, or add format= with one of ${offered.join(', ')}.`,
  );
}

/** The media type that a format is answered as: a card as what it is, so that it can be asked for by that. */
export function mediaTypeOf(format: Format): string {
  return format === 'card' ? ADAPTIVE_CARD : CONTENT_TYPES[format];
}

/** Whether a client says that it would rather have a page than data: browsers do, programs do not. */
export function prefersPage(headers: HttpQuestion['headers']): boolean {
  const accept = headers.get('accept');
  if (!accept?.includes('text/html')) return false;
  return negotiatorOf({ accept }).mediaType(['application/problem+json', 'text/html']) === 'text/html';
}

export type Encoding = 'br' | 'gzip' | 'identity';

/** Chooses how an answer is compressed: Brotli where the client takes it, for it is the smallest. */
export function chooseEncoding(headers: HttpQuestion['headers']): Encoding {
  const accepted = negotiatorOf({ 'accept-encoding': headers.get('accept-encoding') }).encodings([
    'br',
    'gzip',
    'identity',
  ]);
  return (['br', 'gzip'] as const).find((encoding) => accepted.includes(encoding)) ?? 'identity';
}

function negotiatorOf(headers: Readonly<Record<string, string | null>>): Negotiator {
  const given = Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
  return new Negotiator({ headers: Object.fromEntries(given) });
}
