import { findControlById } from '../../governance/catalogue.ts';
import type { DigestReport } from '../../reports/digestReport.ts';
import type { GovernanceReport } from '../../reports/governanceReport.ts';
import { type CsvColumn, writeCsv } from './csvTable.ts';
import { FINDING_COLUMNS } from './findingColumns.ts';
import { type BlindPlace, type ListedFinding, listBlind, listFindings } from './findingList.ts';

/** A finding, or a place that was not scanned: a file without findings must not look like good news. */
type Row = { readonly listed: ListedFinding } | { readonly blind: BlindPlace };

const STANDINGS = { notScanned: 'not scanned', partly: 'scanned in part' } as const;

const COLUMNS: readonly CsvColumn<Row>[] = [
  { name: 'Record', valueOf: (row) => ('listed' in row ? 'finding' : STANDINGS[row.blind.standing]) },
  ...FINDING_COLUMNS.map((column) => ({
    name: column.name,
    valueOf: (row: Row): string => {
      if ('listed' in row) return column.valueOf(row.listed);
      return column.name === 'Cluster' ? row.blind.name : '';
    },
  })),
  { name: 'Why', valueOf: (row) => explain(row)?.why ?? '' },
  { name: 'HowToFix', valueOf: (row) => explain(row)?.fix ?? '' },
];

/** Every finding of a report with all its fields, after the places that were not scanned in full. */
export function streamFindings(report: DigestReport | GovernanceReport): Generator<Uint8Array<ArrayBuffer>> {
  return writeCsv(COLUMNS, [
    ...listBlind(report.unscanned).map((blind) => ({ blind })),
    ...listFindings(report).map((listed) => ({ listed })),
  ]);
}

function explain(row: Row) {
  return 'listed' in row ? findControlById(row.listed.finding.control) : undefined;
}
