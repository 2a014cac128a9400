/** Renders the closed month of `month.ts`: `node bench/render.ts FOLDER`. Prints one line of JSON. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderReport } from '../shared/render/render.ts';
import type { Report } from '../shared/reports/report.ts';

const [folder = '.'] = process.argv.slice(2);
const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report;
const figures: Record<string, number> = {};
let bytes = 0;
const begun = performance.now();
for (const format of ['html', 'csv', 'xlsx'] as const) {
  const before = performance.now();
  bytes += (await renderReport(report, format, { locale: 'en' })).body.byteLength;
  figures[`${format}Seconds`] = (performance.now() - before) / 1000;
}
console.log(
  JSON.stringify({
    ...figures,
    bytes,
    seconds: (performance.now() - begun) / 1000,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  }),
);
