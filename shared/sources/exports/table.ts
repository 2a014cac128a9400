import { stat } from 'node:fs/promises';
import { SourceError } from '../../model/errors.ts';
import { openDatabase } from './database.ts';
import { detectKind, probeText } from './file.ts';
import { describeParquet, selectRows, type TableColumn, type TableFile } from './query.ts';

/** One row as text, by position among the columns that were asked for; `complete` is false for a row that breaks off. */
export interface TextRow {
  readonly values: readonly (string | null)[];
  readonly complete: boolean;
}

/** A CSV or Parquet file, opened: its column names, and its rows on demand. */
export interface TextTable {
  readonly file: TableFile;
  readonly columns: readonly TableColumn[];
  readonly headers: readonly string[];
  /** False for a text file without a line end at its end. */
  readonly endsCleanly: boolean;
  /**
   * Streams the rows in the order of the file, some thousand at a time, with only the wanted columns.
   * @throws SourceError malformed
   */
  readRows(wanted: readonly number[]): AsyncIterable<readonly TextRow[]>;
}

/** Bytes from which a CSV does not fit into the memory that one reading may take. */
const LARGE_CSV = 64 << 20;
const LARGE_GZIP = 6 << 20;

/**
 * Opens a table file: CSV, gzipped CSV or Parquet, told by its bytes.
 * @param vouched true when the caller knows that the file is whole, which saves reading it twice
 * @throws SourceError notFound or malformed
 */
export async function openTable(
  path: string,
  where: { readonly source: string; readonly scope: string },
  vouched = false,
): Promise<TextTable> {
  const kind = await detectKind(path).catch((cause: unknown) => {
    throw new SourceError(
      where,
      'notFound',
      'the file cannot be opened',
      'Check the path and its permissions.',
      {
        cause,
      },
    );
  });
  if (kind === 'parquet') {
    const file: TableFile = { format: 'parquet', path };
    const columns: TableColumn[] = [];
    for await (const rows of query(describeParquet(path), where)) {
      for (const [name, type] of rows) columns.push({ name: String(name), type: String(type) });
    }
    return tableOf(file, columns, true, where);
  }
  const probe = await probeText(path, kind === 'csv.gz', where, vouched);
  const gzip = kind === 'csv.gz';
  const large = (await stat(path)).size > (gzip ? LARGE_GZIP : LARGE_CSV);
  const file: TableFile = { format: 'csv', path, gzip, delimiter: probe.delimiter, large };
  const columns = probe.headers.map((name) => ({ name, type: 'VARCHAR' }));
  return tableOf(file, columns, probe.endsWithNewline, where);
}

function tableOf(
  file: TableFile,
  columns: readonly TableColumn[],
  endsCleanly: boolean,
  where: { readonly source: string; readonly scope: string },
): TextTable {
  return {
    file,
    columns,
    headers: columns.map((column) => column.name),
    endsCleanly,
    async *readRows(wanted) {
      let ended = false;
      for await (const rows of query(selectRows(file, columns, wanted), where)) {
        const [last] = rows.at(-1)?.slice(-1) ?? [];
        ended = rows.length > 0 && last === null;
        yield (ended ? rows.slice(0, -1) : rows).map((row) => ({
          values: row.slice(0, -1).map((value) => (value === null ? null : String(value))),
          complete: row.at(-1) === false,
        }));
      }
      if (!ended) throw unreadableTable(where, new Error('it cannot be read to its end'));
    },
  };
}

async function* query(
  sql: string,
  where: { readonly source: string; readonly scope: string },
): AsyncGenerator<readonly (readonly unknown[])[]> {
  const database = await openDatabase('256MB');
  try {
    const result = await database.connection.stream(sql);
    yield* result.yieldRows();
  } catch (cause) {
    if (!(cause instanceof Error) || cause instanceof SourceError) throw cause;
    throw unreadableTable(where, cause);
  } finally {
    database.close();
  }
}

/** The error of a file that DuckDB cannot read. */
export function unreadableTable(
  where: { readonly source: string; readonly scope: string },
  cause: Error,
): SourceError {
  return new SourceError(
    where,
    'malformed',
    `the table cannot be read: ${firstLine(cause.message)}`,
    'Copy the file again from where it was exported to, and compare its size.',
    { cause },
  );
}

/** DuckDB's message goes on with the row's text and with advice for people who write SQL. */
function firstLine(message: string): string {
  return message.split('\n')[0] ?? message;
}
