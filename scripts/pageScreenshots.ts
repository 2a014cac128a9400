import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { sliceReport } from '../shared/reports/slice.ts';
import { makeMonth } from '../test/page/month.ts';
import { servePages } from '../test/page/pageServer.ts';
import { ROWS } from '../test/page/rows.ts';
import { DIGEST, GOVERNANCE } from '../test/page/week.ts';
import { launchBrowser } from '../test/render/browser.ts';

/**
 * Takes pictures of the report pages, of an estate that the tests make up:
 * `node scripts/pageScreenshots.ts [--out DIR] [--locale en] [--all]`. With --all every page in light and dark, on a
 * desk, a phone and paper; without it those that the docs show.
 */
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'docs/images' },
    locale: { type: 'string', default: 'en' },
    all: { type: 'boolean', default: false },
  },
});

const STATEMENT = '/api/reports/chargeback/2026-10';
const PAGES = {
  index: '/api/reports',
  statement: STATEMENT,
  namespaces: `${STATEMENT}?owner=payments&cluster=aks-prod-weu`,
  why: `${STATEMENT}?owner=payments&cluster=aks-prod-weu&namespace=payments-api&line=compute~direct~user~nodePool~`,
  pool: `${STATEMENT}?cluster=aks-prod-weu&pool=compute`,
  team: `${STATEMENT}?team=payments`,
  digest: '/api/reports/digest/2026-W47?owner=payments',
  governance: '/api/reports/governance/2026-W47',
} as const;
type PageName = keyof typeof PAGES;

/** How a picture is taken: the window, its colours, and how much of the page from its top. */
interface Shot {
  readonly page: PageName;
  readonly device: 'desk' | 'phone' | 'print';
  readonly colorScheme: 'light' | 'dark';
  /** All of it without a height. */
  readonly height?: number;
}

const WIDTHS = { desk: 1120, phone: 360, print: 703 } as const;

const SHOWN: readonly Shot[] = [
  { page: 'statement', device: 'desk', colorScheme: 'light', height: 1150 },
  { page: 'why', device: 'desk', colorScheme: 'light', height: 1200 },
  { page: 'governance', device: 'desk', colorScheme: 'dark', height: 1250 },
  { page: 'digest', device: 'desk', colorScheme: 'light', height: 1000 },
  { page: 'namespaces', device: 'phone', colorScheme: 'dark', height: 900 },
  { page: 'team', device: 'print', colorScheme: 'light', height: 994 },
];

const EVERY: readonly Shot[] = (Object.keys(PAGES) as PageName[]).flatMap((page): readonly Shot[] => [
  { page, device: 'desk', colorScheme: 'light' },
  { page, device: 'desk', colorScheme: 'dark' },
  { page, device: 'phone', colorScheme: 'light' },
  { page, device: 'phone', colorScheme: 'dark' },
  { page, device: 'print', colorScheme: 'light' },
]);

mkdirSync(values.out, { recursive: true });
const month = makeMonth({ teams: 8, clusters: 3, namespaces: 6 }, { isAnalysed: true });
const own = sliceReport(month, 'payments');
await using server = await servePages([month, ...(own ? [own] : []), DIGEST, GOVERNANCE], {
  rows: ROWS,
  locale: values.locale,
});
const browser = await launchBrowser();
for (const shot of values.all ? EVERY : SHOWN) {
  const file = join(values.out, `pages-${shot.page}-${shot.device}-${shot.colorScheme}.png`);
  writeFileSync(file, await take(browser, server.origin, shot));
  console.log(file);
}
await browser.close();

async function take(of: Browser, origin: string, { page: name, device, colorScheme, height }: Shot) {
  const width = WIDTHS[device];
  const page = await of.newPage({ viewport: { width, height: height ?? 900 }, colorScheme });
  await page.goto(`${origin}${PAGES[name]}`);
  if (device === 'print') await page.emulateMedia({ media: 'print' });
  const picture = await page.screenshot(
    height === undefined ? { fullPage: true } : { fullPage: true, clip: { x: 0, y: 0, width, height } },
  );
  await page.close();
  return picture;
}
