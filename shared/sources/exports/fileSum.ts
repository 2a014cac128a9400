import type { ChargeTable } from './charges.ts';
import type { ExportType } from './dataset.ts';
import type { KeyBook } from './keyBook.ts';
import type { Tally } from './tally.ts';

/** What an export's file came to. */
export interface FileSum {
  /** Rows of the file, read or left out. */
  readonly rows: number;
  readonly tally: Tally;
}

/** What summing a file needs beside the file. */
export interface SumParts {
  readonly table: ChargeTable;
  readonly book: KeyBook;
  /** The number of the run in the table. */
  readonly run: number;
  readonly type: ExportType;
  readonly currency: string | undefined;
  /** True when the manifest tells the file's bytes and rows, so that reading it once is enough to know it whole. */
  readonly vouched: boolean;
}
