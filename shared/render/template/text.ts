import type { Report } from '../../reports/report.ts';
import type { Formatter } from '../formatter.ts';
import { viewReport } from '../view/view.ts';
import { fillTemplate } from './templates.ts';

/** The same rows as the HTML part shows at most, so that a reader of either reads the same. */
const ROW_LIMIT = 25;

/** The report as plain text, from templates of its own: a table turned into text would be unreadable. */
export function renderText(report: Report, formatter: Formatter): string {
  return fillTemplate(report.kind, 'text', viewReport(report, formatter, ROW_LIMIT));
}
