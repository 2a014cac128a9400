import type { ArmId, Cluster } from '../../model/estate.ts';
import type { Day } from '../../model/time.ts';
import { type Bill, type BillTotal, daysOf, totalsOf } from './bill.ts';
import { INFERRED_TAG } from './clusters.ts';
import type { FolderReading } from './files.ts';
import type { Warning } from './warning.ts';

/** What a replay folder was found to hold; for people, and for the first page of a bug report. */
export interface ReplayDescription {
  readonly directory: string;
  /** Files that gave something, sorted: what each was taken for, and what is odd about it. */
  readonly files: readonly {
    readonly file: string;
    readonly takenFor: readonly string[];
    readonly warnings: readonly string[];
  }[];
  /** Files that gave nothing, sorted, each with the reason. */
  readonly notUnderstood: readonly { readonly file: string; readonly reason: string }[];
  /** Files that `replay.yaml` or a later run of the same export sets aside. */
  readonly setAside: readonly { readonly file: string; readonly reason: string }[];
  /** First and last day of the bill; undefined when there is none. */
  readonly days: { readonly from: Day; readonly to: Day } | undefined;
  /** Months that the bill touches: what `--period` can be. */
  readonly periods: readonly string[];
  readonly currencies: readonly string[];
  /** Exact sums over everything read. */
  readonly totals: readonly BillTotal[];
  readonly clusters: readonly { readonly id: ArmId; readonly name: string; readonly inferred: boolean }[];
  /** What is odd about the folder as a whole. */
  readonly warnings: readonly string[];
}

/** Puts into words what was found. */
export function describeFolder(
  directory: string,
  folder: FolderReading,
  found: {
    readonly bill: Bill;
    readonly periods: readonly string[];
    readonly clusters: readonly Cluster[];
    readonly warnings: readonly Warning[];
  },
): ReplayDescription {
  const totals = totalsOf(found.bill);
  const read = folder.readings.filter((reading) => reading.takenFor.length > 0);
  return {
    directory,
    files: read.map(({ file, takenFor, warnings, reasons }) => ({
      file,
      takenFor: [...takenFor],
      warnings: [
        ...warnings,
        ...reasons.map((reason) => `A part of it is not understood: ${reason}.`),
        ...found.warnings
          .filter(({ place }) => place.replace(/#\d+$/, '') === file)
          .map(({ warning }) => warning),
      ],
    })),
    notUnderstood: folder.readings
      .filter((reading) => reading.takenFor.length === 0)
      .map(({ file, reasons }) => ({ file, reason: reasons[0] ?? 'it holds nothing that Purser reads' })),
    setAside: folder.setAside,
    days: daysOf(found.bill),
    periods: found.periods,
    currencies: [...new Set(totals.map(({ currency }) => currency))].sort(),
    totals,
    clusters: found.clusters.map(({ id, name, tags }) => ({
      id,
      name,
      inferred: tags[INFERRED_TAG] === 'true',
    })),
    warnings: found.warnings.filter(({ place }) => place === '').map(({ warning }) => warning),
  };
}
