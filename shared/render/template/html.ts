import type { Report } from '../../reports/report.ts';
import type { Formatter } from '../formatter.ts';
import { viewMail } from './mailView.ts';
import type { Templates } from './template.ts';
import { openTemplates } from './templates.ts';

/** Gmail cuts a message off at about 102 KB of HTML; the difference is for what relays add. */
export const HTML_BUDGET_BYTES = 90_000;

/** Rows a table shows when there is room for them. */
const ROW_LIMIT = 25;

/**
 * The report as mail HTML, under 90 KB: with the most rows for each table, up to 25, with which it fits. What is
 * hidden is counted in words.
 */
export function renderHtml(
  report: Report,
  formatter: Formatter,
  templates: Templates = openTemplates(),
): string {
  const fill = (rowLimit: number): string =>
    templates.fill(`mail/${report.kind}`, 'html', viewMail(report, formatter, rowLimit));
  const whole = fill(ROW_LIMIT);
  if (fits(whole)) return whole;
  let shown = 1;
  let best = fill(shown);
  for (let tooMany = ROW_LIMIT; tooMany - shown > 1; ) {
    const middle = Math.floor((shown + tooMany) / 2);
    const page = fill(middle);
    if (fits(page)) {
      shown = middle;
      best = page;
    } else tooMany = middle;
  }
  return best;
}

function fits(page: string): boolean {
  return Buffer.byteLength(page) <= HTML_BUDGET_BYTES;
}
