import type { Report } from '../../reports/report.ts';
import type { Formatter } from '../formatter.ts';
import { viewMail } from './mailView.ts';
import type { Templates } from './template.ts';
import { openTemplates } from './templates.ts';

/** The same rows as the HTML part shows at most, so that a reader of either reads the same. */
const ROW_LIMIT = 25;

/** The report as plain text, from templates of its own: a table turned into text would be unreadable. */
export function renderText(
  report: Report,
  formatter: Formatter,
  templates: Templates = openTemplates(),
): string {
  return templates.fill(`mail/${report.kind}`, 'text', viewMail(report, formatter, ROW_LIMIT));
}
