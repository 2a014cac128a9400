import type { FindingLine } from '../../reports/findingLine.ts';
import type { ExemptionRow } from '../../reports/governanceReport.ts';
import type { Formatter } from '../formatter.ts';
import { type Cell, numberCell, numbers, type Table, textCell, toTable, wordCell, words } from './table.ts';

const STATES = {
  active: { word: '', tone: 'plain' },
  expiring: { word: 'expiring', tone: 'warn' },
  expired: { word: 'expired', tone: 'bad' },
  unused: { word: 'matches nothing', tone: 'warn' },
} as const;

/** Lists every exemption with who granted it, why and until when. */
export function tableOfExemptions(
  exemptions: readonly ExemptionRow[],
  formatter: Formatter,
  limit: number,
): Table {
  return toTable({
    title: 'Exemptions',
    columns: [words('Exemption'), numbers('Spares'), words('Until')],
    items: exemptions,
    toRow: (row) => {
      const { word, tone } = STATES[row.state];
      return [
        textCell(row.about || row.reason || '(no reason given)', { sub: describe(row) }),
        numberCell(formatter.count(row.count)),
        untilCell(row.until, formatter, word, tone),
      ];
    },
    limit,
    empty: 'Nobody exempted anything.',
  });
}

function describe({ from, category, reason, by, about }: ExemptionRow): string {
  const source = from === 'azure' ? 'Azure' : 'Purser';
  const why = about === '' ? '' : reason || 'no reason given';
  return [source, category, why, by ? `by ${by}` : ''].filter(Boolean).join(' · ');
}

/** Lists the exempt findings of a team. */
export function tableOfExempt(
  findings: readonly FindingLine[],
  formatter: Formatter,
  limit: number,
): Table | null {
  if (findings.length === 0) return null;
  return toTable({
    title: 'Exempt',
    columns: [words('Finding'), words('Until')],
    items: findings,
    toRow: (finding) => {
      const { clusterName, namespace, workload, exemption } = finding;
      const place = [clusterName, namespace, workload].filter(Boolean).join(' / ');
      return [
        textCell(finding.title, { sub: [place, sayExemption(finding)].filter(Boolean).join(' · ') }),
        untilCell(exemption?.until, formatter, '', 'plain'),
      ];
    },
    limit,
    empty: '',
  });
}

/** Who exempted a finding and why. */
export function sayExemption({ exemption }: FindingLine): string {
  if (!exemption) return 'exempt in Azure, which does not tell by whom';
  const { from, by, reason } = exemption;
  return `${reason || 'no reason given'} (${by || (from === 'azure' ? 'in Azure' : 'by nobody')})`;
}

function untilCell(
  until: ExemptionRow['until'],
  formatter: Formatter,
  sub: string,
  tone: 'plain' | 'warn' | 'bad',
): Cell {
  return wordCell(until === undefined ? 'for ever' : formatter.day(until), { sub, tone });
}
