import type { DigestReport } from '../../reports/digestReport.ts';
import type { ControlLine } from '../../reports/findingLine.ts';
import type { GovernanceReport } from '../../reports/governanceReport.ts';
import { FINDING_COLUMNS } from './findingColumns.ts';
import { listBlind, listFindings } from './findingList.ts';
import { limitRows } from './rowLimit.ts';
import type { Sheet, SheetCell } from './workbook.ts';

/** Every finding with all its fields, below the places that were not scanned in full. */
export function sheetOfFindings(report: DigestReport | GovernanceReport): Sheet {
  const blind = listBlind(report.unscanned).map(({ name, standing }): SheetCell[] => [
    '',
    standing,
    ...FINDING_COLUMNS.slice(2).map((column) => (column.name === 'Cluster' ? name : '')),
  ]);
  const findings = listFindings(report);
  const { rows, ...rest } = limitRows(findings, findings.length, (listed) =>
    FINDING_COLUMNS.map((column) => column.valueOf(listed)),
  );
  return {
    name: 'Findings',
    columns: FINDING_COLUMNS.map(({ label, width }) => ({ label, width })),
    rows: [...blind, ...rows],
    ...rest,
  };
}

/** What findings are about, with why and how to fix; a control of several teams stands once. */
export function sheetsOfControls(controls: readonly ControlLine[]): readonly Sheet[] {
  const merged = new Map<string, ControlLine>();
  for (const control of controls) {
    const known = merged.get(control.control);
    merged.set(control.control, known ? { ...known, count: known.count + control.count } : control);
  }
  return [
    {
      name: 'Controls',
      columns: [
        { label: 'Control', width: 28 },
        { label: 'Title', width: 50 },
        { label: 'Severity', width: 12 },
        { label: 'Surface', width: 12 },
        { label: 'Open', width: 10 },
        { label: 'Why', width: 60 },
        { label: 'How to fix', width: 60 },
        { label: 'Link', width: 40 },
        { label: 'Benchmarks', width: 30 },
      ],
      rows: [...merged.values()].map((one) => [
        ...[one.control, one.title, one.severity, one.surface],
        { count: one.count },
        ...[one.why, one.fix, one.link, one.benchmarks.join(', ')],
      ]),
    },
  ];
}
