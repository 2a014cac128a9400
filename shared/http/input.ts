import type { z } from 'zod';
import type { HttpQuestion } from './exchange.ts';
import { HttpError } from './problem.ts';

/** Bodies here are some words; what is longer is not read. */
export const LARGEST_BODY_BYTES = 16 * 1024;

/** Function keys, which the host has read already: they are no business of an answer, and no link may carry them. */
const HOST_PARAMETERS: ReadonlySet<string> = new Set(['code', 'clientId']);

/** The query of a request without the host's own parameters. */
export function queryOf({ url }: HttpQuestion): URLSearchParams {
  return new URLSearchParams([...url.searchParams].filter(([name]) => !HOST_PARAMETERS.has(name)));
}

/**
 * Reads the parameters that an operation knows from the query. One that comes twice is refused: whoever reads the
 * first and whoever reads the last would not agree on what was asked for.
 * @throws HttpError naming each parameter that cannot be read
 */
export function readQuery<S extends z.ZodObject>(query: URLSearchParams, schema: S): z.output<S> {
  const repeated = Object.keys(schema.shape).filter((name) => query.getAll(name).length > 1);
  if (repeated.length > 0) {
    throw invalid(
      'query',
      repeated.map((name) => ({ pointer: `/${name}`, detail: 'comes more than once' })),
    );
  }
  return parse(schema, Object.fromEntries(query), 'query');
}

/**
 * Reads a body of JSON; one of no bytes is an empty object. Only JSON is read, because a form of another site could
 * send anything else (W3C Fetch, "CORS-safelisted request-header").
 * @throws HttpError when it is too long, no JSON, or not what the operation takes
 */
export async function readBody<S extends z.ZodType>(question: HttpQuestion, schema: S): Promise<z.output<S>> {
  const { headers } = question;
  const [type = ''] = (headers.get('content-type') ?? '').split(';', 1);
  if (type.trim().toLowerCase() !== 'application/json') {
    throw new HttpError('mediaType', 'The body is not said to be JSON.', 'Send it as application/json.', {
      headers: { Accept: 'application/json' },
    });
  }
  if (headers.get('transfer-encoding') !== null) {
    throw new HttpError(
      'lengthRequired',
      'The body comes in chunks, which the Functions host drops.',
      'Send it as a whole, with Content-Length.',
    );
  }
  if (Number(headers.get('content-length') ?? 0) > LARGEST_BODY_BYTES) throw tooLarge();
  const bytes = await question.readBody();
  if (bytes.byteLength > LARGEST_BODY_BYTES) throw tooLarge();
  return parse(schema, readJson(bytes), 'body');
}

function readJson(bytes: Uint8Array): unknown {
  if (bytes.byteLength === 0) return {};
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw invalid('body', [{ pointer: '', detail: 'is no JSON in UTF-8' }]);
  }
}

function parse<S extends z.ZodType>(schema: S, value: unknown, what: 'body' | 'query'): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid(
    what,
    parsed.error.issues.map(({ path, message }) => ({
      pointer: path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
      detail: message,
    })),
  );
}

function invalid(
  what: 'body' | 'query',
  errors: readonly { readonly pointer: string; readonly detail: string }[],
): HttpError {
  const list = errors.map(({ pointer, detail }) => `${pointer.slice(1) || `the ${what}`}: ${detail}`);
  return new HttpError(
    'invalid',
    `The ${what} cannot be read: ${list.join('; ')}.`,
    'See /api/openapi.json for what may be asked.',
    { errors: [...errors] },
  );
}

function tooLarge(): HttpError {
  return new HttpError(
    'tooLarge',
    `The body is larger than ${LARGEST_BODY_BYTES / 1024} KB.`,
    'Send only what the operation takes; see /api/openapi.json.',
  );
}
