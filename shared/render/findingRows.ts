import type { Severity } from '../model/governance.ts';
import type { AlertLine, FindingLine } from '../reports/report.ts';
import type { Formatter } from './formatter.ts';
import { toWebLink } from './plainText.ts';
import { type Cell, type Table, type Tone, textCell, toTable, wordCell, words } from './table.ts';

const TONES = {
  critical: 'bad',
  high: 'bad',
  medium: 'warn',
  low: 'plain',
  unknown: 'muted',
} as const satisfies Record<Severity, Tone>;

export function severityCell(severity: Severity): Cell {
  return wordCell(severity, { tone: TONES[severity] });
}

/** Lists findings with where they are, how bad, and by when. */
export function tableOfFindings(
  title: string,
  findings: readonly FindingLine[],
  formatter: Formatter,
  options: { readonly limit: number; readonly empty: string; readonly note?: string },
): Table {
  return toTable({
    title,
    note: options.note ?? '',
    columns: [words('Finding'), words('Severity'), words('Due')],
    items: findings,
    toRow: (finding) => [
      textCell(finding.title, { sub: describePlace(finding) }),
      severityCell(finding.severity),
      dueCell(finding, formatter),
    ],
    limit: options.limit,
    empty: options.empty,
  });
}

function dueCell(finding: FindingLine, formatter: Formatter): Cell {
  if (finding.state === 'resolved') return wordCell('fixed', { tone: 'good' });
  if (finding.dueOn === undefined) return wordCell('no date', { tone: 'muted' });
  return finding.overdue
    ? wordCell(formatter.day(finding.dueOn), { sub: 'overdue', tone: 'bad' })
    : wordCell(formatter.day(finding.dueOn));
}

/** `prod-eu / shop / Deployment/api · 3 pods · fixed in 1.2.3`. */
export function describePlace(finding: FindingLine): string {
  const place = [finding.clusterName, finding.namespace, finding.workload].filter(Boolean).join(' / ');
  const fix = finding.fixedVersion ? `fixed in ${finding.fixedVersion}` : '';
  return [place, finding.detail, fix].filter(Boolean).join(' · ');
}

export function tableOfAlerts(
  alerts: readonly AlertLine[],
  formatter: Formatter,
  limit: number,
): Table | null {
  if (alerts.length === 0) return null;
  return toTable({
    title: 'Security alerts',
    columns: [words('Alert'), words('Severity'), words('Raised')],
    items: alerts,
    toRow: (alert) => [
      textCell(alert.title, {
        sub: [alert.clusterName, alert.namespace, alert.workload, alert.tactic].filter(Boolean).join(' / '),
        link: toWebLink(alert.link),
      }),
      wordCell(alert.severity, { tone: alert.severity === 'high' ? 'bad' : 'warn' }),
      wordCell(formatter.instant(alert.raisedAt)),
    ],
    limit,
    empty: '',
  });
}
