import type { Report } from '../../reports/report.ts';
import type { Formatter } from '../formatter.ts';
import type { Sheet, SheetCell } from './sheet.ts';

/** What was read for a report and what is missing, a row a source and scope. */
export function sheetOfCoverage({ coverage }: Report, formatter: Formatter): Sheet {
  const { sheets, columns, never } = formatter.words.file;
  const { sources } = formatter.words.coverage;
  return {
    ...{ id: 'coverage', name: sheets.coverage },
    columns: [
      { label: columns.source, width: 18 },
      { label: columns.scope, width: 32 },
      { label: columns.readDays, width: 12 },
      { label: columns.expectedDays, width: 14 },
      { label: columns.missing, width: 40, wrap: true },
      { label: columns.asOf, width: 28 },
      { label: columns.problem, width: 60, wrap: true },
    ],
    rows: coverage.entries.map((entry): SheetCell[] => [
      ...[sources[entry.source], entry.name],
      { count: entry.readDays },
      { count: entry.expectedDays },
      entry.missing.join(', '),
      entry.asOf === undefined ? never : formatter.instant(entry.asOf),
      entry.problem ? `${entry.problem.message} ${entry.problem.remedy}` : '',
    ]),
  };
}
