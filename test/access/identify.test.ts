import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createGraphDirectory } from '../../shared/access/graph.ts';
import { rememberGroups } from '../../shared/access/groupCache.ts';
import { type AccessParts, type AccessRequest, identifyReader } from '../../shared/access/identify.ts';
import { isSignedInByPlatform } from '../../shared/access/signIn.ts';
import { FINANCE_GROUP, makeConfig, PLATFORM_GROUP, SEARCH_GROUP, SECURITY_GROUP } from './configuration.ts';
import { type GraphServer, startGraph } from './graphServer.ts';
import {
  type Claim,
  claimsOf,
  encodePrincipal,
  HOME_CLAIM,
  OTHER_TENANT,
  PERSON,
  TENANT,
  TENANT_CLAIM,
} from './principals.ts';

let graph: GraphServer;
let time: number;
let logged: string[];

beforeAll(async () => {
  graph = await startGraph();
});
afterEach(() => {
  graph.trouble = undefined;
  graph.calls.length = 0;
  graph.members.clear();
});
afterAll(() => graph.close());

function makeParts(more = ''): AccessParts {
  time = Date.parse('2026-11-23T09:00:00Z');
  logged = [];
  const directory = createGraphDirectory({
    graphUrl: graph.url,
    credential: {
      getToken: async () => ({ token: 'of-purser', expiresOnTimestamp: Date.now() + 3_600_000 }),
    },
    tlsCa: graph.caPem,
    answerWithinMs: 1000,
    log: (message) => logged.push(message),
  });
  return {
    config: makeConfig(more),
    signedInByPlatform: true,
    groups: rememberGroups(directory, { now: () => new Date(time) }),
  };
}

function ask(headers: Readonly<Record<string, string>>, more: Partial<AccessRequest> = {}): AccessRequest {
  return { route: 'browser', method: 'GET', headers: new Headers(headers), ...more };
}

const signedIn = (address: string, ...more: readonly Claim[]) => ({
  'x-ms-client-principal': encodePrincipal(claimsOf(address, more)),
});
const identify = (address: string, ...more: readonly Claim[]) =>
  identifyReader(ask(signedIn(address, ...more)), makeParts());

const NOBODY = 'nobody@contoso.com';

