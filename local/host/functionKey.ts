import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Whether a request brings the key of this host, in the header `x-functions-key` or as `code` in the query, as
 * functions of `authLevel` `function` and `admin` and the routes below `/admin` ask for it in Azure. A host without a
 * key lets nobody in.
 */
export function bringsKey(request: IncomingMessage, url: URL, key = ''): boolean {
  const given = request.headers['x-functions-key'] ?? url.searchParams.get('code');
  return key !== '' && typeof given === 'string' && timingSafeEqual(digest(given), digest(key));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
