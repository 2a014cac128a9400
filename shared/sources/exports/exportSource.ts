import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import type { ExportPlace } from '../../config/schema.ts';
import { SourceError } from '../../model/errors.ts';
import type { ExportedMonth, ExportSource } from '../source.ts';
import { type Candidate, findCandidates } from './candidates.ts';
import { type ChargeTable, createChargeTable } from './charges.ts';
import { openDatabase } from './database.ts';
import { createKeyBook, type KeyBook } from './keyBook.ts';
import type { Run, RunFile } from './manifest.ts';
import { openMonth } from './month.ts';
import { EXPORT_SOURCE, type Where } from './rows.ts';
import { type ExportStore, showName } from './store.ts';
import { sumFile } from './sumFile.ts';
import { describeOddities } from './tally.ts';

/** What reading exports needs beside the places where they lie. */
export interface ExportParts {
  /** Opens the container or folder of a place. */
  readonly openStore: (place: ExportPlace) => ExportStore;
  /** Tags that matter beside those that AKS sets (`cost.tagKeys`). */
  readonly tagKeys: readonly string[];
  /** Taken for rows that name no currency. Default: USD. */
  readonly currency?: string;
}

/** What DuckDB may hold in memory before it moves groups and sums to a temporary folder. */
const MEMORY = '512MB';

/**
 * Reads the bill from Cost Management exports (`manifest.json` of API 2023-07-01-preview and later): FOCUS,
 * actual and amortized, CSV, gzipped CSV and Parquet, in any number of partitions. The rows stay in DuckDB,
 * which sums them; one subscription and day at a time is handed out.
 */
export function createExportSource(places: readonly ExportPlace[], parts: ExportParts): ExportSource {
  return {
    async readExports(month) {
      const { found, problems, warnings } = await findCandidates(places, parts.openStore, month);
      const folder = await mkdtemp(join(tmpdir(), 'purser-exports-'));
      const removeFolder = (): Promise<void> => rm(folder, { recursive: true, force: true });
      try {
        const database = await openDatabase(MEMORY, folder);
        const close = async (): Promise<void> => {
          database.close();
          await removeFolder();
        };
        try {
          const table = await createChargeTable(database.connection);
          const reading = { table, book: createKeyBook(parts.tagKeys), parts };
          const { runs, ...told } = await readRuns(found, reading);
          const opened = await openMonth(runs, table, reading.book.keys, month);
          return {
            runs: opened.runs,
            problems: [...problems, ...told.problems],
            warnings: [...warnings, ...told.warnings, ...opened.warnings],
            readDays: opened.readDays,
            close,
          } satisfies ExportedMonth;
        } catch (error) {
          database.close();
          throw error;
        }
      } catch (error) {
        await removeFolder();
        throw error;
      }
    },
  };
}

interface Reading {
  readonly table: ChargeTable;
  readonly book: KeyBook;
  readonly parts: ExportParts;
}

/** Reads run after run into the table; one that cannot be read leaves nothing there. */
async function readRuns(
  candidates: readonly Candidate[],
  reading: Reading,
): Promise<{
  readonly runs: ReadonlyMap<number, Run>;
  readonly problems: readonly SourceError[];
  readonly warnings: readonly string[];
}> {
  const runs = new Map<number, Run>();
  const problems: SourceError[] = [];
  const warnings: string[] = [];
  for (const [number, candidate] of candidates.entries()) {
    try {
      warnings.push(...(await readRun(number, candidate, reading)));
      runs.set(number, candidate.run);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      problems.push(error);
      await reading.table.remove(number);
    }
  }
  return { runs, problems, warnings };
}

async function readRun(number: number, candidate: Candidate, reading: Reading): Promise<readonly string[]> {
  const { run, store, sizes } = candidate;
  const files = run.files.map((file) => locate(run, file, sizes));
  const warnings: string[] = [];
  for (const file of files) {
    const where = whereOf(run, file);
    if (file.rows === 0 && sizes.get(file.name) === 0) continue;
    const sum = await store.withFile(file.name, async (path) => {
      await checkSize(path, run, file, sizes.get(file.name) ?? 0);
      return sumFile(path, where, {
        table: reading.table,
        book: reading.book,
        run: number,
        type: run.type,
        currency: reading.parts.currency,
        vouched: file.bytes !== undefined && file.rows !== undefined,
      });
    });
    if (file.rows !== undefined && file.rows !== sum.rows)
      throw differs(where, `${file.rows} rows and has ${sum.rows}`);
    warnings.push(
      ...describeOddities(sum.tally, sum.rows, run.type).map((warning) => `${where.scope}: ${warning}`),
    );
  }
  return warnings;
}

/** A file lies where its manifest says, or beside the manifest when the run was copied to another path. */
function locate(run: Run, file: RunFile, sizes: ReadonlyMap<string, number>): RunFile {
  const beside = posix.join(posix.dirname(run.manifest), posix.basename(file.name));
  const name = [file.name, beside].find((candidate) => sizes.has(candidate));
  if (name !== undefined) return { ...file, name };
  throw new SourceError(
    whereOf(run, file),
    'malformed',
    'its manifest names this file, and it is not there',
    'Run the export again, and check that nothing removes its files before they are read.',
  );
}

/** A manifest may tell the bytes of what was compressed: a gzip ends with their number modulo 2³² (RFC 1952). */
async function checkSize(path: string, run: Run, file: RunFile, size: number): Promise<void> {
  if (file.bytes === undefined || file.bytes === size) return;
  const inside = /\.gz$/i.test(file.name) ? await readLastNumber(path, size) : undefined;
  if (inside !== file.bytes % 2 ** 32)
    throw differs(whereOf(run, file), `${file.bytes} bytes and has ${size}`);
}

async function readLastNumber(path: string, size: number): Promise<number | undefined> {
  if (size < 18) return undefined;
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, size - 4);
    return buffer.readUInt32LE(0);
  } finally {
    await file.close();
  }
}

function differs(where: Where, how: string): SourceError {
  return new SourceError(
    where,
    'malformed',
    `by its manifest the file has ${how}`,
    'Read it again later, in case it is being written; if it stays so, run the export again.',
  );
}

function whereOf(run: Run, file: RunFile): Where {
  return { source: EXPORT_SOURCE, scope: `${showName(run.name)}, ${showName(file.name)}` };
}
