import type { Config } from '../config/schema.ts';
import { type Denial, deny } from './denial.ts';
import type { GroupDirectory } from './groups.ts';
import { type Principal, parsePrincipal } from './principal.ts';
import type { Reader } from './reader.ts';
import { findRights, listDecidingGroups } from './rights.ts';

/** What of a request tells who asks. */
export interface AccessRequest {
  /**
   * `browser`: behind App Service authentication. `automation`: a function of `authLevel: 'function'`, whose key the
   * host has checked before it called.
   */
  readonly route: 'browser' | 'automation';
  readonly method: string;
  readonly headers: { get(name: string): string | null };
}

/** What it takes to tell who asks. */
export interface AccessParts {
  readonly config: Pick<Config, 'access' | 'teams'>;
  /** Whether App Service authentication stands before this app: see `isSignedInByPlatform`. */
  readonly signedInByPlatform: boolean;
  readonly groups: GroupDirectory;
}

/**
 * Tells who asks and what they may read, or why they may not come in. Never throws for what a client sends. Whoever is
 * let in has at least one right.
 */
export async function identifyReader(request: AccessRequest, parts: AccessParts): Promise<Reader | Denial> {
  return request.route === 'automation' ? identifyAutomation(parts) : identifyPerson(request, parts);
}

function identifyAutomation({ config }: AccessParts): Reader | Denial {
  const { roles, teams } = config.access.automation;
  if (roles.length === 0 && teams.length === 0) return deny('automation', 'automation');
  return { id: 'automation', address: undefined, roles, teams };
}

async function identifyPerson(request: AccessRequest, parts: AccessParts): Promise<Reader | Denial> {
  if (isFromOtherSite(request)) return deny('crossSite');
  if (!parts.signedInByPlatform) return deny('signInOff');
  const header = request.headers.get('x-ms-client-principal');
  if (header === null) return deny('anonymous');
  const principal = parsePrincipal(header);
  if (!principal) return deny('malformed');
  const { objectId: id, tenant, provider, isGuest } = principal;
  const { access } = parts.config;
  if (provider !== 'aad') return deny('provider', id);
  if (!access.tenants.some((entry) => entry.toLowerCase() === tenant)) return deny('tenant', id);
  if (isGuest && !access.guests) return deny('guest', id);
  const groups = await findGroups(principal, parts);
  if (groups === 'forbidden') return deny('groupsForbidden', id);
  if (groups === 'unavailable') return deny('groupsUnavailable', id);
  const { roles, teams } = findRights(parts.config, { ...principal, groups });
  if (roles.length === 0 && teams.length === 0) return deny('noRights', id);
  return { id, address: principal.address, roles, teams };
}

/**
 * The groups that count. With more than a token carries, Microsoft Graph is asked for those that decide something:
 * taking them for none would leave a person with less than is theirs, and nothing to tell them why.
 */
async function findGroups(
  principal: Principal,
  { config, groups: directory }: AccessParts,
): Promise<readonly string[] | 'forbidden' | 'unavailable'> {
  const deciding = principal.hasMoreGroups ? listDecidingGroups(config, principal) : [];
  if (deciding.length === 0) return principal.groups;
  const found = await directory.findGroups(principal, deciding);
  return typeof found === 'string' ? found : [...principal.groups, ...found];
}

/**
 * Whether a page of another site sent it. The sign-in is a cookie, which a browser sends along whoever asks; reading
 * is harmless, since that page cannot see the answer. Browsers say the site by `Sec-Fetch-Site` (W3C Fetch Metadata),
 * which no page can set; older ones by `Origin` at least.
 */
function isFromOtherSite({ method, headers }: AccessRequest): boolean {
  if (method === 'GET' || method === 'HEAD') return false;
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site !== 'same-origin';
  const origin = headers.get('origin');
  return origin !== null && hostOf(origin) !== headers.get('host')?.toLowerCase();
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
