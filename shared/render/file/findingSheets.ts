import type { DigestReport } from '../../reports/digestReport.ts';
import type { ControlLine } from '../../reports/findingLine.ts';
import type { GovernanceReport } from '../../reports/governanceReport.ts';
import type { Formatter } from '../formatter.ts';
import { FINDING_COLUMNS, lookUp, toFindingCell } from './findingColumns.ts';
import { listBlind, listFindings } from './findingList.ts';
import { limitRows } from './rowLimit.ts';
import type { Sheet, SheetCell } from './sheet.ts';

/** Every finding with all its fields, below the places that were not scanned in full. */
export function sheetOfFindings(report: DigestReport | GovernanceReport, formatter: Formatter): Sheet {
  const { findingFile: words, file } = formatter.words;
  const blind = listBlind(report.unscanned).map(({ name, standing }): SheetCell[] => [
    '',
    words[standing],
    ...FINDING_COLUMNS.slice(2).map((column) => (column.name === 'Cluster' ? name : '')),
  ]);
  const findings = listFindings(report);
  const { rows, ...rest } = limitRows(
    findings,
    findings.length,
    (listed) => FINDING_COLUMNS.map((column) => toFindingCell(column, listed, formatter.words)),
    { say: (hidden) => file.more(formatter.count(hidden)) },
  );
  return {
    ...{ id: 'findings', name: words.sheets.findings },
    columns: FINDING_COLUMNS.map(({ name, width }) => ({ label: words.columns[name], width })),
    rows: [...blind, ...rows],
    ...rest,
    empty: words.none,
  };
}

/** What findings are about, with why and how to fix; a control of several teams stands once. */
export function sheetOfControls(controls: readonly ControlLine[], formatter: Formatter): Sheet {
  const { findingFile: words, finding } = formatter.words;
  const labels = words.controls;
  const merged = new Map<string, ControlLine>();
  for (const control of controls) {
    const known = merged.get(control.control);
    merged.set(control.control, known ? { ...known, count: known.count + control.count } : control);
  }
  return {
    ...{ id: 'controls', name: words.sheets.controls },
    columns: [
      { label: labels.control, width: 28 },
      { label: labels.title, width: 50, wrap: true },
      { label: labels.severity, width: 14 },
      { label: labels.surface, width: 16 },
      { label: labels.open, width: 10 },
      { label: labels.why, width: 60, wrap: true },
      { label: labels.fix, width: 60, wrap: true },
      { label: labels.link, width: 40 },
      { label: labels.benchmarks, width: 30, wrap: true },
    ],
    rows: [...merged.values()].map((one): SheetCell[] => [
      ...[one.control, one.title, lookUp(finding.severities, one.severity), finding.surfaces[one.surface]],
      { count: one.count },
      ...[one.why, one.fix, one.link, one.benchmarks.join(', ')],
    ]),
    empty: words.none,
  };
}
