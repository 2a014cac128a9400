import type { ScanLine, Unscanned } from '../../reports/findingLine.ts';
import type { Formatter } from '../formatter.ts';
import { listNames } from './names.ts';
import { type Cell, numberCell, numbers, type Table, textCell, texts, toTable, wordCell } from './table.ts';

/** Lists what is watched with what was found there: where nothing looked, that is said in place of a number. */
export function tableOfScans(scans: readonly ScanLine[], formatter: Formatter, limit: number): Table {
  const { scan: words } = formatter.words;
  return toTable({
    title: words.title,
    note: words.note,
    columns: [texts(words.place), numbers(words.open), texts(words.lastLooked)],
    items: scans,
    toRow: (scan) => [
      textCell(scan.name, { sub: describeSensors(scan, formatter), subLimit: 400 }),
      openCell(scan, formatter),
      scan.evaluatedAt === undefined
        ? wordCell(words.never, { tone: 'bad' })
        : wordCell(formatter.instant(scan.evaluatedAt)),
    ],
    ...{ limit, formatter, empty: words.empty },
  });
}

function openCell(scan: ScanLine, formatter: Formatter): Cell {
  const { text, note } = sayOpen(scan, formatter);
  const tone = scan.verdict === 'notScanned' ? 'bad' : scan.verdict === 'partly' ? 'warn' : 'plain';
  return numberCell(text, { sub: note, tone });
}

/** How many findings are open somewhere, in words where a number would mislead. */
export function sayOpen({ verdict, open }: ScanLine, { words, count }: Formatter) {
  const { scan } = words;
  const counted = open === undefined ? '' : count(open);
  switch (verdict) {
    case 'notScanned':
      return { text: scan.notScanned, note: open ? scan.fromBefore(counted) : '' };
    case 'partly':
      return { text: counted || scan.inPart, note: counted === '' ? '' : scan.scannedInPart };
    case 'scanned':
      return { text: counted || scan.scanned, note: '' };
  }
}

/** What does not look there and why, or is not known to; then checks without an answer. */
function describeSensors({ kind, sensors, unknownChecks }: ScanLine, { words, figure }: Formatter): string {
  const { scan } = words;
  const blind = sensors.flatMap(({ sensor, state, why }) => {
    if (state === 'on') return [];
    const [name, said] = [scan.sensors[sensor], scan.states[state]];
    return [why === '' ? scan.sensor(name, said) : scan.sensorWhy(name, said, why)];
  });
  const [first] = unknownChecks;
  const unknown = first ? [scan.unknownChecks(figure(unknownChecks.length), first.check)] : [];
  return [scan.kinds[kind], ...blind, ...unknown].join(' · ');
}

/** What to say in place of findings: never that all is well while something was not scanned. */
export function sayNothingOpen(
  sentence: string,
  { of, notScanned, partly }: Unscanned,
  formatter: Formatter,
): string {
  const { scan } = formatter.words;
  if (of === 0 || notScanned.length === of) return scan.nothingLooked;
  const blind = [...notScanned, ...partly];
  return blind.length === 0 ? sentence : scan.notInFull(sentence, listNames(blind, formatter));
}

/** A number of findings, or `not scanned` where none of anything was looked at. */
export function sayCount(count: number, { of, notScanned }: Unscanned, formatter: Formatter): string {
  return count === 0 && notScanned.length === of ? formatter.words.scan.notScanned : formatter.count(count);
}

/** `2 of 5 not scanned`, `1 of 5 in part`; `''` when all was scanned. */
export function sayUnscanned({ of, notScanned, partly }: Unscanned, { words, count }: Formatter): string {
  const { scan } = words;
  if (of === 0) return scan.nothingKnown;
  if (notScanned.length > 0) return scan.someNotScanned(count(notScanned.length), count(of));
  return partly.length > 0 ? scan.someInPart(count(partly.length), count(of)) : '';
}
