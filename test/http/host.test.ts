import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Child, readReadyLine, startChild } from '../../local/host/child.ts';
import { pageAssets } from '../../shared/render/page/assets.ts';
import { claimsOf, TENANT } from '../access/principals.ts';
import { type Mailbox, startMailbox } from '../delivery/mailbox.ts';
import { collectEverything, makeApp, makeSources, SUBSCRIPTION } from '../pipeline/estate.ts';
import { useStore } from '../store/store.ts';

/** The product's own functions in the local host, over sockets, on Azurite, with a real mail server. */
const KEY = 'key-of-the-tests';
const storage = useStore();
let host: Child<{ readonly url: string }>;
let mailbox: Mailbox;
let folder: string;
let shop: string;

beforeAll(async () => {
  mailbox = await startMailbox();
  const memory = makeApp(makeSources(), '2026-11-10T12:00:00Z');
  await collectEverything({ ...memory, store: storage.store }, { from: '2026-10-29', to: '2026-10-31' });
  folder = mkdtempSync(join(tmpdir(), 'purser-http-'));
  const config = join(folder, 'purser.yaml');
  writeFileSync(config, JSON.stringify(describeConfig(mailbox.port)));
  host = await startChild({
    name: 'The Functions host',
    script: new URL('../../local/host/serve.ts', import.meta.url).href,
    env: {
      PORT: '0',
      AzureWebJobsStorage: storage.azurite.connectionString,
      AzureWebJobsScriptRoot: new URL('./fixture', import.meta.url).pathname,
      PURSER_CONFIG: config,
      PURSER_IDENTITY: 'platform',
      PURSER_LOCAL_KEY: KEY,
      PURSER_LOCAL_PEOPLE: JSON.stringify([describePerson('shop')]),
    },
    readReady: readReadyLine,
    onLog: () => {},
  });
  const login = await fetch(`${host.ready.url}/.auth/login/aad?as=shop`, { redirect: 'manual' });
  shop = login.headers.get('set-cookie')?.split(';')[0] ?? '';
});

afterAll(async () => {
  await host?.stop();
  await mailbox?.close();
  rmSync(folder, { recursive: true, force: true });
});

function describeConfig(port: number): object {
  const mail = (name: string) => ({ mail: [`${name}@contoso.com`] });
  return {
    organisation: 'Contoso',
    azure: { subscriptions: [SUBSCRIPTION] },
    teams: [
      { id: 'shop', name: 'Web shop', costCenter: 'CC-100', leads: mail('shop') },
      { id: 'pay', name: 'Payments', costCenter: 'CC-200', leads: mail('pay') },
    ],
    audiences: { finance: mail('finance'), security: mail('security'), operator: mail('operator') },
    delivery: {
      mail: {
        smtp: { host: '127.0.0.1', port, tls: 'none' },
        from: 'purser@contoso.com',
        domains: ['contoso.com'],
      },
    },
    access: { tenants: [TENANT], automation: { roles: ['platform'] } },
  };
}

function describePerson(id: string): object {
  const address = `${id}@contoso.com`;
  const claims = claimsOf(address).map(([typ, val]) => ({ typ, val }));
  return { id, name: id, address, objectId: '11111111-2222-4333-8444-555555555555', claims };
}

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${host.ready.url}/api/${path}`, { headers: { cookie: shop, ...headers } });

describe('the product over HTTP', () => {
  it('gives a person the page of their team, compressed, and says so once only', async () => {
    const page = await get('reports/chargeback/2026-10', { 'accept-encoding': 'br', accept: 'text/html' });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-encoding')).toBe('br');
    expect(await page.text()).toContain('Web shop');
    const again = await get('reports/chargeback/2026-10', {
      ...{ 'accept-encoding': 'br', accept: 'text/html', 'if-none-match': page.headers.get('etag') ?? '' },
    });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it('serves what the page loads, to be kept for ever, and nothing beside it', async () => {
    const page = await (await get('reports/chargeback/2026-10', { accept: 'text/html' })).text();
    const [style] = [...pageAssets.keys()].filter((name) => name.endsWith('.css'));
    expect(page).toContain(`/api/assets/${style}`);
    const asset = await fetch(`${host.ready.url}/api/assets/${style}`);
    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect(await asset.text()).toBe(Buffer.from(pageAssets.get(style ?? '')?.body ?? []).toString());
    expect((await fetch(`${host.ready.url}/api/assets/..%2F..%2Fpackage.json`)).status).toBe(404);
  });

  it('gives an automation data for its key, and nothing without', async () => {
    const path = `${host.ready.url}/api/automation/reports/chargeback/2026-10`;
    const answer = await fetch(path, { headers: { 'x-functions-key': KEY } });
    expect(await answer.json()).toMatchObject({ audience: 'organisation' });
    expect((await fetch(path, { headers: { cookie: shop } })).status).toBe(401);
  });

  it('answers an address or a method that is not there, and HEAD, as it answers everything', async () => {
    const unknown = await get('nothing/here');
    expect([unknown.status, unknown.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
    const wrong = await fetch(`${host.ready.url}/api/collections`, {
      method: 'DELETE',
      headers: { cookie: shop },
    });
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
    const head = await fetch(`${host.ready.url}/api/health`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-security-policy')]).toEqual([
      200,
      expect.stringContaining("default-src 'none'"),
    ]);
  });

  it('refuses a body in chunks, which the host of Functions drops', async () => {
    const answer = await new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      const headers = { cookie: shop, 'content-type': 'application/json', 'transfer-encoding': 'chunked' };
      const sent = request(`${host.ready.url}/api/reports/chargeback/2026-10/deliveries`, {
        method: 'POST',
        headers,
      });
      sent.once('error', reject);
      sent.once('response', async (response) => {
        resolve({ status: response.statusCode, body: (await buffer(response)).toString() });
      });
      sent.end('{"to":"me"}');
    });
    expect(answer.status).toBe(411);
    expect(JSON.parse(answer.body)).toMatchObject({ remedy: expect.stringContaining('Content-Length') });
  });

  it('sends a preview to whoever asks and nobody else, and tells them how far it is', async () => {
    const asked = await fetch(`${host.ready.url}/api/reports/chargeback/2026-10/deliveries`, {
      method: 'POST',
      headers: { cookie: shop, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(asked.status).toBe(202);
    const status = new URL(asked.headers.get('location') ?? '', host.ready.url);
    const done = await vi.waitFor(
      async () => {
        const run = (await (await fetch(status, { headers: { cookie: shop } })).json()) as { state: string };
        if (run.state !== 'done') throw new Error(JSON.stringify(run));
        return run;
      },
      { timeout: 20_000, interval: 100 },
    );
    expect(done).toMatchObject({ planned: 2, done: 2, failed: 0, problems: [] });
    expect(mailbox.recipients).toEqual([['shop@contoso.com']]);
    expect(mailbox.mails[0]?.text).not.toContain('Payments');
    expect(await storage.store.ledger.listDeliveries()).toMatchObject([
      {
        audience: expect.stringMatching(/^preview:shop@contoso\.com#/),
        state: 'sent',
        recipients: ['shop@contoso.com'],
      },
    ]);
  });
});
