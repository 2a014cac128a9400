import { parse } from 'csv-parse/sync';
import readXlsxFile from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { FORMATS } from '../../shared/render/rendering.ts';
import { DISGUISES } from '../access/disguises.ts';
import { PROD } from '../pipeline/estate.ts';
import { type Answer, idOf, useAttackedHost, type Who } from './attackedHost.ts';
import { CANARIES, MONTH, WEEK } from './estate.ts';

const attacked = useAttackedHost();
const CHARGEBACK = `/api/reports/chargeback/${MONTH}`;
const DIGEST = `/api/reports/digest/${WEEK}`;
const GOVERNANCE = `/api/reports/governance/${WEEK}`;

/** An answer without what may differ from one request to the next: its date and its id. */
function comparable({ status, headers, text }: Answer): object {
  const { date: _, ...rest } = headers;
  return { status, headers: rest, text: text.replace(/urn:uuid:[0-9a-f-]{36}/, 'urn:uuid:X') };
}

/** What stands in an answer, also when it is packed. */
async function wordsOf(answer: Answer, format: string): Promise<string> {
  if (format !== 'xlsx') return answer.text;
  const sheets = await readXlsxFile(answer.body);
  return JSON.stringify(sheets);
}

describe('a team lead', () => {
  it.each(FORMATS.filter((format) => format !== 'journal'))(
    'reads their team’s report as %s, and nothing of another team',
    async (format) => {
      for (const path of [CHARGEBACK, DIGEST]) {
        const answer = await attacked.as('shop', `${path}?team=shop&format=${format}`);
        expect(answer.status, `${path} ${answer.text.slice(0, 300)}`).toBe(200);
        const words = await wordsOf(answer, format);
        expect(words).not.toContain(CANARIES.search);
        expect(words).not.toContain('search.example');
      }
    },
  );

  it('sees their own rows, so that what is not there is left out and not lost', async () => {
    const answer = await attacked.as('shop', `${CHARGEBACK}?team=shop&format=csv`);
    expect(answer.text).toContain(CANARIES.shop);
    const whole = await attacked.as('finance', `${CHARGEBACK}?format=csv`);
    expect(whole.text).toContain(CANARIES.search);
  });

  it('is shown no report but their own in the list', async () => {
    const listFor = async (who: Who) => {
      const { text } = await attacked.as(who, '/api/reports?format=json');
      const { reports } = JSON.parse(text) as { reports: { kind: string; team?: string }[] };
      return reports.map(({ kind, team }) => `${kind} of ${team ?? 'all'}`).sort();
    };
    expect(await listFor('shop')).toEqual(['chargeback of shop', 'digest of shop']);
    expect(await listFor('security')).toEqual(['governance of all']);
    expect(await listFor('platform')).toHaveLength(7);
    const page = await attacked.as('shop', '/api/reports');
    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(/team=search|search\.example/);
  });

  it.each([
    ['the organisation’s governance report', GOVERNANCE],
    ['its page of their team', `${GOVERNANCE}?team=shop`],
    ['the status', '/api/status'],
    ['what nobody owns', `${CHARGEBACK}?team=unowned`],
  ])('does not read %s', async (_, path) => {
    expect((await attacked.as('shop', path)).status).toBe(403);
  });

  it('gets the same answer, byte for byte, for a team of others and for one that is not there', async () => {
    for (const path of [CHARGEBACK, DIGEST, GOVERNANCE]) {
      const forbidden = comparable(await attacked.as('shop', `${path}?team=search`));
      expect(forbidden).toMatchObject({ status: 403 });
      for (const name of ['ghosts', 'unowned', 'sear', 'x'.repeat(150), ...DISGUISES]) {
        const answer = await attacked.as('shop', `${path}?team=${encodeURIComponent(name)}`);
        expect(comparable(answer), `${path} ${JSON.stringify(name)}`).toEqual(forbidden);
      }
    }
  });

  it('gets it as well for a month without data: nothing is computed for the one and not the other', async () => {
    const forbidden = comparable(await attacked.as('shop', '/api/reports/chargeback/2025-01?team=search'));
    const unknown = comparable(await attacked.as('shop', '/api/reports/chargeback/2025-01?team=ghosts'));
    expect(unknown).toEqual(forbidden);
    expect(forbidden).toMatchObject({ status: 403 });
  });

  it.each([
    ['twice, theirs first', `${CHARGEBACK}?team=shop&team=search`],
    ['twice, theirs last', `${CHARGEBACK}?team=search&team=shop`],
    ['as a list', `${CHARGEBACK}?team[]=shop&team[]=search&team=search`],
    ['in the path', `${CHARGEBACK}/search`],
    ['in the path and the query', `${CHARGEBACK}/search?team=shop`],
    ['behind a dot segment', `/api/reports/chargeback/..%2fchargeback%2f${MONTH}?team=search`],
    ['with another kind in the path', `/api/reports/chargeback%2f..%2fgovernance/${MONTH}?team=shop`],
    ['behind a file name', `${CHARGEBACK}.csv?team=search`],
    ['behind a semicolon', `${CHARGEBACK};team=shop?team=search`],
    ['behind an encoded question mark', `${CHARGEBACK}%3fteam=shop?team=search`],
    ['behind a null character', `${CHARGEBACK}%00?team=search`],
  ])('gets no other team by naming it %s', async (_, path) => {
    const answer = await attacked.as('shop', path);
    expect(answer.status, answer.text).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.text).not.toContain(CANARIES.search);
  });

  it.each(['TEAM', 'Team', 'team ', 'x-team', 'audience'])(
    'gets no other team by a parameter %j beside theirs',
    async (name) => {
      const path = `${CHARGEBACK}?team=shop&${encodeURIComponent(name)}=search&format=csv`;
      const answer = await attacked.as('shop', path);
      expect(answer.text).not.toContain(CANARIES.search);
    },
  );

  it.each([
    `cluster=${encodeURIComponent(PROD.id)}&namespace=NAME`,
    `cluster=${encodeURIComponent(PROD.id)}&namespace=NAME&line=0`,
    'owner=NAME',
    'find=NAME',
    'currency=NAME',
  ])('cannot tell by opening a page at %s whether others have such a thing', async (query) => {
    const open = async (name: string) => {
      const path = `${CHARGEBACK}?team=shop&${query.replace('NAME', name)}`;
      const { status, text } = await attacked.as('shop', path);
      return { status, text: text.replaceAll(/canary-of-(the-search|nobody)|search|ghosts/g, 'NAME') };
    };
    expect(await open(CANARIES.search)).toEqual(await open('canary-of-nobody'));
    expect(await open('search')).toEqual(await open('ghosts'));
  });

  it.each([
    ['the query', `${CHARGEBACK}/deliveries?team=shop`, { team: 'search' }],
    ['the body', `${CHARGEBACK}/deliveries?team=search`, { team: 'shop' }],
    ['a name of another case', `${CHARGEBACK}/deliveries`, { team: 'shop', Team: 'search' }],
    ['nothing else', `${CHARGEBACK}/deliveries`, { team: 'search' }],
    ['an audience', `${CHARGEBACK}/deliveries`, { team: 'shop', to: 'audiences' }],
    ['an address', `${CHARGEBACK}/deliveries`, { team: 'shop', to: 'evil@evil.example' }],
  ])('sends themselves nothing of another team when %s disagrees', async (_, path, body) => {
    const answer = await attacked.as('shop', path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect([400, 403], answer.text).toContain(answer.status);
  });

  it.each(['csv', 'html', 'json', 'xlsx', 'card', 'journal'])(
    'is told in the same form that %s of another team is not theirs',
    async (format) => {
      const answer = await attacked.as('shop', `${CHARGEBACK}?team=search&format=${format}`);
      expect(answer.status).toBe(403);
      expect(answer.headers['content-type']).toContain('application/problem+json');
    },
  );
});