describe('whoever signed in', () => {
  it.each<[string, string, Claim[], object]>([
    ['a group of a role', NOBODY, [['groups', FINANCE_GROUP]], { roles: ['finance'], teams: [] }],
    ['a group in capitals', NOBODY, [['groups', FINANCE_GROUP.toUpperCase()]], { roles: ['finance'] }],
    ['an app role', NOBODY, [['roles', 'Purser.Finance']], { roles: ['finance'] }],
    ['the address', 'CFO@contoso.com', [], { roles: ['finance'], address: 'cfo@contoso.com' }],
    ['a group of a team', NOBODY, [['groups', SEARCH_GROUP]], { roles: [], teams: ['search'] }],
    ['being a lead', 'shop-lead@Contoso.com', [], { roles: [], teams: ['shop'] }],
    [
      'several of them',
      'shop-lead@contoso.com',
      [
        ['roles', 'Purser.Search'],
        ['groups', SECURITY_GROUP],
      ],
      { roles: ['security'], teams: ['shop', 'search'] },
    ],
  ])('has their rights by %s', async (_, address, claims, rights) => {
    expect(await identify(address, ...claims)).toMatchObject({ id: PERSON, ...rights });
  });

  it.each<[string, Claim[]]>([
    ['the claim email', [['email', 'cfo@contoso.com']]],
    ['the claim name', [['name', 'cfo@contoso.com']]],
    ['an app role that only resembles one', [['roles', 'purser.finance']]],
    ['a group that is not configured', [['groups', '0e5cf7d6-3b2c-4d8f-9a51-6f0c8d1b2aff']]],
    ['a group as an app role', [['roles', FINANCE_GROUP]]],
  ])('has none by %s', async (_, claims) => {
    expect(await identify(NOBODY, ...claims)).toMatchObject({ denied: 'noRights', status: 403, id: PERSON });
  });

  it('as the lead of a team is no member where leads are not', async () => {
    const parts = makeParts('  leadsAreMembers: false');
    const reader = await identifyReader(ask(signedIn('shop-lead@contoso.com')), parts);
    expect(reader).toMatchObject({ denied: 'noRights' });
  });

  it('in another tenant is nobody here, whatever their claims say', async () => {
    const claims = claimsOf('cfo@contoso.com', [['roles', 'Purser.Finance']], OTHER_TENANT);
    const header = { 'x-ms-client-principal': encodePrincipal(claims) };
    expect(await identifyReader(ask(header), makeParts())).toMatchObject({ denied: 'tenant', status: 403 });
  });

  it('is not let in before a tenant is configured', async () => {
    const config = { ...makeConfig(), access: { ...makeConfig().access, tenants: [] } };
    const reader = await identifyReader(ask(signedIn('cfo@contoso.com')), { ...makeParts(), config });
    expect(reader).toMatchObject({ denied: 'tenant' });
  });

  it('by another provider is nobody here', async () => {
    const header = encodePrincipal(claimsOf('cfo@contoso.com'), 'google');
    const reader = await identifyReader(ask({ 'x-ms-client-principal': header }), makeParts());
    expect(reader).toMatchObject({ denied: 'provider', status: 403 });
  });

  const asGuest: Claim = [HOME_CLAIM, `https://sts.windows.net/${OTHER_TENANT}/`];

  it('as a guest is not let in', async () => {
    const reader = await identify(NOBODY, asGuest, ['groups', FINANCE_GROUP]);
    expect(reader).toMatchObject({ denied: 'guest', status: 403 });
  });

  it('as a guest, where guests are let in, belongs by group and never by address', async () => {
    const parts = makeParts('  guests: true');
    const byGroup = ask(signedIn(NOBODY, asGuest, ['groups', FINANCE_GROUP]));
    expect(await identifyReader(byGroup, parts)).toMatchObject({ roles: ['finance'], address: undefined });
    const byAddress = ask(signedIn('cfo@contoso.com', asGuest));
    expect(await identifyReader(byAddress, parts)).toMatchObject({ denied: 'noRights' });
  });
});

describe('the header that says who signed in', () => {
  const header = signedIn('cfo@contoso.com');

  it.each([
    ['none', 'True'],
    [undefined, 'True'],
    ['Platform', 'True'],
    ['platform', undefined],
    ['platform', 'False'],
    ['platform', '1'],
    ['none', undefined],
  ])('is a forgery with PURSER_IDENTITY=%s and WEBSITE_AUTH_ENABLED=%s', async (identity, enabled) => {
    const signedInByPlatform = isSignedInByPlatform(identity, { WEBSITE_AUTH_ENABLED: enabled });
    expect(await identifyReader(ask(header), { ...makeParts(), signedInByPlatform })).toMatchObject({
      denied: 'signInOff',
      status: 403,
      id: undefined,
    });
  });

  it('counts with both', async () => {
    const signedInByPlatform = isSignedInByPlatform('platform', { WEBSITE_AUTH_ENABLED: 'True' });
    const reader = await identifyReader(ask(header), { ...makeParts(), signedInByPlatform });
    expect(reader).toMatchObject({ roles: ['finance'] });
  });

  it.each([
    ['missing', {}, 'anonymous'],
    ['malformed', { 'x-ms-client-principal': 'Zm9yZ2Vk' }, 'malformed'],
    ['there twice', { 'x-ms-client-principal': `${header['x-ms-client-principal']}, Zm9yZ2Vk` }, 'malformed'],
    [
      'without a tenant',
      {
        'x-ms-client-principal': encodePrincipal(
          claimsOf('cfo@contoso.com').filter(([name]) => name !== TENANT_CLAIM),
        ),
      },
      'malformed',
    ],
    ['another one', { 'x-ms-client-principal-name': 'cfo@contoso.com' }, 'anonymous'],
  ])('%s asks to sign in', async (_, headers, denied) => {
    expect(await identifyReader(ask(headers), makeParts())).toMatchObject({
      denied,
      status: 401,
      id: undefined,
    });
  });
});

