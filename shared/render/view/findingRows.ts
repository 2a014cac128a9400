import type { Severity } from '../../model/governance.ts';
import type { AlertLine, ControlLine, FindingLine } from '../../reports/findingLine.ts';
import type { Formatter } from '../formatter.ts';
import { toPlainLine, toWebLink } from '../plainText.ts';
import {
  type Cell,
  numberCell,
  numbers,
  type Table,
  type Tone,
  textCell,
  toTable,
  wordCell,
  words,
} from './table.ts';

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
      textCell(finding.title, { sub: describePlace(finding), link: toWebLink(finding.link) }),
      severityCell(finding.severity),
      dueCell(finding, formatter),
    ],
    limit: options.limit,
    empty: options.empty,
  });
}

/** When a finding is due and what of it is out of the ordinary: `3 Nov 2026`, below it `overdue, reopened`. */
function dueCell(finding: FindingLine, formatter: Formatter): Cell {
  if (finding.state === 'resolved') return wordCell('fixed', { tone: 'good' });
  const remarks = [finding.overdue ? 'overdue' : '', nameChange(finding)].filter(Boolean).join(', ');
  if (finding.dueOn === undefined) return wordCell('no date', { sub: remarks, tone: 'muted' });
  return wordCell(formatter.day(finding.dueOn), { sub: remarks, tone: finding.overdue ? 'bad' : 'plain' });
}

function nameChange({ change }: FindingLine): string {
  return change === 'new' || change === 'reopened' ? change : '';
}

/** `prod-eu / shop / Deployment/api · 3 pods · fixed in 1.2.3 · exploited`. */
export function describePlace(finding: FindingLine): string {
  const place = [finding.clusterName, finding.namespace, finding.workload].filter(Boolean).join(' / ');
  const fix = finding.fixedVersion ? `fixed in ${finding.fixedVersion}` : '';
  const exploit = finding.exploited ? 'an exploit is known' : '';
  return [place, finding.detail, fix, exploit].filter(Boolean).join(' · ');
}

/** Characters of why and how to fix that a table shows. */
const EXPLAINED = 600;

/** Lists controls with why they matter and how to fix them. */
export function tableOfControls(
  title: string,
  controls: readonly ControlLine[],
  formatter: Formatter,
  options: { readonly limit: number; readonly empty: string },
): Table {
  return toTable({
    title,
    columns: [words('Control'), words('Severity'), numbers('Open')],
    items: controls,
    toRow: (control) => [
      textCell(control.title, {
        sub: explainControl(control),
        subLimit: EXPLAINED,
        link: toWebLink(control.link),
      }),
      severityCell(control.severity),
      numberCell(formatter.count(control.count)),
    ],
    ...options,
  });
}

/** Why a control matters and what to do, in a line; what the catalogue does not know is said to be so. */
export function explainControl({ control, why, fix }: Pick<ControlLine, 'control' | 'why' | 'fix'>): string {
  if (fix === '') return why === '' ? `${control}: see its page` : why;
  return `${toPlainLine(why, 300)} Fix: ${toPlainLine(fix, 300)}`;
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
      textCell(alert.title, { sub: describeAlert(alert), subLimit: EXPLAINED, link: toWebLink(alert.link) }),
      wordCell(alert.severity, { tone: alert.severity === 'high' ? 'bad' : 'warn' }),
      wordCell(formatter.instant(alert.raisedAt), { sub: alert.status }),
    ],
    limit,
    empty: '',
  });
}

function describeAlert(alert: AlertLine): string {
  const { clusterName, namespace, workload, tactic, techniques } = alert;
  const place = [clusterName, namespace, workload].filter(Boolean).join(' / ');
  const attack = [tactic, techniques.join(', ')].filter(Boolean).join(' ');
  return [place, attack, explainControl(alert)].filter(Boolean).join(' · ');
}
