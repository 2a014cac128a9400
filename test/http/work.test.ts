import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HttpQuestion } from '../../shared/http/exchange.ts';
import { OPERATIONS } from '../../shared/http/operations.ts';
import { respond } from '../../shared/http/respond.ts';
import { ConfigurationError } from '../../shared/model/errors.ts';
import { parseCollectTask, parseReportTask } from '../../shared/pipeline/messages.ts';
import { MONTH, makeCollectedApp, WEEK } from './estate.ts';
import { openService, type Received } from './service.ts';

const OPERATOR = 'operator@contoso.com';
const SHOP = 'shop@contoso.com';
let service: ReturnType<typeof openService>;

beforeAll(async () => {
  service = openService(await makeCollectedApp());
});

beforeEach(() => {
  service.log.length = 0;
});

const post = (path: string, body: unknown, as: string | undefined, headers: Record<string, string> = {}) =>
  service.ask(path, { method: 'POST', as, body: JSON.stringify(body), headers });

const runOf = (answer: Received, as: string) => service.ask(`runs/${answer.json().run}`, { as });

describe('a delivery that somebody asks for', () => {
  const path = `reports/chargeback/${MONTH}/deliveries`;

  it('is a preview to themselves, of what is theirs, unless they say otherwise', async () => {
    const answer = await post(path, {}, SHOP);
    expect(answer.status).toBe(202);
    expect(answer.headers).toMatchObject({
      Location: `/api/runs/${answer.json().run}`,
      'Retry-After': expect.any(String),
    });
    expect(answer.task).toMatchObject({
      queue: 'report',
      message: { kind: 'chargeback', period: MONTH, wish: { to: SHOP, team: 'shop' } },
    });
    expect(parseReportTask(answer.task?.message)).toEqual(answer.task?.message);
  });

  it('goes to its audiences for those who run Purser only', async () => {
    const body = { to: 'audiences', team: 'shop', again: true };
    expect((await post(path, body, OPERATOR)).task?.message).toMatchObject({
      wish: { team: 'shop', again: true },
    });
    for (const as of [SHOP, 'finance@contoso.com']) expect((await post(path, body, as)).status).toBe(403);
  });

  it('is of nothing that they may not read', async () => {
    expect((await post(path, { team: 'pay' }, SHOP)).status).toBe(403);
    expect((await post(`reports/governance/${WEEK}/deliveries`, {}, SHOP)).status).toBe(403);
    expect((await post(`${path}?team=shop`, { team: 'pay' }, SHOP)).status).toBe(400);
    expect((await post(path, { to: 'me', address: 'eve@evil.example' }, SHOP)).status).toBe(400);
  });

  it('is refused to an automation that wants it for itself', async () => {
    const answer = await service.ask(path, { door: 'automation', method: 'POST', body: '{}' });
    expect(answer.json()).toMatchObject({ status: 400, remedy: expect.stringContaining('audiences') });
  });

  it('is recorded with who asked, who alone may see how far it is, beside those who run Purser', async () => {
    const answer = await post(path, {}, SHOP);
    expect((await runOf(answer, SHOP)).json()).toMatchObject({
      ...{ state: 'queued', subject: `chargeback ${MONTH} of shop to ${SHOP}` },
    });
    expect((await runOf(answer, OPERATOR)).status).toBe(200);
    const [own, unknown] = [
      await runOf(answer, 'pay@contoso.com'),
      await service.ask('runs/none', { as: SHOP }),
    ];
    expect(own.status).toBe(404);
    expect({ ...own.json(), instance: '' }).toEqual({ ...unknown.json(), instance: '' });
    expect(service.log).toContainEqual(
      expect.objectContaining({
        message: 'Work was asked for',
        fields: expect.objectContaining({ run: answer.json().run }),
      }),
    );
  });
});