describe('what changes something', () => {
  const finance = signedIn('cfo@contoso.com');
  const post = (headers: Record<string, string>) =>
    identifyReader(
      ask({ ...finance, host: 'purser.contoso.com', ...headers }, { method: 'POST' }),
      makeParts(),
    );

  it.each([
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
    ['a page of a neighbour', { 'sec-fetch-site': 'same-site' }],
    ['a link somebody was sent', { 'sec-fetch-site': 'none' }],
    ['a page of another site in an old browser', { origin: 'https://evil.example' }],
    ['a page without an origin', { origin: 'null' }],
  ])('is not taken from %s', async (_, headers) => {
    expect(await post(headers)).toMatchObject({ denied: 'crossSite', status: 403 });
  });

  it.each([
    ['a page of its own', { 'sec-fetch-site': 'same-origin', origin: 'https://elsewhere.example' }],
    ['a page of its own in an old browser', { origin: 'https://purser.contoso.com' }],
    ['no browser', {}],
  ])('is taken from %s', async (_, headers) => {
    expect(await post(headers)).toMatchObject({ roles: ['finance'] });
  });

  it('is all that is asked: another site may link to a report', async () => {
    const linked = ask({ ...finance, 'sec-fetch-site': 'cross-site' });
    expect(await identifyReader(linked, makeParts())).toMatchObject({ roles: ['finance'] });
  });
});

describe('automation', () => {
  const byKey = ask(signedIn('cfo@contoso.com'), { route: 'automation', method: 'POST' });

  it('may do what the configuration says, and is nobody else', async () => {
    const parts = makeParts('  automation: { roles: [security], teams: [shop] }');
    expect(await identifyReader(byKey, parts)).toEqual({
      id: 'automation',
      address: undefined,
      roles: ['security'],
      teams: ['shop'],
    });
  });

  it('may do nothing by default', async () => {
    expect(await identifyReader(byKey, makeParts())).toMatchObject({
      denied: 'automation',
      status: 403,
      id: 'automation',
    });
  });
});

