import type { Severity } from '../../model/governance.ts';
import type { FindingLine } from '../../reports/findingLine.ts';
import type { Formatter } from '../formatter.ts';
import { toWebLink } from '../plainText.ts';
import { describePlace } from '../view/findingRows.ts';
import type { Tone } from '../view/table.ts';
import type { ListColumn } from './listing.ts';
import { type PageCell, type PageTable, toRow, toTable, words } from './parts.ts';

const TONES = {
  critical: 'bad',
  high: 'bad',
  medium: 'warn',
  low: 'plain',
  unknown: 'muted',
} as const satisfies Record<Severity, Tone>;

/** Gravest first where findings are sorted by severity. */
const RANKS = { critical: '5', high: '4', medium: '3', low: '2', unknown: '1' } as const satisfies Record<
  Severity,
  string
>;

/** The columns of findings: what is wrong where, whose, how bad, and by when. @param nameTeam missing where all are one team's */
export function findingColumns(
  formatter: Formatter,
  nameTeam?: (team: string) => string,
): [ListColumn<FindingLine>, ...ListColumn<FindingLine>[]] {
  const { governance, severities } = formatter.words.page;
  return [
    {
      label: governance.finding,
      sort: 'title',
      key: ({ title }) => title,
      cell: (finding) =>
        words(finding.title, {
          sub: describePlace(finding, formatter.words),
          link: toWebLink(finding.link) ?? '',
        }),
    },
    ...(nameTeam
      ? [
          {
            label: governance.team,
            sort: 'team',
            key: ({ team }: FindingLine) => nameTeam(team),
            cell: ({ team }: FindingLine) => words(nameTeam(team)),
          },
        ]
      : []),
    {
      label: governance.severity,
      sort: 'severity',
      key: ({ severity }) => RANKS[severity],
      cell: ({ severity }) => words(severities[severity], { tone: TONES[severity], value: RANKS[severity] }),
    },
    {
      label: governance.due,
      sort: 'due',
      key: ({ dueOn }) => dueOn,
      cell: (finding) => dueCell(finding, formatter),
    },
  ];
}

/** Findings in the order given. */
export function tableOfFindings(
  id: string,
  caption: string,
  findings: readonly FindingLine[],
  formatter: Formatter,
): PageTable {
  const columns = findingColumns(formatter);
  const rows = findings.map((finding) => {
    const [head, ...cells] = columns.map(({ cell }) => cell(finding));
    if (!head) throw new TypeError('findings have columns');
    return toRow(head, cells);
  });
  return toTable(
    id,
    caption,
    columns.map(({ label }) => label),
    rows,
  );
}

function dueCell(finding: FindingLine, formatter: Formatter): PageCell {
  const { governance } = formatter.words.page;
  const { state, resolvedOn, exemption, dueOn, overdue, change } = finding;
  if (state === 'resolved')
    return words(resolvedOn === undefined ? '' : governance.fixedOn(formatter.day(resolvedOn)), {
      tone: 'good',
      value: resolvedOn ?? '',
    });
  if (state === 'exempt') {
    const until = exemption?.until;
    return words(until === undefined ? governance.exempt : governance.exemptUntil(formatter.day(until)), {
      tone: 'muted',
      sub: exemption?.reason ?? '',
    });
  }
  const changed = change === 'new' || change === 'reopened' ? governance.changes[change] : '';
  const sub = [overdue ? governance.isOverdue : '', changed].filter(Boolean).join(', ');
  if (dueOn === undefined) return words(governance.noDate, { tone: 'muted', sub });
  return words(formatter.day(dueOn), { tone: overdue ? 'bad' : 'plain', sub, value: dueOn });
}
