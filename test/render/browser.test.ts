import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './browser.ts';
import { renderText } from './rendered.ts';
import { CHARGEBACK, DIGEST, GOVERNANCE, TEAM_CHARGEBACK } from './reports.ts';

/** A name without a place to break, as long as Kubernetes allows. */
const UNBROKEN = 'n'.repeat(253);

describe('mail HTML in a browser', () => {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  async function open(html: string, width: number): Promise<{ page: Page; complaints: string[] }> {
    if (!browser) throw new Error('the browser runs while tests run');
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => complaints.push(`asked for ${request.url()}`));
    await page.setContent(html);
    return { page, complaints };
  }

  it.each([CHARGEBACK, TEAM_CHARGEBACK, DIGEST, GOVERNANCE])(
    'a $kind for $audience fits a phone, asks for nothing, and complains of nothing',
    async (report) => {
      const html = (await renderText(report, 'html')).replaceAll('invoice', UNBROKEN);
      const { page, complaints } = await open(html, 360);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );

  it('is one column of 680 pixels on a desk, and has a language and a title', async () => {
    const { page } = await open(await renderText(CHARGEBACK, 'html', 'de-DE'), 1200);
    expect(await page.evaluate("document.querySelector('.sheet').getBoundingClientRect().width")).toBe(680);
    expect(await page.evaluate('document.documentElement.lang')).toBe('de-DE');
    expect(await page.title()).toContain('AKS chargeback');
    await page.close();
  });

  it('has a heading for every row and column of its data tables', async () => {
    const { page } = await open(await renderText(GOVERNANCE, 'html'), 700);
    const bare =
      "[...document.querySelectorAll('tr')].filter((row) => !row.closest('table').hasAttribute('role') && !row.querySelector('th[scope]')).length";
    expect(await page.evaluate(bare)).toBe(0);
    await page.close();
  });

  it('keeps its words readable in the dark', async () => {
    const { page } = await open(await renderText(DIGEST, 'html'), 700);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await page.evaluate("getComputedStyle(document.querySelector('h1')).color")).toBe(
      'rgb(231, 235, 239)',
    );
    expect(await page.evaluate("getComputedStyle(document.querySelector('.sheet')).backgroundColor")).toBe(
      'rgb(26, 33, 41)',
    );
    await page.close();
  });
});
