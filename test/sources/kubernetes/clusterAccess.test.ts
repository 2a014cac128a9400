import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalServer, Reply, Seen } from '../http/localServer.ts';
import { startServer } from '../http/localServer.ts';
import {
  answerWith,
  CLUSTER,
  CREDENTIAL_PATH,
  countingCredential,
  kubeconfigAnswer,
  NOON,
  sourcesOf,
} from './estate.ts';

let server: LocalServer;
let override: (request: Seen) => Reply | undefined;
let folder: string;

beforeEach(async () => {
  override = () => undefined;
  server = await startServer(
    answerWith(
      () => server,
      (request) => override(request),
    ),
  );
  folder = mkdtempSync(join(tmpdir(), 'purser-access-'));
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const asked = (path: string): Seen[] => server.seen.filter((request) => request.path === path);

describe('the way into a cluster', () => {
  it('asks Resource Manager for the kubeconfig, signed in for its audience', async () => {
    await sourcesOf(server).readKubernetes(CLUSTER);
    const [request] = asked(CREDENTIAL_PATH);
    expect(request?.method).toBe('POST');
    expect(request?.query.get('api-version')).toBe('2025-05-01');
    expect(request?.headers.authorization).toMatch(/^Bearer token-\d+-for-https:$/);
  });

  it('signs in to the API server with an Entra token instead of running the command in the kubeconfig', async () => {
    const trace = join(folder, 'trace');
    process.env.PURSER_TRACE = trace;
    const credential = countingCredential();
    await sourcesOf(server, { credential }).readKubernetes(CLUSTER);
    delete process.env.PURSER_TRACE;
    expect(existsSync(trace)).toBe(false);
    expect(credential.asked).toContain('6dae42f8-4368-4678-94ff-3960e28e3630/.default');
    expect(asked('/api/v1/pods')[0]?.headers.authorization).toContain('6dae42f8-4368-4678-94ff-3960e28e3630');
  });

  it('uses a static token that the kubeconfig carries', async () => {
    override = ({ path }) =>
      path === CREDENTIAL_PATH ? kubeconfigAnswer(server, 'token: local-account') : undefined;
    await sourcesOf(server).readKubernetes(CLUSTER);
    expect(asked('/api/v1/pods')[0]?.headers.authorization).toBe('Bearer local-account');
  });

  it('shows a client certificate that the kubeconfig carries, to the API server and its proxy', async () => {
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    const user = `{ client-certificate-data: ${base64(server.ca)}, client-key-data: ${base64(server.key)} }`;
    override = ({ path }) => {
      if (path === CREDENTIAL_PATH) return kubeconfigAnswer(server, user);
      return path.includes('/proxy/') ? { body: { code: 200, data: [] } } : undefined;
    };
    const credential = countingCredential();
    const config = { allocation: [{ via: 'serviceProxy', cluster: '*' }] };
    const sources = sourcesOf(server, { config, credential });
    await sources.readKubernetes(CLUSTER);
    await sources.readAllocation(CLUSTER, '2026-11-22');
    const inside = server.seen.filter(({ path }) => path.startsWith('/api/v1/'));
    expect(inside).toHaveLength(4);
    expect(inside.every(({ certified, headers }) => certified && !headers.authorization)).toBe(true);
    expect(credential.asked).toEqual(['https://management.azure.com/.default']);
  });

  it('never reads a file that the kubeconfig names', async () => {
    const file = join(folder, 'token');
    writeFileSync(file, 'secret-of-this-machine');
    const user = `auth-provider: { name: tokenFile, config: { tokenFile: ${file} } }`;
    override = ({ path }) => (path === CREDENTIAL_PATH ? kubeconfigAnswer(server, user) : undefined);
    await sourcesOf(server).readKubernetes(CLUSTER);
    expect(asked('/api/v1/pods')[0]?.headers.authorization).toMatch(/^Bearer token-/);
  });

  it('asks Azure and Entra once for many readings', async () => {
    const credential = countingCredential();
    const sources = sourcesOf(server, { credential });
    await sources.readKubernetes(CLUSTER);
    await sources.readKubernetes(CLUSTER);
    expect(asked(CREDENTIAL_PATH)).toHaveLength(1);
    expect(credential.asked).toHaveLength(2);
  });

  it('gets a new token before the old one expires', async () => {
    let now = NOON;
    const sources = sourcesOf(server, { now: () => now });
    await sources.readKubernetes(CLUSTER);
    now = new Date(NOON.getTime() + 56 * 60_000);
    await sources.readKubernetes(CLUSTER);
    const tokens = asked('/api/v1/nodes').map((request) => request.headers.authorization);
    expect(tokens[0]).not.toBe(tokens[1]);
  });

  it('asks Azure again after the cluster refused', async () => {
    let refuse = true;
    override = ({ path }) =>
      refuse && path === '/api/v1/namespaces' ? { status: 401, body: {} } : undefined;
    const sources = sourcesOf(server);
    await expect(sources.readKubernetes(CLUSTER)).rejects.toMatchObject({ failure: 'unauthorized' });
    refuse = false;
    await sources.readKubernetes(CLUSTER);
    expect(asked(CREDENTIAL_PATH)).toHaveLength(2);
  });

  it('takes server, authority and token from the first matching entry of kubernetes.access', async () => {
    const caFile = join(folder, 'ca.pem');
    writeFileSync(caFile, server.ca);
    const access = [
      { cluster: 'aks-pay*', server: 'https://127.0.0.1:1' },
      { cluster: 'aks-*', server: server.url, caFile, tokenEnv: 'SHOP_TOKEN' },
    ];
    const credential = countingCredential();
    const environment = { SHOP_TOKEN: 'from-environment' };
    await sourcesOf(server, { credential, environment, config: { kubernetes: { access } } }).readKubernetes(
      CLUSTER,
    );
    expect(asked(CREDENTIAL_PATH)).toHaveLength(0);
    expect(credential.asked).toHaveLength(0);
    expect(asked('/api/v1/nodes')[0]?.headers.authorization).toBe('Bearer from-environment');
  });

  it.each([
    ['an empty environment variable', { tokenEnv: 'SHOP_TOKEN' }, 'unauthorized', /SHOP_TOKEN is empty/],
    [
      'a missing authority file',
      { caFile: '/nowhere/ca.pem' },
      'notFound',
      /\/nowhere\/ca\.pem cannot be read/,
    ],
    ['a server without TLS', { server: 'http://127.0.0.1:80' }, 'malformed', /not an https/],
  ])('says what is wrong with %s', async (_, entry, failure, message) => {
    const config = { kubernetes: { access: [{ cluster: '*', ...entry }] } };
    await expect(sourcesOf(server, { config }).readKubernetes(CLUSTER)).rejects.toMatchObject({
      failure,
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(/./),
    });
  });

  it.each<[string, Reply, string, RegExp]>([
    [
      'a missing role',
      { status: 403, body: { error: { code: 'x', message: 'no action' } } },
      'forbidden',
      /403: no action/,
    ],
    ['a deleted cluster', { status: 404, body: { error: { message: 'gone' } } }, 'notFound', /404: gone/],
    ['no kubeconfig', { body: { kubeconfigs: [] } }, 'malformed', /no kubeconfig/],
    ['a page of HTML', { body: '<html>sign in</html>' }, 'malformed', /no kubeconfig/],
    [
      'a kubeconfig that is no YAML',
      { body: { kubeconfigs: [{ value: Buffer.from('{{{').toString('base64') }] } },
      'malformed',
      /cannot be read/,
    ],
  ])(
    'names the cluster and a remedy when Resource Manager answers %s',
    async (_, reply, failure, message) => {
      override = ({ path }) => (path === CREDENTIAL_PATH ? reply : undefined);
      await expect(sourcesOf(server).readKubernetes(CLUSTER)).rejects.toMatchObject({
        failure,
        scope: CLUSTER.id,
        message: expect.stringMatching(message),
        remedy: expect.stringMatching(/./),
      });
    },
  );

  it('waits when Resource Manager asks for it', async () => {
    let busy = true;
    override = ({ path }) => {
      if (path !== CREDENTIAL_PATH || !busy) return undefined;
      busy = false;
      return { status: 429, headers: { 'retry-after': '11' }, body: {} };
    };
    const waits: number[] = [];
    await sourcesOf(server, { waits }).readKubernetes(CLUSTER);
    expect(waits).toEqual([11_000]);
  });

  it('does not trust a certificate that nobody named', async () => {
    await using other = await startServer(() => ({ body: {} }));
    const config = { kubernetes: { access: [{ cluster: '*', server: other.url, tokenEnv: 'T' }] } };
    const reading = sourcesOf(server, { config, environment: { T: 't' }, tlsCa: '' }).readKubernetes(CLUSTER);
    await expect(reading).rejects.toMatchObject({
      message: expect.stringMatching(/certificate is not trusted/),
    });
    expect(other.seen).toEqual([]);
  });

  it('says that nobody is signed in', async () => {
    const error = new Error('Please run az login');
    error.name = 'CredentialUnavailableError';
    const credential = { getToken: () => Promise.reject(error) };
    await expect(sourcesOf(server, { credential }).readKubernetes(CLUSTER)).rejects.toMatchObject({
      failure: 'unauthorized',
      message: expect.stringContaining('az login'),
    });
  });
});