describe('finance and security', () => {
  it('read their own kind of report and not the other’s', async () => {
    expect((await attacked.as('finance', CHARGEBACK)).status).toBe(200);
    expect((await attacked.as('security', GOVERNANCE)).status).toBe(200);
    const denied: [Who, string][] = [
      ['finance', GOVERNANCE],
      ['finance', DIGEST],
      ['finance', '/api/status'],
      ['security', CHARGEBACK],
      ['security', `${CHARGEBACK}?team=shop`],
      ['security', '/api/status'],
    ];
    for (const [who, path] of denied) {
      expect((await attacked.as(who, path)).status, `${who} ${path}`).toBe(403);
    }
  });

  it('do not operate', async () => {
    const body = JSON.stringify({ from: '2026-10-01', to: '2026-10-01' });
    const more = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
    for (const who of ['finance', 'security', 'shop'] as const) {
      expect((await attacked.as(who, '/api/collections', more)).status, who).toBe(403);
    }
  });
});

describe('what a cache in between or another tab holds', () => {
  it.each([CHARGEBACK, '/api/reports', DIGEST])('is nobody else’s: %s', async (path) => {
    const answer = await attacked.as('platform', path);
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toMatch(/private|no-store/);
    expect(answer.headers['cache-control']).toMatch(/no-cache|no-store/);
    expect(String(answer.headers.vary)).toMatch(/cookie/i);
  });

  it.each(FORMATS.filter((format) => format !== 'journal'))(
    'as %s has a tag of its own for each team and for the whole',
    async (format) => {
      const tags = await Promise.all(
        [`?team=shop&format=${format}`, `?team=search&format=${format}`, `?format=${format}`].map(
          async (query) => (await attacked.as('platform', `${CHARGEBACK}${query}`)).headers.etag,
        ),
      );
      expect(tags.every((tag) => tag !== undefined)).toBe(true);
      expect(new Set(tags).size).toBe(3);
    },
  );

  it('does not tell by 304 that a report of others is unchanged', async () => {
    const theirs = await attacked.as('search', `${CHARGEBACK}?team=search&format=csv`);
    const forged = { 'if-none-match': String(theirs.headers.etag) };
    const path = (team: string) => `${CHARGEBACK}?team=${team}&format=csv`;
    expect((await attacked.as('search', path('search'), { headers: forged })).status).toBe(304);
    const denied = await attacked.as('shop', path('search'), { headers: forged });
    expect(comparable(denied)).toEqual(comparable(await attacked.as('shop', path('ghosts'))));
    expect((await attacked.as('shop', path('shop'), { headers: forged })).status).toBe(200);
    for (const who of ['shop', 'nobody'] as const) {
      const any = await attacked.as(who, path('search'), { headers: { 'if-none-match': '*' } });
      expect(any.status).toBe(who === 'nobody' ? 401 : 403);
    }
  });

  it('of a page is not one reader’s for the other', async () => {
    const lead = await attacked.as('shop', `${CHARGEBACK}?team=shop`);
    const forged = { 'if-none-match': String(lead.headers.etag) };
    expect((await attacked.as('nobody', `${CHARGEBACK}?team=shop`, { headers: forged })).status).toBe(401);
  });
});

