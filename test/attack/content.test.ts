import { parse } from 'csv-parse/sync';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../render/browser.ts';
import { unzip } from '../render/unzip.ts';
import { useAttackedHost, type Who } from './attackedHost.ts';
import { LABELS, MONTH, WEEK } from './estate.ts';

const attacked = useAttackedHost();
const PAGES: readonly (readonly [Who, string])[] = [
  ['finance', `/api/reports/chargeback/${MONTH}`],
  ['shop', `/api/reports/chargeback/${MONTH}?team=shop`],
  ['platform', `/api/reports/digest/${WEEK}`],
  ['shop', `/api/reports/digest/${WEEK}?team=shop`],
  ['security', `/api/reports/governance/${WEEK}`],
  ['platform', '/api/reports'],
  ['finance', `/api/reports/chargeback/${MONTH}?${hostileQuery()}`],
  ['shop', `/api/reports/digest/${WEEK}?team=shop&${hostileQuery()}`],
  ['security', `/api/reports/governance/${WEEK}?${hostileQuery()}`],
  ['platform', `/api/reports?${hostileQuery()}`],
];

/** Everything that a page takes from its address, with markup in it; forms and links carry it along. */
function hostileQuery(): string {
  const names = ['cluster', 'namespace', 'line', 'pool', 'owner', 'currency', 'find', 'sort', 'page', 'x'];
  const value = encodeURIComponent(`${LABELS.attribute}>${LABELS.image}`);
  return names.map((name) => `${name}=${value}`).join('&');
}

/** Everything that an answer of this app allows a page to do; script of the page itself is not among it. */
const POLICY = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'frame-ancestors': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
} as const;

function parsePolicy(header: unknown): Map<string, readonly string[]> {
  return new Map(
    String(header)
      .split(';')
      .map((directive) => directive.trim().split(/\s+/))
      .map(([name = '', ...sources]) => [name, sources]),
  );
}

describe('a page over hostile labels', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  async function openPage(who: Who): Promise<Page> {
    const context = await browser.newContext();
    if (who !== 'nobody') {
      const [name = '', value = ''] = (await attacked.cookieOf(who)).split('=');
      await context.addCookies([{ name, value, url: attacked.url }]);
    }
    return context.newPage();
  }

  it.each(PAGES)('%s at %s shows them as text, and runs nothing', async (who, path) => {
    const page = await openPage(who);
    const elsewhere: string[] = [];
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== attacked.url) elsewhere.push(request.url());
    });
    const answer = await page.goto(`${attacked.url}${path}`);
    expect(answer?.status()).toBe(200);
    expect(await page.title()).not.toBe('pwned');
    const [inline, handlers, scripted] = await Promise.all(
      ['script:not([src])', '[onerror],[onmouseover],[onload],[onclick]', '[href^="javascript:" i]'].map(
        (selector) => page.locator(selector).count(),
      ),
    );
    expect({ inline, handlers, scripted }).toEqual({ inline: 0, handlers: 0, scripted: 0 });
    expect(elsewhere).toEqual([]);
    await page.context().close();
  });

  it('does show them: the attack arrives', async () => {
    const page = await openPage('finance');
    await page.goto(`${attacked.url}/api/reports/chargeback/${MONTH}`);
    const text = await page.locator('body').innerText();
    expect(text).toContain(LABELS.image);
    await page.context().close();
  });

  it('would run nothing even if a label became markup: the policy forbids it', async () => {
    const page = await openPage('finance');
    const payload = `<script>document.title='pwned'</script><img src="x:y" onerror="document.title='pwned'">
      <script src="https://evil.example/x.js"></script><a id=go href="javascript:document.title='pwned'">x</a>`;
    const changed: string[] = [];
    await page.route(`${attacked.url}/api/reports/**`, async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace(/(<body[^>]*>)/, `$1${payload}`);
      changed.push(body);
      await route.fulfill({ response, body });
    });
    const violations: string[] = [];
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) violations.push(message.text());
    });
    await page.goto(`${attacked.url}/api/reports/chargeback/${MONTH}`);
    expect(changed.join()).toContain(payload);
    await page.locator('#go').dispatchEvent('click');
    expect(await page.title()).not.toBe('pwned');
    expect(violations.length).toBeGreaterThanOrEqual(3);
    await page.context().close();
  });
});

