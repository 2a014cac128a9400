import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageAssets } from '../../shared/render/page/assets.ts';
import { sliceReport } from '../../shared/reports/slice.ts';
import { launchBrowser } from '../render/browser.ts';
import { HEALTH } from '../render/healthReports.ts';
import { CHARGEBACK, DIGEST as HOSTILE_DIGEST, GOVERNANCE as HOSTILE_GOVERNANCE } from '../render/reports.ts';
import { makeMonth } from './month.ts';
import { type PageServer, servePages } from './pageServer.ts';
import { ROWS } from './rows.ts';
import { DIGEST, GOVERNANCE } from './week.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const MONTH = makeMonth({ teams: 8, clusters: 3, namespaces: 6 }, { isAnalysed: true });
const OWN = sliceReport(MONTH, 'payments');
if (!OWN) throw new Error('payments has a statement');
const HEALTH_PAGE = { ...HEALTH, audience: 'organisation' };

const STATEMENT = '/api/reports/chargeback/2026-10';
const PAGES = {
  index: '/api/reports',
  statement: STATEMENT,
  team: `${STATEMENT}?owner=payments`,
  namespaces: `${STATEMENT}?owner=payments&cluster=aks-prod-weu`,
  lines: `${STATEMENT}?owner=payments&cluster=aks-prod-weu&namespace=payments-api`,
  why: `${STATEMENT}?owner=payments&cluster=aks-prod-weu&namespace=payments-api&line=compute~direct~user~nodePool~`,
  pool: `${STATEMENT}?cluster=aks-prod-weu&pool=compute`,
  'own statement': `${STATEMENT}?team=payments`,
  digests: '/api/reports/digest/2026-W47',
  digest: '/api/reports/digest/2026-W47?owner=payments',
  governance: '/api/reports/governance/2026-W47',
  health: '/api/reports/health/2026-W47',
} as const;

let browser: Browser;
let server: PageServer;
let hostile: PageServer;
beforeAll(async () => {
  browser = await launchBrowser();
  server = await servePages([MONTH, OWN, DIGEST, GOVERNANCE, HEALTH_PAGE], { rows: ROWS });
  hostile = await servePages([
    CHARGEBACK,
    { ...HOSTILE_DIGEST, audience: 'organisation' },
    HOSTILE_GOVERNANCE,
  ]);
});
afterAll(async () => {
  await browser.close();
  await Promise.all([server, hostile].map((each) => each[Symbol.asyncDispose]()));
});

