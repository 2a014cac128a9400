import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './browser.ts';
import { readFixture } from './fixture.ts';
import { HEALTH } from './healthReports.ts';
import { renderText } from './rendered.ts';
import { CHARGEBACK, DIGEST, GOVERNANCE, TEAM_CHARGEBACK } from './reports.ts';

/** A name without a place to break, as long as Kubernetes allows. */
const UNBROKEN = 'n'.repeat(253);
const AXE = readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

const HOSTILE_REPORTS = [CHARGEBACK, TEAM_CHARGEBACK, DIGEST, GOVERNANCE, HEALTH];
const FIXTURES = (['chargeback', 'statement', 'digest', 'governance'] as const).map(readFixture);

describe('mail HTML in a browser', () => {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  /** A page of this width that shows the mail, and what it asked for or complained of. */
  async function open(
    html: string,
    width: number,
    colorScheme: 'light' | 'dark' = 'light',
  ): Promise<{ page: Page; complaints: string[] }> {
    if (!browser) throw new Error('the browser runs while tests run');
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => complaints.push(`asked for ${request.url()}`));
    await page.setContent(html);
    return { page, complaints };
  }

  it.each([
    ...HOSTILE_REPORTS.map((report) => ({ ...report, locale: 'en' })),
    ...FIXTURES.map((report) => ({ ...report, locale: 'de' })),
  ])(
    'a $kind for $audienceName in $locale fits phone and desk, asks for nothing, and complains of nothing',
    async ({ locale, ...report }) => {
      const html = (await renderText(report, 'html', locale)).replaceAll('invoice', UNBROKEN);
      const { page, complaints } = await open(html, 360);
      for (const width of [360, 700]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      }
      expect(complaints).toEqual([]);
      await page.close();
    },
  );

  it.each([readFixture('chargeback'), readFixture('digest')])(
    'a $kind for $audienceName can be read by everybody, in light and dark',
    async (report) => {
      const html = await renderText(report, 'html');
      // A mail is shown inside a page of another's, which has the landmarks.
      expect(
        await audit(html, 'light', "{ region: { enabled: false }, 'landmark-one-main': { enabled: false } }"),
      ).toEqual([]);
      expect(await audit(html, 'dark', '{}', "['color-contrast']")).toEqual([]);
    },
  );

  /** What axe finds wrong. */
  async function audit(
    html: string,
    scheme: 'light' | 'dark',
    rules: string,
    only = 'null',
  ): Promise<string[]> {
    const { page } = await open(html, 700, scheme);
    await page.evaluate(AXE);
    const { violations } = (await page.evaluate(
      `axe.run({ resultTypes: ['violations'], rules: ${rules}, ...(${only} && { runOnly: ${only} }) })`,
    )) as AxeResults;
    await page.close();
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
  }

  it('is one column of 680 pixels on a desk, and has a language and a title', async () => {
    const { page } = await open(await renderText(CHARGEBACK, 'html', 'de-DE'), 1200);
    expect(await page.evaluate("document.querySelector('.sheet').getBoundingClientRect().width")).toBe(680);
    expect(await page.evaluate('document.documentElement.lang')).toBe('de-DE');
    expect(await page.title()).toContain('AKS-Kostenverrechnung');
    await page.close();
  });

  it.each(FIXTURES)(
    'a $kind for $audienceName has a heading for every row and column of its data tables',
    async (report) => {
      const { page } = await open(await renderText(report, 'html'), 700);
      const bare =
        "[...document.querySelectorAll('tr')].filter((row) => !row.closest('table').hasAttribute('role') && !row.querySelector('th[scope]')).length";
      expect(await page.evaluate(bare)).toBe(0);
      const unnamed =
        "[...document.querySelectorAll('table:not([role])')].filter((table) => !table.getAttribute('aria-label')).length";
      expect(await page.evaluate(unnamed)).toBe(0);
      await page.close();
    },
  );

  it('turns dark where the reader’s mail program is', async () => {
    const html = await renderText(DIGEST, 'html');
    const ground = "getComputedStyle(document.querySelector('.sheet')).backgroundColor";
    const { page: light } = await open(html, 700);
    expect(await light.evaluate(ground)).toBe('rgb(255, 255, 255)');
    const { page: dark } = await open(html, 700, 'dark');
    expect(await dark.evaluate(ground)).toBe('rgb(24, 31, 39)');
    await Promise.all([light.close(), dark.close()]);
  });

  it('shows the first figures in the inbox, and not in the mail', async () => {
    const { page } = await open(await renderText(DIGEST, 'html'), 700);
    expect(await page.locator('.preview').textContent()).toMatch(
      /^Cost this week: €310.25 · Month to date: /,
    );
    expect(await page.locator('.preview').isVisible()).toBe(false);
    await page.close();
  });

  it('lets figures stand two abreast on a phone', async () => {
    const { page } = await open(await renderText(GOVERNANCE, 'html'), 360);
    const lefts: number[] = await page.evaluate(
      "[...document.querySelectorAll('.tile')].map((tile) => Math.round(tile.getBoundingClientRect().left))",
    );
    expect(new Set(lefts).size).toBe(2);
    await page.close();
  });
});

describe.each([...HOSTILE_REPORTS, ...FIXTURES])('the HTML of a $kind for $audienceName', (report) => {
  it('names nothing that would have to be fetched', async () => {
    const html = await renderText(report, 'html');
    expect(html).not.toMatch(
      /<(?:img|link|script|iframe|object|video|audio|svg)\b|@import|url\(|\bsrc=|background=/i,
    );
  });

  it('has widths without a unit, or in percent, where Word looks for them', async () => {
    const html = await renderText(report, 'html');
    const sizes = [...html.matchAll(/ (?:width|height)="([^"]*)"/g)].map(([, size]) => size);
    expect(sizes.length).toBeGreaterThan(0);
    for (const size of sizes) expect(size).toMatch(/^\d+%?$/);
    expect(html).toContain('<!--[if mso]><table role="presentation" width="680"');
    expect(html).not.toMatch(/<div[^>]*[";](?:width|height):/);
  });

  it('carries its light styles in its elements', async () => {
    const html = await renderText(report, 'html');
    const bare = [...html.matchAll(/<(?:h1|h2|h3|p|th|li)\b[^>]*>/g)].filter(
      ([tag]) => !tag.includes(' style="'),
    );
    expect(bare.map(([tag]) => tag)).toEqual([]);
  });
});
