import type { IncomingMessage } from 'node:http';
import type { HttpData, Nullable } from './coreTypes.ts';
import { IDENTITY_HEADER, type SignIn } from './signIn.ts';

/** Azure's front end takes requests of up to 100 MB ("HTTP trigger", limits). */
const LARGEST_BODY = 100 * 1024 * 1024;

/** The body, or why there is none to hand on. */
export type Body =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'tooLarge' };

/**
 * Reads the body of a request. Azure's host hands a body on only when `Content-Length` is above zero, so a chunked one
 * reaches the function as an empty body; so it does here, before somebody relies on it.
 */
export async function readBody(request: IncomingMessage): Promise<Body> {
  if (request.headers['transfer-encoding'] !== undefined) return { kind: 'chunked' };
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY) return { kind: 'tooLarge' };
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return { kind: 'bytes', bytes: Buffer.concat(chunks) };
}

/**
 * The request as Azure's host gives it to the library: values of a name that comes more than once joined by commas.
 * @param signIn says who asks; what the client says of that itself is dropped then
 */
export function toHttpData(
  request: IncomingMessage,
  url: URL,
  parameters: Readonly<Record<string, string>>,
  body: Buffer,
  signIn: SignIn | undefined,
): HttpData {
  const query: Record<string, string> = {};
  for (const name of new Set(url.searchParams.keys())) query[name] = url.searchParams.getAll(name).join(',');
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    if (signIn && IDENTITY_HEADER.test(name)) continue;
    headers[name] = (values ?? []).join(name === 'cookie' ? '; ' : ',');
  }
  Object.assign(headers, signIn?.identify(request));
  return {
    method: request.method ?? 'GET',
    url: url.href,
    nullableHeaders: toNullable(headers),
    nullableQuery: toNullable(query),
    nullableParams: toNullable(parameters),
    ...(body.length > 0 && { body: { bytes: body } }),
  };
}

function toNullable(record: Readonly<Record<string, string>>): Record<string, Nullable<string>> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, { value }]));
}
