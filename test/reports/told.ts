import { createFormatter } from '../../shared/render/formatter.ts';
import { sayNotices } from '../../shared/render/view/noticeWords.ts';
import type { Report } from '../../shared/reports/report.ts';

/** What a report tells its reader before the numbers, in English. */
export function tellNotices(report: Report): readonly string[] {
  return sayNotices(report, createFormatter({ locale: 'en' }));
}
