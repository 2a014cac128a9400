import { describe, expect, it } from 'vitest';
import { FINANCE_GROUP, PLATFORM_GROUP } from '../access/configuration.ts';
import { claimsOf, encodePrincipal } from '../access/principals.ts';
import { type Ask, useAttackedHost } from './attackedHost.ts';
import { CANARIES, MONTH, WEEK } from './estate.ts';

/** What somebody without an account writes to be taken for one who runs Purser. */
const FORGED = encodePrincipal(claimsOf('pia@contoso.com', [['groups', PLATFORM_GROUP]]));
const REPORT = `/api/reports/chargeback/${MONTH}`;

describe('with App Service authentication before the app', () => {
  const attacked = useAttackedHost();

  it.each<[string, NonNullable<Ask['headers']>]>([
    ['no header', {}],
    ['a forged principal', { 'x-ms-client-principal': FORGED }],
    ['a forged principal in capitals', { 'X-MS-CLIENT-PRINCIPAL': FORGED }],
    ['two forged principals', { 'x-ms-client-principal': [FORGED, FORGED] }],
    ['a forged name', { 'x-ms-client-principal-name': 'pia@contoso.com' }],
    ['a forged id and provider', { 'x-ms-client-principal-id': '1', 'x-ms-client-principal-idp': 'aad' }],
    ['a token nobody checked', { authorization: `Bearer ${FORGED}` }],
    ['somebody’s session, guessed', { cookie: 'AppServiceAuthSession=platform' }],
    ['a huge principal', { 'x-ms-client-principal': 'QUFB'.repeat(2000) }],
    ['a body that says who', { 'x-original-url': '/api/health' }],
    ['another method by header', { 'x-http-method-override': 'POST' }],
  ])('nobody comes in by %s', async (_, headers) => {
    for (const path of [REPORT, '/api/reports', '/api/status']) {
      const answer = await attacked.ask(path, { headers });
      expect(answer.status, path).toBe(401);
      expect(answer.text).not.toMatch(/canary|Contoso/);
    }
  });

  it('a browser is sent to sign in, and to this app only', async () => {
    const accept = 'text/html,application/xhtml+xml';
    const answer = await attacked.ask(`${REPORT}?team=shop`, { headers: { accept } });
    expect(answer).toMatchObject({ status: 302, text: '' });
    const next = encodeURIComponent(`${REPORT}?team=shop`);
    expect(answer.headers.location).toBe(`/.auth/login/aad?post_login_redirect_uri=${next}`);
    // The host takes it for /api/reports; a browser that came back to it would go to a host called api.
    const away = await attacked.ask('//api/reports', { headers: { accept } });
    expect(away).toMatchObject({ status: 401 });
    expect(away.headers.location).toBeUndefined();
  });

  it('a forged principal adds nothing to somebody who is signed in', async () => {
    const headers = { 'x-ms-client-principal': FORGED };
    expect((await attacked.as('shop', `${REPORT}?team=search`, { headers })).status).toBe(403);
    expect((await attacked.as('shop', '/api/status', { headers })).status).toBe(403);
  });

  it.each([
    ['a person of another tenant, with a group id of this one', 'stranger', 'tenant'],
    ['a guest who goes by the address of a lead', 'guest', 'guest'],
    ['a person who wrote the address of a lead into their profile', 'visitor', 'noRights'],
  ] as const)('%s is turned away', async (_, who, reason) => {
    for (const path of [REPORT, `${REPORT}?team=shop`, '/api/reports', '/api/status']) {
      const answer = await attacked.as(who, path);
      expect(answer.status, path).toBe(403);
      expect(JSON.parse(answer.text)).toMatchObject({ reason });
      expect(answer.text).not.toContain('canary');
    }
  });

  it('a signed-in person gets no further by a function key’s door without the key', async () => {
    const answer = await attacked.as('platform', `/api/automation/reports/chargeback/${MONTH}?team=search`);
    expect(answer.status).toBe(401);
  });

  it('a function key gives what the configuration says, whatever the caller says of itself', async () => {
    const path = `/api/automation/reports/chargeback/${MONTH}`;
    const headers = { 'x-ms-client-principal': FORGED };
    const own = await attacked.withKey(`${path}?team=search&format=csv`, { headers });
    expect(own.status).toBe(200);
    expect(own.text).toContain(CANARIES.search);
    expect(own.text).not.toContain(CANARIES.shop);
    const governance = `/api/automation/reports/governance/${WEEK}`;
    for (const other of [`${path}?team=shop`, governance, '/api/automation/status']) {
      expect((await attacked.withKey(other, { headers })).status, other).toBe(403);
    }
  });

  it('a function key does not open the door of people', async () => {
    expect((await attacked.withKey(REPORT)).status).toBe(401);
  });

  it.each([
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
    ['an old browser on another site', { origin: 'https://evil.example' }],
  ])('%s cannot have somebody’s browser send or collect', async (_, headers) => {
    const more = {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{}',
    };
    const sent = await attacked.as('platform', `${REPORT}/deliveries`, more);
    const collected = await attacked.as('platform', '/api/collections', {
      ...more,
      body: JSON.stringify({ from: '2026-10-01', to: '2026-10-01' }),
    });
    for (const answer of [sent, collected]) {
      expect(answer.status).toBe(403);
      expect(JSON.parse(answer.text)).toMatchObject({ reason: 'crossSite' });
    }
  });

  it('a form of another site cannot be taken for a request either', async () => {
    const answer = await attacked.as('platform', `${REPORT}/deliveries`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{"to":"audiences"}',
    });
    expect(answer.status).toBe(415);
  });
});

describe('without App Service authentication', () => {
  const attacked = useAttackedHost({ PURSER_LOCAL_PEOPLE: '' }, 'empty');

  it.each([FINANCE_GROUP, PLATFORM_GROUP])(
    'a principal that the client writes is nobody: group %s',
    async (group) => {
      const header = encodePrincipal(claimsOf('pia@contoso.com', [['groups', group]]));
      for (const path of [REPORT, '/api/reports', '/api/status']) {
        const answer = await attacked.ask(path, { headers: { 'x-ms-client-principal': header } });
        expect(answer.status, path).toBe(403);
        expect(JSON.parse(answer.text)).toMatchObject({ reason: 'signInOff' });
        expect(answer.text).not.toContain('canary');
      }
    },
  );
});

describe('where the installation does not say that the platform signs people in', () => {
  const attacked = useAttackedHost({ PURSER_IDENTITY: 'none' }, 'empty');

  it('nobody is let in, not even those the platform vouches for', async () => {
    const answer = await attacked.as('platform', REPORT);
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.text)).toMatchObject({ reason: 'signInOff' });
  });
});
