import { z } from 'zod';

/** Who signed in, as App Service authentication passes it on. */
export interface Principal {
  /** `aad` for Microsoft Entra. */
  readonly provider: string;
  /** Id of the Entra tenant that vouches for them, in lower case. */
  readonly tenant: string;
  /** Entra object id in that tenant, in lower case. */
  readonly objectId: string;
  /** Whether the account is at home in another tenant, or in none. */
  readonly isGuest: boolean;
  /**
   * The sign-in address, in lower case: the user principal name, whose domain the tenant has proved to be its own and
   * which only its administrators change. Undefined for guests, whose address another tenant or a personal account
   * chose, and never taken from the claim `email`, which in some tenants people set themselves.
   */
  readonly address: string | undefined;
  /** Object ids of groups, in lower case. */
  readonly groups: readonly string[];
  /** More groups than a token carries (200): they are left out and have to be asked for. */
  readonly hasMoreGroups: boolean;
  readonly appRoles: readonly string[];
}

/** Two hundred groups, app roles and the usual claims are some 30 KB; App Service itself takes no more than 64. */
const LONGEST_HEADER = 64 * 1024;

const principalSchema = z.object({
  auth_typ: z.string(),
  claims: z.array(z.object({ typ: z.string(), val: z.string() })),
});

const guid = z.guid().transform((id) => id.toLowerCase());

/** Claims by their name in the token, and by the longer one that App Service gives some of them. */
const CLAIMS = {
  tenant: ['tid', 'http://schemas.microsoft.com/identity/claims/tenantid'],
  objectId: ['oid', 'http://schemas.microsoft.com/identity/claims/objectidentifier'],
  issuer: ['iss'],
  home: ['idp', 'http://schemas.microsoft.com/identity/claims/identityprovider'],
  account: ['acct'],
  userPrincipalName: ['upn', 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn'],
  userName: ['preferred_username'],
  group: ['groups'],
  hasGroups: ['hasgroups'],
  claimNames: ['_claim_names'],
  appRole: ['roles', 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role'],
} as const;

/**
 * Reads the header `x-ms-client-principal`: JSON in base64, `{auth_typ, claims: [{typ, val}]}` (Microsoft Learn, "Work
 * with user identities in Azure App Service authentication"). It says who asks only where the platform sets it and
 * removes what a client sends under that name: see `isSignedInByPlatform`.
 * @returns undefined for anything that is not whole and unambiguous
 */
export function parsePrincipal(header: string): Principal | undefined {
  const parsed = principalSchema.safeParse(decode(header));
  if (!parsed.success) return undefined;
  const { auth_typ: provider, claims } = parsed.data;
  const valuesOf = (claim: keyof typeof CLAIMS): readonly string[] => {
    const names: readonly string[] = CLAIMS[claim];
    return [...new Set(claims.filter(({ typ }) => names.includes(typ)).map(({ val }) => val))];
  };
  const tenant = guid.safeParse(onlyOne(valuesOf('tenant'))).data;
  const objectId = guid.safeParse(onlyOne(valuesOf('objectId'))).data;
  if (tenant === undefined || objectId === undefined) return undefined;
  const names = valuesOf('userPrincipalName');
  const name = onlyOne(names.length > 0 ? names : valuesOf('userName'));
  const isGuest =
    valuesOf('home').some((home) => !isHome(home, tenant, valuesOf('issuer'))) ||
    valuesOf('account').includes('1') ||
    /#EXT#/i.test(name ?? '');
  return {
    provider,
    tenant,
    objectId,
    isGuest,
    address: isGuest ? undefined : parseAddress(name),
    groups: valuesOf('group').map((id) => id.toLowerCase()),
    hasMoreGroups: valuesOf('hasGroups').some(isTrue) || valuesOf('claimNames').some(namesGroups),
    appRoles: valuesOf('appRole'),
  };
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Strict where Node is not: any other character, such as the comma that joins two headers, means nobody. */
function decode(header: string): unknown {
  if (header.length > LONGEST_HEADER || !BASE64.test(header)) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(header, 'base64')));
  } catch {
    return undefined;
  }
}

function onlyOne(values: readonly string[]): string | undefined {
  return values.length === 1 ? values[0] : undefined;
}

/** The claim `idp` is there for people who are at home elsewhere; it may repeat the issuer for the others. */
function isHome(home: string, tenant: string, issuers: readonly string[]): boolean {
  return issuers.includes(home) || home.toLowerCase() === `https://sts.windows.net/${tenant}/`;
}

/** In ASCII only: among other letters there are some whose lower case is an ASCII one (the Kelvin sign). */
function parseAddress(name: string | undefined): string | undefined {
  return name !== undefined && /^[\x21-\x7e]+@[\x21-\x7e]+$/.test(name) ? name.toLowerCase() : undefined;
}

function isTrue(value: string): boolean {
  return value.toLowerCase() === 'true';
}

/** OpenID Connect Core, section 5.6.2: the names of claims that are kept elsewhere, as JSON. */
function namesGroups(claimNames: string): boolean {
  try {
    return Object.hasOwn(Object(JSON.parse(claimNames)), 'groups');
  } catch {
    return true;
  }
}
