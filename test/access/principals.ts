/** Principals as App Service authentication passes them on. */

export const TENANT = '72f988bf-86f1-41af-91ab-2d7cd011db47';
export const OTHER_TENANT = '9188040d-6c67-4c5b-b112-36a304b66dad';
export const PERSON = '477001c3-e412-4179-ace2-dc547078beac';

/** A claim by its name in a token; long names are those that App Service gives. */
export type Claim = readonly [typ: string, val: string];

export const TENANT_CLAIM = 'http://schemas.microsoft.com/identity/claims/tenantid';
export const OBJECT_CLAIM = 'http://schemas.microsoft.com/identity/claims/objectidentifier';
export const HOME_CLAIM = 'http://schemas.microsoft.com/identity/claims/identityprovider';
const MAIL_CLAIM = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress';

/** What a sign-in of a member of the tenant brings, in the order and with the noise of a real one. */
export function claimsOf(address: string, more: readonly Claim[] = [], tenant = TENANT): readonly Claim[] {
  return [
    ['aud', '0f5ab5a1-1f4d-4d35-9f5b-7d6d2d9a4b10'],
    ['iss', `https://login.microsoftonline.com/${tenant}/v2.0`],
    ['exp', '1795430000'],
    [MAIL_CLAIM, `mail.of.${address}`],
    ['name', 'Ada Miller'],
    [OBJECT_CLAIM, PERSON],
    ['preferred_username', address],
    [TENANT_CLAIM, tenant],
    ['ver', '2.0'],
    ...more,
  ];
}

/** The header `x-ms-client-principal`. */
export function encodePrincipal(claims: readonly Claim[], provider = 'aad'): string {
  const principal = {
    auth_typ: provider,
    claims: claims.map(([typ, val]) => ({ typ, val })),
    name_typ: MAIL_CLAIM,
    role_typ: 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role',
  };
  return Buffer.from(JSON.stringify(principal)).toString('base64');
}
