import { SEVERITIES, type Severity } from '../../model/governance.ts';
import type { AlertLine, ControlLine, FindingLine } from '../../reports/findingLine.ts';
import type { Formatter } from '../formatter.ts';
import { toPlainLine, toWebLink } from '../plainText.ts';
import type { Words } from '../words/en/en.ts';
import {
  type Cell,
  numberCell,
  numbers,
  type Table,
  type Tone,
  textCell,
  texts,
  toTable,
  wordCell,
} from './table.ts';

const TONES = {
  critical: 'bad',
  high: 'bad',
  medium: 'warn',
  low: 'plain',
  unknown: 'muted',
} as const satisfies Record<Severity, Tone>;

/** A severity in words and colour; one that Azure may use one day is shown as it is. */
export function severityCell(severity: string, { finding }: Words): Cell {
  const known = SEVERITIES.find((candidate) => candidate === severity);
  return wordCell(finding.severities[severity] ?? severity, { tone: known ? TONES[known] : 'plain' });
}

/** Lists findings with where they are, how bad, and by when. */
export function tableOfFindings(
  title: string,
  findings: readonly FindingLine[],
  formatter: Formatter,
  options: { readonly limit: number; readonly empty: string; readonly note?: string },
): Table {
  const { finding: words } = formatter.words;
  return toTable({
    title,
    columns: [texts(words.finding), texts(words.severity), texts(words.due)],
    items: findings,
    toRow: (finding) => [
      textCell(finding.title, {
        sub: describePlace(finding, formatter.words),
        link: toWebLink(finding.link),
      }),
      severityCell(finding.severity, formatter.words),
      dueCell(finding, formatter),
    ],
    formatter,
    ...options,
  });
}

/** When a finding is due and what of it is out of the ordinary: `3 Nov 2026`, below it `overdue, reopened`. */
function dueCell(line: FindingLine, formatter: Formatter): Cell {
  const { finding } = formatter.words;
  if (line.state === 'resolved') return wordCell(finding.fixed, { tone: 'good' });
  const remarks = [
    line.overdue ? finding.overdue : '',
    line.change === 'new' || line.change === 'reopened' ? finding[line.change] : '',
  ];
  const sub = remarks.filter(Boolean).join(', ');
  if (line.dueOn === undefined) return wordCell(finding.noDate, { sub, tone: 'muted' });
  return wordCell(formatter.day(line.dueOn), { sub, tone: line.overdue ? 'bad' : 'plain' });
}

/** `prod-eu / shop / Deployment/api · 3 pods · fixed in 1.2.3 · an exploit is known`. */
export function describePlace(line: FindingLine, { finding }: Words): string {
  const place = [line.clusterName, line.namespace, line.workload].filter(Boolean).join(' / ');
  const fix = line.fixedVersion ? finding.fixedIn(line.fixedVersion) : '';
  return [place, line.detail, fix, line.exploited ? finding.exploited : ''].filter(Boolean).join(' · ');
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
  const { finding: words } = formatter.words;
  return toTable({
    title,
    columns: [texts(words.control), texts(words.severity), numbers(words.open)],
    items: controls,
    toRow: (control) => [
      textCell(control.title, {
        sub: explainControl(control, formatter.words),
        subLimit: EXPLAINED,
        link: toWebLink(control.link),
      }),
      severityCell(control.severity, formatter.words),
      numberCell(formatter.count(control.count)),
    ],
    formatter,
    ...options,
  });
}

/** Why a control matters and what to do, in a line; what the catalogue does not know is said to be so. */
export function explainControl(
  { control, why, fix }: Pick<ControlLine, 'control' | 'why' | 'fix'>,
  { finding }: Words,
): string {
  if (fix === '') return why === '' ? finding.seePage(control) : why;
  return finding.explained(toPlainLine(why, 300), toPlainLine(fix, 300));
}

/** Lists alerts of Defender; null where there is none. */
export function tableOfAlerts(
  alerts: readonly AlertLine[],
  formatter: Formatter,
  limit: number,
): Table | null {
  if (alerts.length === 0) return null;
  const { words } = formatter;
  return toTable({
    title: words.finding.alerts,
    columns: [texts(words.finding.alert), texts(words.finding.severity), texts(words.finding.raised)],
    items: alerts,
    toRow: (alert) => [
      textCell(alert.title, {
        sub: describeAlert(alert, words),
        subLimit: EXPLAINED,
        link: toWebLink(alert.link),
      }),
      severityCell(alert.severity, words),
      wordCell(formatter.instant(alert.raisedAt), { sub: alert.status }),
    ],
    ...{ limit, formatter, empty: '' },
  });
}

function describeAlert(alert: AlertLine, words: Words): string {
  const { clusterName, namespace, workload, tactic, techniques } = alert;
  const place = [clusterName, namespace, workload].filter(Boolean).join(' / ');
  const attack = [tactic, techniques.join(', ')].filter(Boolean).join(' ');
  return [place, attack, explainControl(alert, words)].filter(Boolean).join(' · ');
}
