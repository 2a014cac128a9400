import type { Sensor } from '../../governance/sensor.ts';
import type { ScanLine, Unscanned } from '../../reports/findingLine.ts';
import { listNames } from '../../reports/scans.ts';
import type { Formatter } from '../formatter.ts';
import { type Cell, numberCell, numbers, type Table, textCell, toTable, wordCell, words } from './table.ts';

export const SENSOR_NAMES = {
  defenderPlan: 'Defender plan',
  defenderSensor: 'Defender sensor',
  policyAddon: 'Policy add-on',
  defender: 'Defender recommendations',
  policy: 'Azure Policy',
  gatekeeper: 'Gatekeeper',
  pods: 'Pods',
  posture: 'Settings',
} as const satisfies Record<Sensor, string>;

/** Lists what is watched with what was found there: where nothing looked, that is said in place of a number. */
export function tableOfScans(scans: readonly ScanLine[], formatter: Formatter, limit: number): Table {
  return toTable({
    title: 'What was scanned',
    note: 'That nothing is open where nothing looked is no good news.',
    columns: [words('Cluster, registry or subscription'), numbers('Open'), words('Last looked')],
    items: scans,
    toRow: (scan) => [
      textCell(scan.name, { sub: describeSensors(scan), subLimit: 400 }),
      openCell(scan, formatter),
      scan.evaluatedAt === undefined
        ? wordCell('never', { tone: 'bad' })
        : wordCell(formatter.instant(scan.evaluatedAt)),
    ],
    limit,
    empty: 'Nothing was scanned: no cluster, registry or subscription is known.',
  });
}

function openCell(scan: ScanLine, formatter: Formatter): Cell {
  const { text, note } = sayOpen(scan, formatter);
  const tone = scan.verdict === 'notScanned' ? 'bad' : scan.verdict === 'partly' ? 'warn' : 'plain';
  return numberCell(text, { sub: note, tone });
}

/** How many findings are open somewhere, in words where a number would mislead. */
export function sayOpen({ verdict, open }: ScanLine, formatter: Formatter) {
  const count = open === undefined ? '' : formatter.count(open);
  switch (verdict) {
    case 'notScanned':
      return { text: 'not scanned', note: open ? `${count} from before` : '' };
    case 'partly':
      return { text: count || 'in part', note: count === '' ? '' : 'scanned in part' };
    case 'scanned':
      return { text: count || 'scanned', note: '' };
  }
}

/** What does not look there and why, or is not known to; then checks without an answer. */
function describeSensors({ kind, sensors, unknownChecks }: ScanLine): string {
  const blind = sensors.flatMap(({ sensor, state, why }) =>
    state === 'on' ? [] : [`${SENSOR_NAMES[sensor]} ${state}${why === '' ? '' : `: ${why}`}`],
  );
  const [first] = unknownChecks;
  const unknown = first
    ? [`${sayChecks(unknownChecks.length)} without an answer, such as ${first.check}`]
    : [];
  return [kind, ...blind, ...unknown].join(' · ');
}

/** What to say in place of findings: never that all is well while something was not scanned. */
export function sayNothingOpen(sentence: string, { of, notScanned, partly }: Unscanned): string {
  if (of === 0 || notScanned.length === of) return 'Not scanned: nothing looked, so nothing is known.';
  const blind = [...notScanned, ...partly];
  return blind.length === 0 ? sentence : `${sentence} Not scanned in full: ${listNames(blind)}.`;
}

/** A number of findings, or `not scanned` where none of anything was looked at. */
export function sayCount(count: number, { of, notScanned }: Unscanned, formatter: Formatter): string {
  return count === 0 && notScanned.length === of ? 'not scanned' : formatter.count(count);
}

/** `2 of 5 not scanned`, `1 of 5 in part`; `''` when all was scanned. */
export function sayUnscanned({ of, notScanned, partly }: Unscanned, formatter: Formatter): string {
  const total = formatter.count(of);
  if (of === 0) return 'nothing is known';
  if (notScanned.length > 0) return `${formatter.count(notScanned.length)} of ${total} not scanned`;
  return partly.length > 0 ? `${formatter.count(partly.length)} of ${total} in part` : '';
}

function sayChecks(count: number): string {
  return count === 1 ? '1 check' : `${count} checks`;
}
