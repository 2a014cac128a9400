import { beforeAll, describe, expect, it } from 'vitest';
import { MONTH, makeCollectedApp, WEEK } from './estate.ts';
import { openService } from './service.ts';

let service: ReturnType<typeof openService>;
const FINANCE = 'finance@contoso.com';
const OPERATOR = 'operator@contoso.com';
const SHOP = 'shop@contoso.com';

beforeAll(async () => {
  service = openService(await makeCollectedApp());
});

const ask: ReturnType<typeof openService>['ask'] = (path, asked) => service.ask(path, asked);

describe('the form of a report', () => {
  it.each([
    ['text/html', 'text/html; charset=utf-8'],
    ['application/json', 'application/json; charset=utf-8'],
    ['text/csv', 'text/csv; charset=utf-8'],
    ['text/plain;q=0.9, text/csv;q=0.1', 'text/plain; charset=utf-8'],
    ['application/vnd.microsoft.card.adaptive', 'application/vnd.microsoft.card.adaptive'],
    [
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ],
    ['*/*', 'text/html; charset=utf-8'],
  ])('is what Accept likes best: %s', async (accept, type) => {
    const answer = await ask(`reports/chargeback/${MONTH}`, { as: FINANCE, headers: { accept } });
    expect(answer.status).toBe(200);
    expect(answer.headers['Content-Type']).toBe(type);
  });

  it('is data for an automation that takes anything', async () => {
    const answer = await ask(`reports/chargeback/${MONTH}`, { door: 'automation' });
    expect(answer.json()).toMatchObject({ kind: 'chargeback', audience: 'organisation' });
  });

  it('is the one that is named, whatever Accept says', async () => {
    const path = `reports/chargeback/${MONTH}?format=journal`;
    const answer = await ask(path, { as: FINANCE, headers: { accept: 'text/html' } });
    expect(answer.headers['Content-Disposition']).toBe(
      'attachment; filename=contoso-chargeback-2026-10-journal.csv',
    );
  });

  it('is refused with the list of what there is', async () => {
    const answer = await ask(`reports/chargeback/${MONTH}`, {
      as: FINANCE,
      headers: { accept: 'image/png' },
    });
    expect(answer.status).toBe(406);
    expect(answer.json()).toMatchObject({
      type: 'urn:purser:problem:notAcceptable',
      detail: expect.stringContaining('text/csv'),
      remedy: expect.stringContaining('journal'),
    });
    expect((await ask(`reports/chargeback/${MONTH}?format=pdf`, { as: FINANCE })).json()).toMatchObject({
      status: 400,
      errors: [{ pointer: '/format', detail: expect.stringContaining('xlsx') }],
    });
  });
});

describe('an answer that was had before', () => {
  it('is 304 without a body, as long as nothing has changed and the form is the same', async () => {
    const path = `reports/chargeback/${MONTH}?format=json`;
    const first = await ask(path, { as: FINANCE });
    const tag = first.headers.ETag ?? '';
    const again = await ask(path, { as: FINANCE, headers: { 'if-none-match': `"other", W/${tag}` } });
    expect([again.status, again.body.length, again.headers.ETag]).toEqual([304, 0, tag]);
    const gzip = await ask(path, {
      as: FINANCE,
      headers: { 'if-none-match': tag, 'accept-encoding': 'gzip' },
    });
    expect([gzip.status, gzip.headers['Content-Encoding']]).toEqual([200, 'gzip']);
    expect(gzip.body).toEqual(first.body);
  });

  it('is not told to be unchanged to somebody who may not read it', async () => {
    const path = `reports/chargeback/${MONTH}?format=json`;
    const { headers } = await ask(path, { as: FINANCE });
    const other = await ask(path, {
      as: 'both@contoso.com',
      headers: { 'if-none-match': headers.ETag ?? '' },
    });
    expect(other.status).toBe(403);
    expect(other.headers.ETag).toBeUndefined();
  });

  it('has another tag for each team, format and reader’s page', async () => {
    const tags = new Set<string | undefined>();
    const asked = [
      [`reports/chargeback/${MONTH}?format=json`, FINANCE],
      [`reports/chargeback/${MONTH}?format=csv`, FINANCE],
      [`reports/chargeback/${MONTH}?format=html`, FINANCE],
      [`reports/chargeback/${MONTH}?format=html`, OPERATOR],
      [`reports/chargeback/${MONTH}?format=json&team=shop`, FINANCE],
      [`reports/chargeback/${MONTH}?format=json&team=pay`, FINANCE],
    ] as const;
    for (const [path, as] of asked) tags.add((await ask(path, { as })).headers.ETag);
    expect(tags.size).toBe(asked.length);
  });

  it('has the same tag for everybody who may have the same file', async () => {
    const path = `reports/chargeback/${MONTH}?format=csv&team=shop`;
    expect((await ask(path, { as: SHOP })).headers.ETag).toBe(
      (await ask(path, { as: FINANCE })).headers.ETag,
    );
  });
});

