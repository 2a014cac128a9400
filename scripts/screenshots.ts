import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { renderReport } from '../shared/render/render.ts';
import type { Report } from '../shared/reports/report.ts';
import { launchBrowser } from '../test/render/browser.ts';
import { CHARGEBACK, DIGEST, GOVERNANCE } from '../test/render/reports.ts';

/**
 * Takes pictures of reports as mail shows them, in light and dark, on a desk and on a phone:
 * `node scripts/screenshots.ts [report.json …] [--out DIR] [--locale en] [--top N]`, only the top N pixels with --top. Without a file, of the tests' reports.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string', default: 'docs/images' },
    locale: { type: 'string', default: 'en' },
    top: { type: 'string' },
  },
});

const WIDTHS = { desk: 760, phone: 360 } as const;
const SCHEMES = ['light', 'dark'] as const;

mkdirSync(values.out, { recursive: true });
const browser = await launchBrowser();
for (const [name, report] of listReports()) {
  const { body } = await renderReport(report, 'html', { locale: values.locale });
  const html = new TextDecoder().decode(body);
  for (const [device, width] of Object.entries(WIDTHS)) {
    for (const colorScheme of SCHEMES) {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      await page.setContent(html);
      const file = join(values.out, `${name}-${device}-${colorScheme}.png`);
      writeFileSync(file, await page.screenshot(frame(width)));
      await page.close();
      console.log(file);
    }
  }
}
await browser.close();

function frame(width: number) {
  if (!values.top) return { fullPage: true };
  return { fullPage: true, clip: { x: 0, y: 0, width, height: Number(values.top) } };
}

function listReports(): [name: string, report: Report][] {
  if (positionals.length === 0) {
    return [CHARGEBACK, DIGEST, GOVERNANCE].map((report) => [report.kind, report]);
  }
  return positionals.map((file) => [
    basename(file, '.json'),
    JSON.parse(readFileSync(file, 'utf8')) as Report,
  ]);
}