describe('a collection that somebody asks for', () => {
  it('is for those who run Purser, and is recorded', async () => {
    const answer = await post(
      'collections',
      { from: '2026-10-01', to: '2026-10-31', source: 'cost' },
      OPERATOR,
    );
    expect(answer.task).toMatchObject({
      queue: 'collect',
      message: { source: 'inventory', only: { source: 'cost' } },
    });
    expect(parseCollectTask(answer.task?.message)).toEqual(answer.task?.message);
    expect((await runOf(answer, OPERATOR)).json()).toMatchObject({
      subject: 'collection 2026-10-01..2026-10-31 cost',
    });
    expect((await post('collections', { from: '2026-10-01', to: '2026-10-31' }, SHOP)).status).toBe(403);
  });

  it.each([
    [{ from: '2026-10-31', to: '2026-10-01' }, 'after it ends'],
    [{ from: '2020-01-01', to: '2026-10-01' }, 'more than 400 days'],
    [{ from: '2026-02-30', to: '2026-10-01' }, 'from: is no calendar day'],
    [{ from: '2026-10-01', to: '2026-10-02', cluster: 7 }, 'cluster'],
    [['2026-10-01'], 'body'],
  ])('that cannot be done says why: %j', async (body, why) => {
    const answer = await post('collections', body, OPERATOR);
    expect(answer.status).toBe(400);
    expect(answer.json().detail).toContain(why);
  });

  it('names the place of every fault in its body', async () => {
    const answer = await post('collections', { from: 'x', to: 'y', source: 'z' }, OPERATOR);
    expect((answer.json().errors as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual([
      '/from',
      '/to',
      '/source',
    ]);
  });
});

describe('a request that a page of another site makes with somebody’s sign-in', () => {
  it.each([
    ['cross-site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['from a sister site', { 'sec-fetch-site': 'same-site' }, 403],
    ['of an older browser', { 'sec-fetch-site': '', origin: 'https://evil.example' }, 403],
    ['as a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['as text that happens to be JSON', { 'content-type': 'text/plain' }, 415],
  ])('changes nothing: %s', async (_how, headers, status) => {
    const answer = await post('collections', { from: '2026-10-01', to: '2026-10-02' }, OPERATOR, headers);
    expect(answer.status).toBe(status);
    expect(answer.task).toBeUndefined();
  });
});

describe('Purser that cannot be opened', () => {
  const closed = new ConfigurationError('The file /etc/purser.yaml has 3 problems.', 'Correct it.');
  const open = () => Promise.reject(closed);
  const question = (path: Record<string, string> = {}): HttpQuestion => ({
    ...{ door: 'browser', method: 'GET', url: new URL('http://purser.example/'), path, invocation: 'i-1' },
    ...{ headers: new Headers(), readBody: async () => new Uint8Array() },
  });
  const answerOf = (id: string) => {
    const operation = OPERATIONS.find((one) => one.id === id);
    if (!operation) throw new Error(id);
    return respond(operation, question(), open);
  };

  it.each(['listReports', 'readReport', 'health'])('says so, and why only to the log: %s', async (id) => {
    const { status, headers, body, failure } = await answerOf(id);
    expect([status, headers['Retry-After'], failure]).toEqual([503, '30', closed]);
    expect(body).not.toContain('/etc');
  });

  it('still describes itself', async () => {
    expect((await answerOf('readDescription')).status).toBe(200);
  });
});

describe('what nothing answers', () => {
  it.each([
    ['elsewhere', 'GET', 404, undefined],
    ['reports/chargeback', 'GET', 404, undefined],
    ['collections', 'GET', 405, 'POST'],
    ['reports/chargeback/2026-10', 'DELETE', 405, 'GET, HEAD'],
    ['automation/status', 'PUT', 405, 'GET, HEAD'],
  ])('is told in the same words: %s %s', async (path, method, status, allow) => {
    const answer = await service.ask(path, { method, as: OPERATOR });
    expect([answer.status, answer.headers.Allow]).toEqual([status, allow]);
    expect(answer.json()).toMatchObject({ status, remedy: expect.any(String) });
  });

  it('is a page for a browser, with what may be had instead, and every name escaped', async () => {
    const headers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
    const denied = await service.ask(`reports/chargeback/${MONTH}`, { as: 'both@contoso.com', headers });
    expect([denied.status, denied.headers['Content-Type']]).toEqual([403, 'text/html; charset=utf-8']);
    expect(denied.text).toContain('href="/api/reports/chargeback/2026-10?team&#x3D;shop"');
    const hostile = await service.ask(
      `reports/chargeback/${encodeURIComponent('<script>alert(1)</script>')}`,
      {
        ...{ as: OPERATOR, headers },
      },
    );
    expect(hostile.status).toBe(400);
    expect(hostile.text).toContain('&lt;script&gt;');
    expect(hostile.text).not.toContain('<script');
    expect((await service.ask('elsewhere', { headers: { accept: 'application/json' } })).json().status).toBe(
      404,
    );
  });

  it('has no body for HEAD, and the same headers as GET', async () => {
    const [get, head] = await Promise.all(
      ['GET', 'HEAD'].map((method) => service.ask(`reports/chargeback/${MONTH}`, { method, as: OPERATOR })),
    );
    expect(head?.headers).toEqual(get?.headers);
    expect(head?.body.length).toBe(0);
  });
});