describe('whose report it is', () => {
  it('is the team’s for whoever has but one, and that team’s only', async () => {
    const answer = await ask(`reports/chargeback/${MONTH}?format=json`, { as: SHOP });
    expect(answer.json()).toMatchObject({ audience: 'team:shop' });
    expect(answer.text).not.toContain('Payments');
  });

  it('is nobody’s for whoever has several and names none: they are told where theirs are', async () => {
    const answer = await ask(`reports/chargeback/${MONTH}`, { as: 'both@contoso.com' });
    expect(answer.json()).toMatchObject({
      status: 403,
      links: [
        { title: 'shop', href: '/api/reports/chargeback/2026-10?team=shop' },
        { title: 'pay', href: '/api/reports/chargeback/2026-10?team=pay' },
        { href: '/api/reports' },
      ],
    });
  });

  it('is refused alike for a team that is not theirs and one that is not there', async () => {
    const answers = await Promise.all(
      ['pay', 'nobody', 'SHOP', 'shop,pay', ''].map((team) =>
        ask(`reports/chargeback/${MONTH}?team=${team}`, { as: SHOP }),
      ),
    );
    const [first, ...others] = answers.map(({ status, headers, json }) => ({
      status,
      headers,
      ...json(),
      instance: '',
    }));
    expect(first?.status).toBe(403);
    for (const other of others) expect(other).toEqual(first);
  });

  it('is for those who read all of its kind: finance no governance, security no chargeback', async () => {
    const statusOf = async (path: string, as: string) => (await ask(path, { as })).status;
    expect(await statusOf(`reports/governance/${WEEK}`, FINANCE)).toBe(403);
    expect(await statusOf(`reports/governance/${WEEK}`, 'security@contoso.com')).toBe(200);
    expect(await statusOf(`reports/chargeback/${MONTH}`, 'security@contoso.com')).toBe(403);
    expect(await statusOf(`reports/governance/${WEEK}?team=shop`, SHOP)).toBe(403);
    expect(await statusOf(`reports/digest/${WEEK}`, SHOP)).toBe(200);
    expect(await statusOf(`reports/health/${WEEK}`, FINANCE)).toBe(403);
    expect(await statusOf(`reports/health/${WEEK}`, 'security@contoso.com')).toBe(403);
    expect(await statusOf(`reports/health/${WEEK}?team=shop`, SHOP)).toBe(403);
    expect(await statusOf(`reports/chargeback/${MONTH}?team=nobody`, FINANCE)).toBe(404);
  });

  it('is the platform’s where it tells how Purser itself fares, in every form but a workbook', async () => {
    const path = `reports/health/${WEEK}`;
    const page = await ask(path, { as: OPERATOR });
    expect(page.status).toBe(200);
    expect(page.text).toContain('What ran');
    expect((await ask(`${path}?format=json`, { as: OPERATOR })).json()).toMatchObject({ kind: 'health' });
    expect((await ask(`${path}?format=csv`, { as: OPERATOR })).text).toMatch(/^\uFEFFProblem,Of,/);
    expect((await ask(`${path}?format=xlsx`, { as: OPERATOR })).status).toBe(400);
    const listed = async (as: string) =>
      JSON.stringify((await ask('reports?format=json', { as })).json()).includes('"health"');
    expect([await listed(OPERATOR), await listed(FINANCE)]).toEqual([true, false]);
  });

  it('is nobody’s who is not signed in, or has no rights', async () => {
    const nobody = await ask(`reports/chargeback/${MONTH}`);
    expect([nobody.status, nobody.headers['WWW-Authenticate']]).toEqual([401, 'Bearer']);
    expect((await ask(`reports/chargeback/${MONTH}`, { as: 'guest@contoso.com' })).status).toBe(403);
  });

  it('lists what the reader may read and nothing else', async () => {
    for (const path of [`chargeback/${MONTH}`, `digest/${WEEK}`])
      await ask(`reports/${path}`, { as: OPERATOR });
    const listed = async (as: string) =>
      ((await ask('reports?format=json', { as })).json().reports as { kind: string; team?: string }[]).map(
        ({ kind, team }) => `${kind} ${team ?? 'whole'}`,
      );
    expect(await listed(SHOP)).toEqual([]);
    expect(await listed(FINANCE)).toEqual(['chargeback whole']);
    expect(await listed(OPERATOR)).toEqual(['chargeback whole', 'digest whole', 'health whole']);
    expect((await ask('reports', { as: SHOP })).text).not.toContain('/api/reports/chargeback/2026-10');
  });

  it('is told to the audit log, without what it says', async () => {
    service.log.length = 0;
    await ask(`reports/chargeback/${MONTH}?team=pay`, { as: SHOP });
    await ask(`reports/chargeback/${MONTH}?team=shop&format=csv`, { as: SHOP });
    expect(
      service.log.map(({ message, fields }) => [message, fields.team, fields.format, fields.outcome]),
    ).toEqual([
      ['Access denied', 'pay', undefined, 'denied'],
      ['Access', 'shop', 'csv', 'answered'],
    ]);
  });
});

