import type { Denial } from './denial.ts';
import type { AccessRequest } from './identify.ts';

/**
 * Where to send a person who opened a page before they signed in: to the sign-in of App Service, and from there back to
 * the page. Undefined for whoever is not a browser on its way to a page, and for a browser that has a session already
 * and is unknown all the same: it would come back at once, without end.
 * @param url the address that was asked for
 */
export function findSignInAddress(
  { denied }: Denial,
  { method, headers }: AccessRequest,
  url: URL,
): string | undefined {
  const isVisit = method === 'GET' && /\btext\/html\b/i.test(headers.get('accept') ?? '');
  const hasSession = /(?:^|;\s*)AppServiceAuthSession=[^;]/.test(headers.get('cookie') ?? '');
  // A path such as //evil.example/ would be read as another host on the way back.
  const isOwn = url.pathname.startsWith('/api/');
  if (denied !== 'anonymous' || !isVisit || hasSession || !isOwn) return undefined;
  const query = new URLSearchParams({ post_login_redirect_uri: `${url.pathname}${url.search}` });
  return `/.auth/login/aad?${query}`;
}
