/**
 * `npm run screenshots`: pictures of every mail as it is on a desk and on a phone, in light and dark, from the reports
 * in test/fixtures/reports, for docs/mails.md. `-- --out DIR` writes them elsewhere, `--whole` uncut.
 */
import './templates.ts';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { renderReport } from '../shared/render/render.ts';
import { launchBrowser } from '../test/render/browser.ts';
import { readFixture } from '../test/render/fixture.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'docs/images' },
    whole: { type: 'boolean', default: false },
  },
});

const REPORTS = ['chargeback', 'statement', 'digest', 'governance'] as const;
const WIDTHS = [700, 360] as const;
const SCHEMES = ['light', 'dark'] as const;
/** Where a picture in the docs is cut off: two screens of a phone, a little more on a desk. */
const HEIGHT = 1400;

interface Picture {
  readonly name: string;
  readonly html: string;
  readonly width: number;
  readonly colorScheme: 'light' | 'dark';
}

mkdirSync(values.out, { recursive: true });
const browser = await launchBrowser();
for (const name of REPORTS) {
  const html = await renderMail(name, 'en');
  for (const width of WIDTHS) {
    for (const colorScheme of SCHEMES) {
      await takePicture(browser, { name: `${name}-${width}-${colorScheme}`, html, width, colorScheme });
    }
  }
}
await takePicture(browser, {
  ...{ name: 'digest-de-700-light', html: await renderMail('digest', 'de-DE') },
  ...{ width: 700, colorScheme: 'light' },
});
await browser.close();

async function renderMail(name: (typeof REPORTS)[number], locale: string): Promise<string> {
  const { body } = await renderReport(readFixture(name), 'html', { locale });
  return new TextDecoder().decode(body);
}

async function takePicture(browser: Browser, { name, html, width, colorScheme }: Picture): Promise<void> {
  const page = await browser.newPage({ viewport: { width, height: HEIGHT }, colorScheme });
  await page.setContent(html);
  const png = await page.screenshot({ fullPage: values.whole });
  await page.close();
  const file = join(values.out, `${name}.webp`);
  writeFileSync(file, await toWebp(browser, png));
  console.log(file);
}

/** Smaller than PNG by a third, and the browser is there to do it. */
async function toWebp(browser: Browser, png: Buffer): Promise<Buffer> {
  const page = await browser.newPage();
  const url: string = await page.evaluate(`(async () => {
    const image = new Image();
    image.src = 'data:image/png;base64,${png.toString('base64')}';
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    canvas.getContext('2d').drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', 0.8);
  })()`);
  await page.close();
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}