describe('what every answer says', () => {
  it.each([
    [`reports/chargeback/${MONTH}`, FINANCE, 200],
    [`reports/chargeback/${MONTH}`, undefined, 401],
    ['reports/chargeback/2026-13', FINANCE, 400],
    ['nothing', FINANCE, 404],
    ['health', undefined, 200],
  ])('that it may run nothing, and be kept by nobody: %s', async (path, as, status) => {
    const { status: given, headers } = await ask(path, { as });
    expect(given).toBe(status);
    expect(headers['Content-Security-Policy']).toContain("default-src 'none'");
    expect(headers['Content-Security-Policy']).not.toContain('unsafe');
    expect(headers['X-Content-Type-Options']).toBe('nosniff');
    expect(headers['Cache-Control']).toBe('private, no-cache');
  });

  it('is compressed when it is text of some length', async () => {
    const asked = { as: FINANCE, headers: { 'accept-encoding': 'gzip, deflate, br' } };
    const page = await ask(`reports/chargeback/${MONTH}`, asked);
    expect(page.headers).toMatchObject({
      'Content-Encoding': 'br',
      Vary: expect.stringContaining('Accept-Encoding'),
    });
    expect(page.text).toContain('<html');
    const book = await ask(`reports/chargeback/${MONTH}?format=xlsx`, asked);
    expect(book.headers['Content-Encoding']).toBeUndefined();
  });

  it('leaves a function key out of every link', async () => {
    const page = await ask(`reports/chargeback/${MONTH}?format=html&code=s3cret-key`, { as: FINANCE });
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('s3cret-key');
  });
});

describe('a request that cannot be read', () => {
  it.each([
    ['reports/bill/2026-10', 404],
    ['reports/chargeback/2026-W45', 400],
    ['reports/chargeback/2099-01', 400],
    [`reports/chargeback/${MONTH}?revision=one`, 400],
    [`reports/chargeback/${MONTH}?revision=7`, 404],
    [`reports/chargeback/${MONTH}?team=shop&team=pay`, 400],
    [`reports/digest/${WEEK}?format=journal`, 400],
  ])('says what is wrong and what to do: %s', async (path, status) => {
    const answer = await ask(path, { as: OPERATOR });
    expect(answer.headers['Content-Type']).toBe('application/problem+json');
    expect(answer.json()).toMatchObject({ status, detail: expect.any(String), remedy: expect.any(String) });
  });
});