describe('somebody in more groups than a sign-in carries', () => {
  const MORE: Claim = ['hasgroups', 'true'];

  it('has the rights of the groups that Microsoft Graph confirms, and no others', async () => {
    graph.members.set(PERSON, [SEARCH_GROUP, 'b7a1c1de-1f5e-4f43-9d0c-3c2f5a1e7bff']);
    expect(await identify(NOBODY, MORE)).toMatchObject({ roles: [], teams: ['search'] });
    expect(graph.calls).toEqual([[FINANCE_GROUP, SECURITY_GROUP, PLATFORM_GROUP, SEARCH_GROUP]]);
  });

  it('is in no group that Graph names without having been asked', async () => {
    graph.trouble = { status: 200, body: JSON.stringify({ value: [PLATFORM_GROUP, SEARCH_GROUP] }) };
    const { groups } = makeParts();
    const person = { tenant: TENANT, objectId: PERSON };
    expect(await groups.findGroups(person, [SEARCH_GROUP])).toEqual([SEARCH_GROUP]);
  });

  it('is asked about only as far as it decides something', async () => {
    graph.members.set(PERSON, []);
    expect(await identify('cfo@contoso.com', ['roles', 'Purser.Search'], MORE)).toMatchObject({
      roles: ['finance'],
      teams: ['search'],
    });
    expect(graph.calls).toEqual([[SECURITY_GROUP, PLATFORM_GROUP]]);
    await identify(NOBODY, ['groups', PLATFORM_GROUP], MORE);
    expect(graph.calls).toHaveLength(1);
  });

  it('is asked about twenty groups at a time', async () => {
    const ids = Array.from(
      { length: 45 },
      (_, index) => `b7a1c1de-1f5e-4f43-9d0c-3c2f5a1e7b${String(index).padStart(2, '0')}`,
    );
    graph.members.set(PERSON, [ids[44] ?? '']);
    const parts = makeParts();
    const access = {
      ...parts.config.access,
      teams: { payments: { groups: ids, appRoles: [], addresses: [] } },
    };
    const reader = await identifyReader(ask(signedIn(NOBODY, MORE)), {
      ...parts,
      config: { ...parts.config, access },
    });
    expect(reader).toMatchObject({ teams: ['payments'] });
    expect(graph.calls.map((call) => call.length)).toEqual([20, 20, 8]);
  });

  it('is asked about once in five minutes, however many pages they open at once', async () => {
    graph.members.set(PERSON, [FINANCE_GROUP]);
    const parts = makeParts();
    const request = ask(signedIn(NOBODY, MORE));
    await Promise.all(Array.from({ length: 50 }, () => identifyReader(request, parts)));
    expect(graph.calls).toHaveLength(1);
    graph.members.set(PERSON, []);
    time += 299_000;
    expect(await identifyReader(request, parts)).toMatchObject({ roles: ['finance'] });
    time += 2000;
    expect(await identifyReader(request, parts)).toMatchObject({ denied: 'noRights' });
  });

  it('is told what to change when Purser may not ask, instead of seeing less than is theirs', async () => {
    const body = JSON.stringify({
      error: { code: 'Authorization_RequestDenied', message: 'Insufficient privileges' },
    });
    graph.trouble = { status: 403, body };
    const parts = makeParts();
    const request = ask(signedIn('cfo@contoso.com', MORE));
    expect(await identifyReader(request, parts)).toMatchObject({
      denied: 'groupsForbidden',
      status: 403,
      remedy: expect.stringMatching(/User\.Read\.All and GroupMember\.Read\.All.*app roles/s),
    });
    expect(logged).toEqual([
      'Microsoft Graph answered 403 Authorization_RequestDenied to checkMemberGroups.',
    ]);
    graph.trouble = undefined;
    graph.members.set(PERSON, []);
    time += 31_000;
    expect(await identifyReader(request, parts)).toMatchObject({ roles: ['finance'] });
  });

  it.each<[string, GraphServer['trouble']]>([
    ['is down', { status: 503, body: '' }],
    ['limits the rate', { status: 429, body: '{}', headers: { 'retry-after': '600' } }],
    ['does not answer', 'silence'],
    ['answers something else', { status: 200, body: '<html>Sign in to the guest network</html>' }],
    ['answers half', { status: 200, body: '{"value":[' }],
  ])('is asked to try again when Graph %s, and tried again at once', async (_, trouble) => {
    graph.trouble = trouble;
    const parts = makeParts();
    const request = ask(signedIn('cfo@contoso.com', MORE));
    expect(await identifyReader(request, parts)).toMatchObject({ denied: 'groupsUnavailable', status: 503 });
    expect(logged).toHaveLength(1);
    graph.trouble = undefined;
    graph.members.set(PERSON, [SECURITY_GROUP]);
    expect(await identifyReader(request, parts)).toMatchObject({ roles: ['finance', 'security'] });
  });

  it('costs nothing where no group decides anything', async () => {
    const parts = makeParts();
    const none = { groups: [], appRoles: ['Purser.Finance'], addresses: [] };
    const access = {
      ...parts.config.access,
      roles: { finance: none, security: none, platform: none },
      teams: {},
    };
    const reader = await identifyReader(ask(signedIn(NOBODY, MORE)), {
      ...parts,
      config: { ...parts.config, access },
    });
    expect(reader).toMatchObject({ denied: 'noRights' });
    expect(graph.calls).toEqual([]);
  });
});
