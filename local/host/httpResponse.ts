import type { ServerResponse } from 'node:http';
import type { HttpCookie, HttpData, TypedData } from './coreTypes.ts';

/** The server says these itself. */
const OWN_HEADERS = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade']);

/** Writes what the library made of the function's answer; a function that answers nothing answers 204. */
export function writeResponse(response: ServerResponse, data: HttpData | undefined): void {
  if (!data) {
    response.writeHead(204).end();
    return;
  }
  for (const [name, value] of Object.entries(data.headers ?? {})) {
    if (!OWN_HEADERS.has(name.toLowerCase())) response.setHeader(name, value);
  }
  for (const cookie of data.cookies ?? []) response.appendHeader('set-cookie', formatCookie(cookie));
  response.statusCode = Number(data.statusCode ?? 200);
  response.end(bytesOf(data.body));
}

function bytesOf(body: TypedData | undefined): Uint8Array {
  return body?.bytes ?? Buffer.from(body?.string ?? body?.json ?? '');
}

/** RFC 6265, section 4.1; name and value encoded, as Azure's host does. */
function formatCookie(cookie: HttpCookie): string {
  const expires = cookie.expires?.value;
  const sameSite = { lax: 'Lax', strict: 'Strict', explicitNone: 'None', none: undefined }[
    cookie.sameSite ?? 'none'
  ];
  const parts: readonly (string | undefined)[] = [
    `${encodeURIComponent(cookie.name)}=${encodeURIComponent(cookie.value)}`,
    expires ? `Expires=${new Date(Number(expires.seconds) * 1000).toUTCString()}` : undefined,
    typeof cookie.maxAge?.value === 'number' ? `Max-Age=${Math.trunc(cookie.maxAge.value)}` : undefined,
    cookie.domain?.value ? `Domain=${cookie.domain.value}` : undefined,
    cookie.path?.value ? `Path=${cookie.path.value}` : undefined,
    cookie.secure?.value ? 'Secure' : undefined,
    cookie.httpOnly?.value ? 'HttpOnly' : undefined,
    sameSite ? `SameSite=${sameSite}` : undefined,
  ];
  return parts.filter((part) => part !== undefined).join('; ');
}