describe('the audit log', () => {
  it('tells who read and who was turned away, and nothing of what they read', async () => {
    await attacked.as('search', `${CHARGEBACK}?team=search&format=csv`);
    await attacked.as('search', `${DIGEST}?team=shop`);
    // The host's lines come by a pipe, after the answer.
    await expect
      .poll(() => attacked.audit(), { timeout: 10_000 })
      .toContainEqual(
        expect.objectContaining({
          audit: 'readReport',
          reader: idOf('search'),
          kind: 'chargeback',
          period: MONTH,
          team: 'search',
          format: 'csv',
          outcome: expect.stringMatching(/answered|notModified/),
        }),
      );
    await expect
      .poll(() => attacked.audit())
      .toContainEqual(
        expect.objectContaining({
          audit: 'readReport',
          reader: idOf('search'),
          kind: 'digest',
          team: 'shop',
          outcome: 'denied',
          reason: 'report',
        }),
      );
    const log = attacked.host.lines.map((line) => JSON.stringify(line)).join('\n');
    expect(log).not.toMatch(/canary-of|shop-lead@|AppServiceAuthSession=/);
  });
});

describe('a CSV', () => {
  it('of one team holds rows of that team only', async () => {
    const answer = await attacked.as('search', `${CHARGEBACK}?team=search&format=csv`);
    const records: string[][] = parse(answer.body, { bom: true });
    expect(records.length).toBeGreaterThan(1);
    expect(records.flat()).not.toContain('shop');
  });
});
