import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Azurite, startAzurite } from '../../local/azurite/azurite.ts';
import { openTimerStatuses } from '../../local/host/timerStatus.ts';
import {
  countMessages,
  KEY_HEADER,
  queueOf,
  receiveTexts,
  type SampleHost,
  sendText,
  startSampleHost,
} from './sampleHost.ts';

const PATIENCE = { timeout: 20_000, interval: 50 };
const JSON_TYPE = { ...KEY_HEADER, 'content-type': 'application/json' };

let azurite: Azurite;
let storage: string;
let host: SampleHost;

beforeAll(async () => {
  azurite = await startAzurite();
  storage = azurite.connectionString;
  // The host was down when this run was due.
  await openTimerStatuses(storage).load('nightly');
  await openTimerStatuses(storage).save('nightly', {
    schedule: '0 0 0 * * *',
    last: '2026-01-01T00:00:00.000Z',
    next: '2026-01-02T00:00:00.000Z',
    lastUpdated: '2026-01-01T00:00:01.000Z',
  });
  host = await startSampleHost('sample', storage);
});

afterAll(async () => {
  await host?.child.stop();
  await azurite?.close();
});

describe('timers', () => {
  it('make up once for a run that was missed, and say so', async () => {
    const [text = ''] = await receiveTexts(storage, 'seen-timers', 1);
    expect(JSON.parse(text)).toMatchObject({
      isPastDue: true,
      schedule: { adjustForDST: true },
      scheduleStatus: { last: '2026-01-01T00:00:00.000Z', next: '2026-01-02T00:00:00.000Z' },
    });
    await vi.waitFor(async () => {
      const status = await openTimerStatuses(storage).load('nightly');
      expect(new Date(status?.next ?? 0).getTime()).toBeGreaterThan(Date.now());
    }, PATIENCE);
    expect(host.reports.filter((report) => report.function === 'nightly')).toHaveLength(1);
  });

  it('run at their times, and at the start when they ask for it', async () => {
    await vi.waitFor(() => {
      expect(host.reports.filter((report) => report.function === 'secondly').length).toBeGreaterThan(1);
      expect(host.reports.filter((report) => report.function === 'atStart')).toHaveLength(1);
    }, PATIENCE);
  });

  it('run now when the admin route is asked, as not past due', async () => {
    const answer = await fetch(`${host.url}/admin/functions/nightly`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: '{"input":""}',
    });
    expect(answer.status).toBe(202);
    const [text = ''] = await receiveTexts(storage, 'seen-timers', 1);
    expect(JSON.parse(text)).toMatchObject({ isPastDue: false });
  });
});

describe('queue triggers', () => {
  it('give the function the parsed message and what the queue knows of it', async () => {
    await sendText(storage, 'tell', '{"scope":"a","ü":1}');
    const [text = ''] = await receiveTexts(storage, 'seen', 1);
    expect(JSON.parse(text)).toMatchObject({
      entry: { scope: 'a', ü: 1 },
      metadata: {
        dequeueCount: 1,
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        popReceipt: expect.any(String),
        insertionTime: expect.stringMatching(/^20\d\d-/),
        expirationTime: expect.any(String),
        nextVisibleTime: expect.any(String),
      },
    });
    await vi.waitFor(async () => expect(await countMessages(storage, 'tell')).toBe(0), PATIENCE);
  });

  it('send what the function returns and sets, an array as one message each', async () => {
    await sendText(storage, 'spread', '["one",{"two":2},3]');
    expect(await receiveTexts(storage, 'copies', 3)).toEqual(['one', '{"two":2}', '3']);
    expect(await receiveTexts(storage, 'seen', 1)).toEqual(['a copy went out']);
  });

  it('try a message five times, then move it to the poison queue as it came', async () => {
    await sendText(storage, 'fail', '{"bad":true}');
    expect(await receiveTexts(storage, 'fail-poison', 1)).toEqual(['{"bad":true}']);
    expect(await countMessages(storage, 'fail')).toBe(0);
    const tries = host.lines.filter((line) => line.function === 'fail' && line.level === 'warning');
    expect(tries.map((line) => line.message)).toEqual(['try 1', 'try 2', 'try 3', 'try 4', 'try 5']);
    const reports = host.reports.filter((report) => report.function === 'fail');
    expect(reports).toHaveLength(5);
    expect(reports[0]).toMatchObject({ ok: false, trigger: 'queue', error: 'cannot do {"bad":true}' });
  });

  it('move a message that cannot be decoded to the poison queue without a try', async () => {
    await queueOf(storage, 'tell').sendMessage('{"no":"base64"}');
    await vi.waitFor(async () => {
      const { receivedMessageItems } = await queueOf(storage, 'tell-poison').receiveMessages();
      expect(receivedMessageItems.map((message) => message.messageText)).toEqual(['{"no":"base64"}']);
    }, PATIENCE);
    expect(host.reports.filter((report) => report.function === 'tell')).toHaveLength(1);
  });
});

