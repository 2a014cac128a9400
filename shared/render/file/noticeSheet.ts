import type { Report } from '../../reports/report.ts';
import type { Formatter } from '../formatter.ts';
import { sayNotices } from '../view/noticeWords.ts';
import type { Sheet } from './sheet.ts';

/** What a reader must know before trusting the numbers, all of it; none where there is nothing to know. */
export function sheetsOfNotices(report: Report, formatter: Formatter): Sheet[] {
  const notices = sayNotices(report, formatter);
  if (notices.length === 0) return [];
  const { sheets, columns } = formatter.words.file;
  return [
    {
      ...{ id: 'notices', name: sheets.notices },
      columns: [{ label: columns.notice, width: 140, wrap: true }],
      rows: notices.map((notice) => [notice]),
    },
  ];
}
