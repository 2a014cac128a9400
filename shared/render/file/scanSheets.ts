import { SENSORS } from '../../governance/sensor.ts';
import type { GovernanceReport } from '../../reports/governanceReport.ts';
import type { Formatter } from '../formatter.ts';
import { lookUp } from './findingColumns.ts';
import type { Sheet, SheetCell } from './sheet.ts';

/** What is watched, by which sensors, and what was found there. */
export function sheetOfScans({ scans }: GovernanceReport, formatter: Formatter): Sheet {
  const { governanceFile: words, findingFile, file, scan: names } = formatter.words;
  const { columns } = words;
  return {
    ...{ id: 'scans', name: words.sheets.scans },
    columns: [
      { label: columns.name, width: 30 },
      { label: columns.kind, width: 14 },
      { label: columns.subscription, width: 24 },
      { label: columns.scanned, width: 16 },
      { label: findingFile.controls.open, width: 14 },
      { label: columns.evaluatedAt, width: 26 },
      ...SENSORS.flatMap((sensor) => [
        { label: names.sensors[sensor], width: 14 },
        { label: columns.why, width: 40, wrap: true },
      ]),
      { label: columns.unknownChecks, width: 50, wrap: true },
    ],
    rows: scans.map((scan): SheetCell[] => [
      ...[scan.name, names.kinds[scan.kind], scan.subscriptionName, words.verdicts[scan.verdict]],
      // A number would say that somebody had looked.
      scan.verdict === 'notScanned'
        ? words.verdicts.notScanned
        : scan.open === undefined
          ? ''
          : { count: scan.open },
      scan.evaluatedAt === undefined ? file.never : formatter.instant(scan.evaluatedAt),
      ...SENSORS.flatMap((name) => {
        const found = scan.sensors.find(({ sensor }) => sensor === name);
        return found ? [findingFile.sensorStates[found.state], found.why] : ['', ''];
      }),
      scan.unknownChecks.map(({ check, why }) => `${check}: ${why}`).join('; '),
    ]),
    empty: words.none,
  };
}

/** What could not be read, in the words of each source. */
export function sheetOfUnread({ unread }: GovernanceReport, formatter: Formatter): Sheet {
  const { governanceFile: words, coverage } = formatter.words;
  const { columns } = words;
  return {
    ...{ id: 'unread', name: words.sheets.unread },
    columns: [
      { label: columns.name, width: 40 },
      { label: columns.source, width: 20 },
      { label: columns.sentence, width: 90, wrap: true },
    ],
    rows: unread.map(({ name, source, sentence }) => [name, lookUp(coverage.sources, source), sentence]),
    empty: words.none,
  };
}
