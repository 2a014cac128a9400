import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Azurite, startAzurite } from '../../local/azurite/azurite.ts';
import { isFromThisMachine } from '../../local/host/loopback.ts';
import type { Person } from '../../local/host/person.ts';
import { type SampleHost, startSampleHost } from './sampleHost.ts';

const ADA: Person = {
  id: 'ada',
  name: 'Ada <b>Miller</b>',
  address: 'ada@contoso.example',
  objectId: '477001c3-e412-4179-ace2-dc547078beac',
  claims: [{ typ: 'preferred_username', val: 'ada@contoso.example' }],
};
const BOB: Person = { ...ADA, id: 'bob', name: 'Bob', address: 'bob@contoso.example' };

let azurite: Azurite;
let host: SampleHost;
let hostWithoutSignIn: SampleHost;

beforeAll(async () => {
  azurite = await startAzurite();
  const storage = azurite.connectionString;
  const people = { PURSER_LOCAL_PEOPLE: JSON.stringify([ADA, BOB]), TELL_QUEUE: 'tell-one' };
  host = await startSampleHost('sample', storage, people);
  hostWithoutSignIn = await startSampleHost('sample', storage, { TELL_QUEUE: 'tell-two' });
});

afterAll(async () => {
  await host?.child.stop();
  await hostWithoutSignIn?.child.stop();
  await azurite?.close();
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** Asks as no browser would let a page: with any header. */
function get(path: string, headers: Record<string, string | string[]> = {}, url = host.url): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request(`${url}${path}`, { headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(parts).toString(),
        }),
      );
    })
      .on('error', reject)
      .end();
  });
}

async function signIn(as: string): Promise<string> {
  const answer = await get(`/.auth/login/local?as=${as}`);
  return String(answer.headers['set-cookie']).split(';', 1)[0] ?? '';
}

async function whoIs(headers: Record<string, string | string[]>, url = host.url) {
  return JSON.parse((await get('/api/whoami', headers, url)).body) as {
    identity: Record<string, string>;
    isSignInOn: string | null;
  };
}

describe('signing in on this machine', () => {
  it('makes one the person that was chosen, told to the app as App Service does', async () => {
    const answer = await get('/.auth/login/local?as=ada');
    expect(answer).toMatchObject({ status: 302, headers: { location: '/api/reports' } });
    expect(String(answer.headers['set-cookie'])).toMatch(
      /^AppServiceAuthSession=[\w-]{32}; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    const { identity, isSignInOn } = await whoIs({ cookie: await signIn('ada') });
    expect(isSignInOn).toBe('True');
    expect(identity).toMatchObject({
      'x-ms-client-principal-id': ADA.objectId,
      'x-ms-client-principal-idp': 'aad',
      'x-ms-client-principal-name': ADA.address,
    });
    const principal = Buffer.from(identity['x-ms-client-principal'] ?? '', 'base64').toString();
    expect(JSON.parse(principal)).toMatchObject({ auth_typ: 'aad', claims: ADA.claims });
  });

  it('lets one choose where a report sends somebody who is not signed in', async () => {
    const answer = await get('/.auth/login/aad?post_login_redirect_uri=/api/reports/digest/2026-W47');
    expect(answer.status).toBe(200);
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.body).toContain('Ada &lt;b&gt;Miller&lt;/b&gt;');
    expect(answer.body).toContain('as=bob&amp;post_login_redirect_uri=%2Fapi%2Freports%2Fdigest%2F2026-W47');
  });

  it.each([
    ['/api/reports?x=1', '/api/reports?x=1'],
    ['https://evil.example/', '/api/reports'],
    ['//evil.example/', '/api/reports'],
    ['/\\evil.example/', '/api/reports'],
    ['/x/..//evil.example', '/api/reports'],
    ['javascript:alert(1)', '/api/reports'],
    ['/a\r\nset-cookie: x=1', '/aset-cookie:%20x=1'],
  ])('goes on to %j as %s', async (wanted, location) => {
    const next = encodeURIComponent(wanted);
    const answer = await get(`/.auth/login/local?as=ada&post_login_redirect_uri=${next}`);
    expect(answer).toMatchObject({ status: 302, headers: { location } });
  });

  it('tells a page who it is, and nobody after signing out', async () => {
    const cookie = await signIn('bob');
    expect(JSON.parse((await get('/.auth/me', { cookie })).body)).toEqual([
      { provider_name: 'aad', user_id: BOB.address, user_claims: BOB.claims },
    ]);
    const out = await get('/.auth/logout', { cookie });
    expect(out).toMatchObject({ status: 302, headers: { location: '/.auth/login/aad' } });
    expect(String(out.headers['set-cookie'])).toContain('Max-Age=0');
    expect((await get('/.auth/me', { cookie })).status).toBe(401);
    expect((await whoIs({ cookie })).identity).toEqual({});
  });

  it.each<[string, Record<string, string | string[]>]>([
    ['the header', { 'x-ms-client-principal': 'Zm9yZ2Vk' }],
    ['the header twice', { 'x-ms-client-principal': ['Zm9yZ2Vk', 'Zm9yZ2Vk'] }],
    ['the header in capitals', { 'X-MS-CLIENT-PRINCIPAL': 'Zm9yZ2Vk' }],
    ['a name', { 'x-ms-client-principal-name': 'finance@contoso.example' }],
    ['a token', { 'x-ms-token-aad-id-token': 'eyJ' }],
    ['a session nobody opened', { cookie: 'AppServiceAuthSession=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
    ['an empty session', { cookie: 'AppServiceAuthSession=' }],
  ])('is not replaced by %s from the client', async (_, headers) => {
    expect((await whoIs(headers)).identity).toEqual({});
  });

  it('leaves nothing of the client’s headers beside those of the person', async () => {
    const cookie = await signIn('ada');
    const { identity } = await whoIs({ cookie, 'x-ms-client-principal-name': BOB.address });
    expect(identity['x-ms-client-principal-name']).toBe(ADA.address);
  });

  it.each<[string, Record<string, string>, number]>([
    ['another host name', { host: 'purser.evil.example' }, 421],
    ['a host name that begins like this machine’s', { host: 'localhost.evil.example' }, 421],
    ['a tunnel', { 'x-forwarded-for': '203.0.113.7' }, 403],
    ['a proxy', { forwarded: 'for=203.0.113.7' }, 403],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }, 403],
  ])('is refused through %s', async (_, headers, status) => {
    const answer = await get('/.auth/login/local?as=ada', headers);
    expect(answer.status).toBe(status);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('is not taken through a tunnel, whoever has the cookie', async () => {
    const cookie = await signIn('ada');
    expect((await whoIs({ cookie, 'x-forwarded-for': '203.0.113.7' })).identity).toEqual({});
  });
});

describe('a host without people', () => {
  it('has no sign-in, says so, and passes headers on as they come, as Azure does', async () => {
    const { url } = hostWithoutSignIn;
    expect((await get('/.auth/login/local?as=ada', {}, url)).status).toBe(404);
    const forged = { 'x-ms-client-principal': 'Zm9yZ2Vk' };
    expect(await whoIs(forged, url)).toEqual({ identity: forged, isSignInOn: null });
  });
});

describe('this machine', () => {
  it.each([
    ['127.0.0.1', true],
    ['127.3.2.1', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['192.168.0.7', false],
    ['::ffff:192.168.0.7', false],
    ['10.0.0.1', false],
    [undefined, false],
  ])('is where a request from %s comes from: %s', (remoteAddress, isLocal) => {
    expect(isFromThisMachine({ remoteAddress, headers: { host: '127.0.0.1:7071' } })).toBe(isLocal);
  });
});
