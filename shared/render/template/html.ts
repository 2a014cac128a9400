import type { Report } from '../../reports/report.ts';
import type { Formatter } from '../formatter.ts';
import { viewReport } from '../view/view.ts';
import { fillTemplate } from './templates.ts';

/** Gmail cuts a message off at about 102 KB of HTML; the difference is for what relays add. */
export const HTML_BUDGET_BYTES = 90_000;

/** Rows a table shows, tried in turn until the page fits its budget; what is hidden is counted in words. */
const ROW_LIMITS = [25, 15, 10, 5, 2, 1] as const;

/** The report as mail HTML, also the page that is answered over HTTP; under 90 KB. */
export function renderHtml(report: Report, formatter: Formatter): string {
  let page = '';
  for (const rowLimit of ROW_LIMITS) {
    page = fillTemplate(report.kind, 'html', viewReport(report, formatter, rowLimit));
    if (Buffer.byteLength(page) <= HTML_BUDGET_BYTES) return page;
  }
  return page;
}