describe('HTTP triggers', () => {
  it('get method, address, parameters, query and headers', async () => {
    const path = '/api/reports/digest/2026-W47?team=a%20b&x=1&x=2';
    const answer = await fetch(`${host.url}${path}`, {
      headers: { ...KEY_HEADER, accept: 'text/csv' },
    });
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.json()).toEqual({
      method: 'GET',
      url: `${host.url}${path}`,
      params: { kind: 'digest', period: '2026-W47' },
      query: { team: 'a b', x: '1,2' },
      accept: 'text/csv',
    });
  });

  it.each([
    ['/api/reports/newest', 200, 'newest'],
    ['/api/numbered/12', 200, 'number 12'],
    ['/api/numbered/twelve', 404, ''],
    ['/api/files/a/b%20c', 200, 'a/b c'],
    ['/api/files', 200, 'all'],
    ['/api/nothing', 200, ''],
    ['/api/silent', 204, ''],
    ['/api/throws', 500, ''],
    ['/api/elsewhere', 404, ''],
    ['/reports/newest', 404, ''],
    ['/api/%E0%A4%A', 400, ''],
  ])('%s answers %i', async (path, status, text) => {
    const answer = await fetch(`${host.url}${path}`);
    expect(answer.status).toBe(status);
    expect(await answer.text()).toBe(text);
  });

  it('carry bytes, status, headers and cookies', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const answer = await fetch(`${host.url}/api/echo`, { method: 'PUT', body: bytes });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('x-kept')).toBe('yes');
    expect(answer.headers.get('set-cookie')).toBe('seen=a%20b; Max-Age=60; HttpOnly; SameSite=Strict');
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes);
  });

  it('refuse a method that no function of the route takes, and name those that are', async () => {
    const answer = await fetch(`${host.url}/api/echo`, { method: 'DELETE' });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST, PUT');
  });

  it('drop a chunked body, as Azure does, and say so', async () => {
    const body = new Response('from a stream').body;
    const answer = await fetch(`${host.url}/api/echo`, {
      method: 'POST',
      body,
      duplex: 'half',
    } as RequestInit);
    expect(await answer.text()).toBe('');
    expect(host.lines.map((line) => line.message).join()).toContain('chunked body of the request is dropped');
  });

  it.each([
    ['a function of authLevel function', '/api/reports/digest/2026-W47', {}, 401],
    ['it with another key', '/api/reports/digest/2026-W47', { 'x-functions-key': 'guessed' }, 401],
    ['it with an empty key', '/api/reports/digest/2026-W47', { 'x-functions-key': '' }, 401],
    ['it with the key in the query', '/api/reports/digest/2026-W47?code=CODE', {}, 200],
    ['the admin routes', '/admin/functions', {}, 401],
    ['the admin routes with the key', '/admin/functions', KEY_HEADER, 200],
    ['a function of authLevel anonymous', '/api/reports/newest', {}, 200],
  ])('ask for the key of the host where Azure does: %s', async (_, path, headers, status) => {
    const code = encodeURIComponent(KEY_HEADER['x-functions-key']);
    const answer = await fetch(`${host.url}${path.replace('CODE', code)}`, { headers: { ...headers } });
    expect(answer.status).toBe(status);
  });

  it('answer to no name but the loopback address', async () => {
    const status = await new Promise((resolve, reject) => {
      const headers = { host: 'purser.attacker.example' };
      request(`${host.url}/admin/functions`, { headers }, (response) => resolve(response.statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(421);
  });
});

describe('the app', () => {
  it('has its hooks run around an invocation, and its logs printed as lines', async () => {
    const answer = await fetch(`${host.url}/api/hooked`);
    expect(await answer.text()).toBe('replaced by the hook before and after');
    expect(host.lines).toContainEqual(
      expect.objectContaining({
        level: 'information',
        function: 'hooked',
        invocationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        message: 'my password is ***',
      }),
    );
  });

  it('is listed with its functions, and its state', async () => {
    expect(host.child.ready.functions).toContainEqual({ name: 'tell', trigger: 'queue', on: 'tell' });
    const listed = (await (await fetch(`${host.url}/admin/functions`, { headers: KEY_HEADER })).json()) as {
      name: string;
    }[];
    expect(listed.map((entry) => entry.name)).toEqual(host.child.ready.functions.map((entry) => entry.name));
    const status = await (await fetch(`${host.url}/admin/host/status`, { headers: KEY_HEADER })).json();
    expect(status).toMatchObject({ state: 'Running' });
  });

  it.each([
    ['/admin/functions/nobody', JSON_TYPE, '{"input":""}', 404],
    ['/admin/functions/nightly', { ...KEY_HEADER, 'content-type': 'text/plain' }, '{"input":""}', 415],
    ['/admin/functions/nightly', JSON_TYPE, 'no json', 400],
    ['/admin/functions/echo', JSON_TYPE, '{"input":""}', 400],
  ])('is not run by POST %s with %j and %s: %i', async (path, headers, body, status) => {
    const answer = await fetch(`${host.url}${path}`, { method: 'POST', headers, body });
    expect(answer.status).toBe(status);
  });
});

describe('an app that cannot run as it is', () => {
  it.each([
    ['broken', /halfDone\.ts.*somebody left this half done/s],
    ['badSchedule', /"0 0 0 L \* \*".*"L" is no day/s],
    ['missingSetting', /Function orders.*"ORDERS_QUEUE"/s],
  ])('%s is refused with the reason', async (app, reason) => {
    await expect(startSampleHost(app, storage)).rejects.toThrow(reason);
  });
});

describe('the end of a host', () => {
  it('waits for what runs, and tells the app', async () => {
    const ending = await startSampleHost('sample', storage, { TELL_QUEUE: 'unused' });
    await host.child.stop();
    await sendText(storage, 'slow', '1500');
    await vi.waitFor(
      () => expect(ending.lines.map((line) => line.message)).toContain('slow begins'),
      PATIENCE,
    );
    ending.child.process.kill('SIGTERM');
    expect(await ending.child.ended).toBe(0);
    expect(await receiveTexts(storage, 'seen', 1)).toEqual(['slow has ended after try 1']);
    expect(await countMessages(storage, 'slow')).toBe(0);
    expect(ending.lines.map((line) => line.message)).toContain('the app was told that it ends');
  });

  it('by a kill gives its messages to the next host, which keeps them for as long as it needs', async () => {
    const locks = { PURSER_MESSAGE_LOCK_SECONDS: '3' };
    const killed = await startSampleHost('sample', storage, locks);
    await sendText(storage, 'slow', '5000');
    await vi.waitFor(
      () => expect(killed.lines.map((line) => line.message)).toContain('slow begins'),
      PATIENCE,
    );
    killed.child.process.kill('SIGKILL');
    await killed.child.ended;
    const next = await startSampleHost('sample', storage, locks);
    expect(await receiveTexts(storage, 'seen', 1)).toEqual(['slow has ended after try 2']);
    await vi.waitFor(async () => expect(await countMessages(storage, 'slow')).toBe(0), PATIENCE);
    expect(next.lines.filter((line) => line.message === 'slow begins')).toHaveLength(1);
    await next.child.stop();
  });
});