/** Opens a page and notes whatever it complains of: violations of the policy come as errors of the console. */
async function open(
  path: string,
  options: BrowserContextOptions = {},
  origin = server.origin,
): Promise<{ page: Page; complaints: string[]; [Symbol.asyncDispose](): Promise<void> }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('requestfailed', (request) => complaints.push(`could not load ${request.url()}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin) complaints.push(`asked for ${url.href}`);
  });
  await page.goto(`${origin}${path}`);
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() };
}

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function findBarriers(page: Page, rules: object): Promise<readonly string[]> {
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(rules)})`);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

describe.each(Object.entries(PAGES))('the page of %s', (_, path) => {
  it('has no barrier that axe finds, in light and in dark, and breaks no policy', async () => {
    await using opened = await open(path, { colorScheme: 'light' });
    const { page, complaints } = opened;
    await page.evaluate(AXE);
    expect(await findBarriers(page, { runOnly: WCAG })).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await findBarriers(page, { runOnly: ['color-contrast'] })).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('is no wider than a phone, a tablet, a desk or a sheet of paper', async () => {
    await using opened = await open(path);
    const { page } = opened;
    for (const width of [360, 700, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    }
    // A4 less the margins of the page, at 96 pixels an inch.
    await page.setViewportSize({ width: 703, height: 1000 });
    await page.emulateMedia({ media: 'print' });
    const cut =
      "[...document.querySelectorAll('main *')].filter((part) => part.getBoundingClientRect().right > innerWidth + 1).map((part) => part.outerHTML.slice(0, 120))";
    expect(await page.evaluate(cut)).toEqual([]);
  });
});

describe('pages in German', () => {
  it('fit a phone with their longer words', async () => {
    await using german = await servePages([MONTH, DIGEST, GOVERNANCE], { rows: ROWS, locale: 'de' });
    await using opened = await open(
      PAGES.statement,
      { viewport: { width: 360, height: 800 } },
      german.origin,
    );
    for (const path of [PAGES.statement, PAGES.why, PAGES.digest, PAGES.governance, PAGES.index]) {
      await opened.page.goto(`${german.origin}${path}`);
      expect(await opened.page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(
        360,
      );
    }
    expect(opened.complaints).toEqual([]);
  });
});

describe('pages of hostile names', () => {
  it.each([
    [STATEMENT],
    [`${STATEMENT}?owner=payments`],
    [`${STATEMENT}?owner=payments&cluster=prod-eu`],
    ['/api/reports/digest/2026-W47'],
    ['/api/reports/governance/2026-W47'],
  ])('%s run nothing, load nothing, and fit a phone', async (path) => {
    await using opened = await open(path, { viewport: { width: 360, height: 800 } }, hostile.origin);
    expect(opened.complaints).toEqual([]);
    expect(await opened.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    expect(await opened.page.locator('main script, main at').count()).toBe(0);
    expect(await opened.page.locator('main').textContent()).toContain('<script>alert(1)</script>');
  });
});

describe('a page without script', () => {
  it('leads from the list of reports down to the reason of a line', async () => {
    await using opened = await open(PAGES.index, { javaScriptEnabled: false });
    const { page } = opened;
    await page.getByLabel('Team', { exact: true }).selectOption('Whole organisation');
    await page.getByRole('button', { name: 'Apply' }).click();
    expect(await page.locator('#chargeback-table tbody tr').count()).toBe(3);
    await page.getByRole('link', { name: 'October 2026' }).click();
    for (const name of ['Payments', 'aks-prod-weu', 'payments-api', 'Compute · Direct · user'])
      await page.getByRole('main').getByRole('link', { name, exact: true }).first().click();
    await expect(page.getByRole('heading', { name: 'Why this amount?' }).isVisible()).resolves.toBe(true);
    await page
      .getByRole('navigation', { name: 'Where you are' })
      .getByRole('link', { name: 'Payments', exact: true })
      .click();
    expect(await page.locator('h1').textContent()).toBe('Payments');
  });

  it('sorts and filters on the server', async () => {
    await using opened = await open(PAGES.governance, { javaScriptEnabled: false });
    const { page } = opened;
    await page.getByLabel('Severity', { exact: true }).selectOption('critical');
    await page.getByRole('button', { name: 'Apply' }).click();
    expect(new URL(page.url()).searchParams.get('severity')).toBe('critical');
    const cells = await page.locator('#findings-table tbody td:nth-child(3)').allTextContents();
    expect(new Set(cells)).toEqual(new Set(['Critical']));
    await page.locator('#findings-table').getByRole('link', { name: 'Finding' }).click();
    expect(await page.locator('#findings-table th[aria-sort="ascending"]').textContent()).toBe('Finding');
    expect(new URL(page.url()).searchParams.get('severity')).toBe('critical');
  });
});

describe('a page with script', () => {
  it('filters while one types, and sorts without asking again', async () => {
    await using opened = await open(PAGES.statement);
    const { page, complaints } = opened;
    const rows = page.locator('#teams-table tbody tr:visible');
    await page.locator('#teams-table-words').fill('pay');
    expect(await rows.count()).toBe(1);
    await page.locator('#teams-table-words').fill('');
    const url = page.url();
    await page.locator('#teams-table').getByRole('link', { name: 'Team' }).click();
    const names = await rows.locator('th a').allTextContents();
    expect(names).toEqual(names.toSorted());
    expect(page.url()).toBe(url);
    expect(await page.locator('#teams-table th[aria-sort="ascending"]').textContent()).toBe('Team');
    expect(complaints).toEqual([]);
  });

  it('narrows the list of reports at once', async () => {
    await using opened = await open(PAGES.index);
    const { page } = opened;
    await page.getByLabel('Team', { exact: true }).selectOption('search');
    expect(await page.locator('tbody tr:visible').count()).toBe(3);
    expect(await page.locator('section#governance').isVisible()).toBe(false);
  });

  it('keeps open what was opened', async () => {
    await using opened = await open(PAGES.statement);
    const { page } = opened;
    await page.locator('#method summary').click();
    await page.reload();
    expect(await page.locator('#method details').getAttribute('open')).not.toBeNull();
  });

  it('takes less than 6 KB', () => {
    const [script] = [...pageAssets].filter(([name]) => name.endsWith('.js'));
    expect(script?.[1].body.byteLength).toBeLessThan(6_000);
  });
});

describe('the keyboard', () => {
  it('skips to the report first, sees where it is, and reaches tables that scroll', async () => {
    await using opened = await open(PAGES.statement, { viewport: { width: 360, height: 800 } });
    const { page } = opened;
    await page.keyboard.press('Tab');
    await expect.poll(() => page.evaluate('document.activeElement.className')).toBe('skip');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    await page.keyboard.press('Enter');
    // The browser moves the focus after it has followed the link.
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('main');
    await page.locator('#moved .scroll').focus();
    await page.keyboard.press('ArrowRight');
    await expect
      .poll(() => page.evaluate("document.querySelector('#moved .scroll').scrollLeft"))
      .toBeGreaterThan(0);
  });
});

describe('on paper', () => {
  it('is A4 with headings of tables on every page, and neither navigation nor forms', async () => {
    await using opened = await open(PAGES.statement);
    const { page } = opened;
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(
      pdf.match(/\/MediaBox \[0 0 595\.\d* 84[12]\.\d*\]|\/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]/g)
        ?.length,
    ).toBeGreaterThan(1);
    await page.emulateMedia({ media: 'print' });
    for (const gone of ['.bar', '.files', '.contents', 'form', '.skip'])
      expect(await page.locator(gone).first().isVisible(), gone).toBe(false);
    expect(await page.evaluate("getComputedStyle(document.querySelector('thead')).display")).toBe(
      'table-header-group',
    );
    expect(await page.locator('#method dl').isVisible()).toBe(true);
  });
});
