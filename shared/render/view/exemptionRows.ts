import type { FindingLine } from '../../reports/findingLine.ts';
import type { ExemptionRow } from '../../reports/governanceReport.ts';
import type { Formatter } from '../formatter.ts';
import type { Words } from '../words/en/en.ts';
import { type Cell, numberCell, numbers, type Table, textCell, texts, toTable, wordCell } from './table.ts';

const TONES = {
  active: 'plain',
  expiring: 'warn',
  expired: 'bad',
  unused: 'warn',
} as const satisfies Record<ExemptionRow['state'], 'plain' | 'warn' | 'bad'>;

/** Lists every exemption with who granted it, why and until when. */
export function tableOfExemptions(
  exemptions: readonly ExemptionRow[],
  formatter: Formatter,
  limit: number,
): Table {
  const { exemption: words } = formatter.words;
  return toTable({
    title: words.title,
    columns: [texts(words.exemption), numbers(words.spares), texts(words.until)],
    items: exemptions,
    toRow: (row) => [
      textCell(row.about || row.reason || words.noReasonTitle, { sub: describe(row, formatter.words) }),
      numberCell(formatter.count(row.count)),
      untilCell(row.until, formatter, words.states[row.state], TONES[row.state]),
    ],
    ...{ limit, formatter, empty: words.empty },
  });
}

function describe({ from, category, reason, by, about }: ExemptionRow, { exemption }: Words): string {
  const source = from === 'azure' ? 'Azure' : 'Purser';
  const why = about === '' ? '' : reason || exemption.noReason;
  const what = exemption.categories[category] ?? category;
  return [source, what, why, by ? exemption.by(by) : ''].filter(Boolean).join(' · ');
}

/** Lists the exempt findings of a team. */
export function tableOfExempt(
  findings: readonly FindingLine[],
  formatter: Formatter,
  limit: number,
): Table | null {
  if (findings.length === 0) return null;
  const { words } = formatter;
  return toTable({
    title: words.exemption.exempt,
    columns: [texts(words.finding.finding), texts(words.exemption.until)],
    items: findings,
    toRow: (finding) => {
      const { clusterName, namespace, workload, exemption } = finding;
      const place = [clusterName, namespace, workload].filter(Boolean).join(' / ');
      return [
        textCell(finding.title, { sub: [place, sayExemption(finding, words)].filter(Boolean).join(' · ') }),
        untilCell(exemption?.until, formatter, '', 'plain'),
      ];
    },
    ...{ limit, formatter, empty: '' },
  });
}

/** Who exempted a finding and why. */
export function sayExemption({ exemption }: FindingLine, { exemption: words }: Words): string {
  if (!exemption) return words.untold;
  const { from, by, reason } = exemption;
  return words.reasonBy(reason || words.noReason, by || (from === 'azure' ? words.inAzure : words.byNobody));
}

function untilCell(
  until: ExemptionRow['until'],
  { words, day }: Formatter,
  sub: string,
  tone: 'plain' | 'warn' | 'bad',
): Cell {
  return wordCell(until === undefined ? words.exemption.forEver : day(until), { sub, tone });
}
