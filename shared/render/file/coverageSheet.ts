import type { Report } from '../../reports/report.ts';
import type { Sheet } from './workbook.ts';

/** What was read for a report and what is missing, a row a source and scope. */
export function sheetOfCoverage({ coverage }: Report): Sheet {
  return {
    name: 'Coverage',
    columns: [
      { label: 'Source', width: 18 },
      { label: 'Of', width: 32 },
      { label: 'Days read', width: 12 },
      { label: 'Days expected', width: 14 },
      { label: 'Missing', width: 40 },
      { label: 'As of', width: 26 },
      { label: 'Problem', width: 60 },
    ],
    rows: coverage.entries.map((entry) => [
      entry.source,
      entry.name,
      { count: entry.readDays },
      { count: entry.expectedDays },
      entry.missing.join(', '),
      entry.asOf ?? 'never',
      entry.problem ? `${entry.problem.message} ${entry.problem.remedy}` : '',
    ]),
  };
}