describe('every answer', () => {
  it.each<readonly [Who, string]>([
    ...PAGES,
    ['nobody', '/api/reports'],
    ['shop', `/api/reports/chargeback/${MONTH}?team=search`],
    ['finance', `/api/reports/chargeback/${MONTH}?format=csv`],
    ['finance', `/api/reports/chargeback/${MONTH}?format=json`],
    ['finance', '/api/reports/chargeback/2099-01'],
    ['nobody', '/api/nowhere'],
    ['nobody', '/api/health'],
    ['nobody', '/api/openapi.json'],
  ])('forbids what no answer needs: %s at %s', async (who, path) => {
    const { headers } = await attacked.as(who, path);
    const policy = parsePolicy(headers['content-security-policy']);
    for (const [name, sources] of Object.entries(POLICY)) expect(policy.get(name), name).toEqual(sources);
    expect(String(headers['content-security-policy'])).not.toMatch(/unsafe|\*|data:|https?:/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(headers['set-cookie']).toBeUndefined();
  });

  it.each(['csv', 'journal', 'xlsx', 'json', 'card', 'html', 'text'])(
    'as %s has a file name of plain letters, whatever the organisation is called',
    async (format) => {
      const path = `/api/reports/chargeback/${MONTH}?format=${format}`;
      const { headers } = await attacked.as('finance', path);
      expect(headers['content-disposition']).toMatch(
        /^(inline|attachment); filename="?[a-z0-9][a-z0-9-]*(\.[a-z]+)+"?$/,
      );
    },
  );

  it.each([
    '%0d%0aSet-Cookie:%20pwned=1',
    '%0aSet-Cookie:%20pwned=1',
    'x%22%0d%0a%0d%0a%3Chtml%3E',
    '%E5%98%8A%E5%98%8DSet-Cookie:pwned=1',
  ])('takes no header from %s in a request', async (payload) => {
    const paths = [
      `/api/reports/chargeback/${MONTH}?team=${payload}`,
      `/api/reports/chargeback/${MONTH}?format=${payload}`,
      `/api/reports/chargeback/${payload}`,
      `/api/reports/${payload}/${MONTH}`,
      `/api/runs/${payload}`,
      `/api/${payload}`,
    ];
    for (const path of paths) {
      const { headers, status } = await attacked.as('platform', path);
      expect(headers['set-cookie'], path).toBeUndefined();
      expect(status, path).toBeGreaterThanOrEqual(400);
      expect(status, path).toBeLessThan(500);
    }
  });

  it.each([`/api/reports/chargeback/${MONTH}?format=`, '/api/'])(
    'never writes back as markup what was asked: %s',
    async (path) => {
      const answer = await attacked.as('platform', `${path}${encodeURIComponent(LABELS.script)}`);
      expect(answer.headers['content-type']).toContain('application/problem+json');
    },
  );
});

describe('files over hostile labels', () => {
  const CSV = [
    ['finance', `/api/reports/chargeback/${MONTH}?format=csv`],
    ['finance', `/api/reports/chargeback/${MONTH}?format=journal`],
    ['platform', `/api/reports/digest/${WEEK}?format=csv`],
    ['security', `/api/reports/governance/${WEEK}?format=csv`],
  ] as const;

  it.each(CSV)('%s at %s has no formula in CSV', async (who, path) => {
    const answer = await attacked.as(who, path);
    expect(answer.status, answer.text.slice(0, 200)).toBe(200);
    const cells = (parse(answer.body, { bom: true, relax_column_count: true }) as string[][]).flat();
    expect(cells.length).toBeGreaterThan(10);
    for (const cell of cells) expect(cell).not.toMatch(/^[=+@\t\r]|^-(?![\d.,]+$)/);
  });

  it('a workbook has sums for formulas, and no link', async () => {
    const answer = await attacked.as('finance', `/api/reports/chargeback/${MONTH}?format=xlsx`);
    const parts = [...unzip(answer.body)].filter(([name]) => name.endsWith('.xml'));
    const sheets = parts.map(([, text]) => text).join('');
    expect(sheets).toContain('HYPERLINK');
    for (const [, formula] of sheets.matchAll(/<f>([^<]*)<\/f>/g)) {
      expect(formula).not.toMatch(/HYPERLINK|cmd|evil/i);
    }
    expect(sheets).not.toMatch(/<hyperlink |<ddeLink|externalLink/);
  });
});
