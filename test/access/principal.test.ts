import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePrincipal } from '../../shared/access/principal.ts';
import {
  type Claim,
  claimsOf,
  encodePrincipal,
  HOME_CLAIM,
  OBJECT_CLAIM,
  OTHER_TENANT,
  PERSON,
  TENANT,
  TENANT_CLAIM,
} from './principals.ts';

const ADDRESS = 'Ada.Miller@Contoso.com';
const GROUP = '0e5cf7d6-3b2c-4d8f-9a51-6f0c8d1b2a33';

const principalWith = (...more: readonly Claim[]) => parsePrincipal(encodePrincipal(claimsOf(ADDRESS, more)));

describe('the principal that App Service passes on', () => {
  it('says who, of which tenant, by which address, in which groups and app roles', () => {
    expect(
      principalWith(['groups', GROUP.toUpperCase()], ['roles', 'Purser.Finance'], ['roles', 'Purser.Other']),
    ).toEqual({
      provider: 'aad',
      tenant: TENANT,
      objectId: PERSON,
      isGuest: false,
      address: 'ada.miller@contoso.com',
      groups: [GROUP],
      hasMoreGroups: false,
      appRoles: ['Purser.Finance', 'Purser.Other'],
    });
  });

  it('is read with the short names of tokens as well', () => {
    const claims: readonly Claim[] = [
      ['tid', TENANT],
      ['oid', PERSON],
      ['upn', 'ada@contoso.com'],
    ];
    expect(parsePrincipal(encodePrincipal(claims))).toMatchObject({
      tenant: TENANT,
      objectId: PERSON,
      address: 'ada@contoso.com',
    });
  });

  it('never takes the claim email for an address: in some tenants people set it themselves', () => {
    const claims = claimsOf(ADDRESS, [['email', 'finance@contoso.com']]).filter(
      ([name]) => name !== 'preferred_username',
    );
    expect(parsePrincipal(encodePrincipal(claims))).toMatchObject({ address: undefined });
  });

  it.each([
    ['a Kelvin sign for k', 'Ada@Contoso.com'.replace('C', '\u212a')],
    ['a full-width letter', 'ada@\uff43ontoso.com'],
    ['a line break', 'ada@contoso.com\nx'],
    ['no @', 'ada'],
  ])('has no address when the name has %s', (_, name) => {
    expect(parsePrincipal(encodePrincipal(claimsOf(name)))).toMatchObject({ address: undefined });
  });

  it.each<[string, Claim[]]>([
    ['comes from another tenant', [[HOME_CLAIM, `https://sts.windows.net/${OTHER_TENANT}/`]]],
    ['comes from a personal account', [['idp', 'live.com']]],
    ['is told to be one', [['acct', '1']]],
  ])('of a guest who %s has no address', (_, more) => {
    expect(principalWith(...more)).toMatchObject({ isGuest: true, address: undefined });
  });

  it('of a guest is known by the name that Entra gives guests, too', () => {
    const name = 'eve_partner.com#EXT#@contoso.onmicrosoft.com';
    expect(parsePrincipal(encodePrincipal(claimsOf(name)))).toMatchObject({
      isGuest: true,
      address: undefined,
    });
  });

  it.each([`https://sts.windows.net/${TENANT}/`, `https://login.microsoftonline.com/${TENANT}/v2.0`])(
    'of a member may name the own tenant as home: %s',
    (home) => {
      expect(principalWith([HOME_CLAIM, home])).toMatchObject({
        isGuest: false,
        address: ADDRESS.toLowerCase(),
      });
    },
  );

  it.each<[string, Claim]>([
    ['hasgroups', ['hasgroups', 'true']],
    ['_claim_names', ['_claim_names', '{"groups":"src1"}']],
    ['_claim_names that cannot be read', ['_claim_names', '{']],
  ])('has more groups than it names with %s', (_, claim) => {
    expect(principalWith(claim)).toMatchObject({ hasMoreGroups: true });
  });

  it('has no more groups when other claims are kept elsewhere', () => {
    expect(principalWith(['_claim_names', '{"wids":"src1"}'])).toMatchObject({ hasMoreGroups: false });
  });
});

describe('a header that is nobody', () => {
  const good = encodePrincipal(claimsOf(ADDRESS));
  const without = (name: string) => claimsOf(ADDRESS).filter(([typ]) => typ !== name);

  it.each([
    ['empty', ''],
    ['no base64', '%%%'],
    ['base64url', good.replace(/.$/, '-')],
    ['two headers, joined by a comma', `${good},${good}`],
    ['two headers, joined by a comma and a blank', `${good}, ${good}`],
    ['one after the other', good + good],
    ['a padding in the middle', `${good}====`],
    ['cut off', good.slice(0, -5)],
    ['longer than any sign-in', encodePrincipal(claimsOf(ADDRESS, [['x', 'y'.repeat(60_000)]]))],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]).toString('base64')],
    ['no JSON', Buffer.from('{"auth_typ":"aad"').toString('base64')],
    ['a list', Buffer.from('[]').toString('base64')],
    ['null', Buffer.from('null').toString('base64')],
    ['without claims', Buffer.from('{"auth_typ":"aad"}').toString('base64')],
    ['claims of another shape', Buffer.from('{"auth_typ":"aad","claims":{"oid":"x"}}').toString('base64')],
    ['without a tenant', encodePrincipal(without(TENANT_CLAIM))],
    ['without an object id', encodePrincipal(without(OBJECT_CLAIM))],
    ['an object id that is a path', encodePrincipal([...without(OBJECT_CLAIM), ['oid', '../me']])],
    ['of two tenants', encodePrincipal(claimsOf(ADDRESS, [['tid', OTHER_TENANT]]))],
    ['of two people', encodePrincipal(claimsOf(ADDRESS, [['oid', OTHER_TENANT]]))],
  ])('%s', (_, header) => {
    expect(parsePrincipal(header)).toBeUndefined();
  });

  it('is whatever a client makes up: it is read or it is not, and nothing throws', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.base64String(),
      fc.json().map((text) => Buffer.from(text).toString('base64')),
      fc
        .array(fc.tuple(fc.constantFrom('tid', 'oid', 'groups', '_claim_names', 'upn'), fc.string()))
        .map((claims) => encodePrincipal(claims)),
    );
    fc.assert(
      fc.property(anything, (header) => {
        expect(parsePrincipal(header)).toBeUndefined();
      }),
    );
  });
});
