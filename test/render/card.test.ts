import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderReport } from '../../shared/render/render.ts';
import { launchBrowser } from './browser.ts';
import { findParts, listFaults, renderByMicrosoft, toPlain } from './card/opened.ts';
import { HEALTH } from './healthReports.ts';
import { CHARGEBACK, DIGEST, GOVERNANCE, TEAM_CHARGEBACK } from './reports.ts';

const REPORTS = {
  chargeback: CHARGEBACK,
  statement: TEAM_CHARGEBACK,
  digest: DIGEST,
  governance: GOVERNANCE,
  health: HEALTH,
};

async function renderCard(name: keyof typeof REPORTS, locale = 'en'): Promise<string> {
  const { body } = await renderReport(REPORTS[name], 'card', { locale });
  return new TextDecoder().decode(body);
}

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await launchBrowser();
  page = await browser.newPage();
}, 60_000);
afterAll(() => browser.close());

describe.each(Object.keys(REPORTS) as (keyof typeof REPORTS)[])('the card of a %s', (name) => {
  it.each(['en', 'de'])('is an Adaptive Card 1.5 by the published schema (%s)', async (locale) => {
    expect(listFaults(await renderCard(name, locale))).toEqual([]);
  });

  it('is taken by Microsoft’s renderer without a complaint, and shows every figure of its boxes', async () => {
    const card = await renderCard(name);
    const { complaints, text } = await renderByMicrosoft(page, card);
    expect(complaints.filter((message) => !message.includes('Chart.'))).toEqual([]);
    const boxes = findParts(JSON.parse(card), 'Column').map(({ items }) => items as { text: string }[]);
    expect(boxes.length).toBeGreaterThan(0);
    for (const [label, value] of boxes) {
      expect(text).toContain(label?.text);
      expect(text).toContain(value?.text.replaceAll('\\', ''));
    }
  });

  it('has the same text without charts, whose numbers the fallback carries', async () => {
    const card: unknown = JSON.parse(await renderCard(name));
    for (const chart of findParts(card, 'Chart.VerticalBar')) {
      const bars = chart.data as readonly { readonly x: string; readonly y: number }[];
      const rows = findParts(chart.fallback, 'TableRow').slice(1);
      expect(rows.length).toBe(bars.length);
      const shown = rows.map((row) => JSON.stringify(row).replace(/[^\d]/g, ''));
      bars.forEach(({ y }, place) => {
        if (y > 0) expect(shown[place]).toContain(String(y).replace('.', ''));
      });
    }
    expect(findParts(toPlain(card), 'Chart.VerticalBar')).toEqual([]);
  });
});

describe('the schema', () => {
  it.each([
    ['a misspelt property', '"wrap":', '"warp":'],
    ['a value that is none', '"size":"Large"', '"size":"Huge"'],
    ['an element nobody knows', '"type":"ColumnSet"', '"type":"ColumnsSet"'],
  ])('has something against %s', async (_, right, wrong) => {
    const card = (await renderCard('digest')).replace(right, wrong);
    expect(listFaults(card)).not.toEqual([]);
  });
});

it('a digest and a governance report have a chart of their weeks', async () => {
  for (const name of ['digest', 'governance'] as const)
    expect(findParts(JSON.parse(await renderCard(name)), 'Chart.VerticalBar').length).toBeGreaterThan(0);
});
