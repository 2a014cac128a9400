import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { SourceError } from '../../model/errors.ts';
import { detectKind, probeText } from './file.ts';
import { describeParquet, selectRows, type TableColumn, type TableFile } from './query.ts';

/** One row as text, by position among the columns that were asked for; `complete` is false for a row that breaks off. */
export interface TextRow {
  readonly values: readonly (string | null)[];
  readonly complete: boolean;
}

/** A CSV or Parquet file, opened: its column names, and its rows on demand. */
export interface TextTable {
  readonly headers: readonly string[];
  /** False for a text file without a line end at its end. */
  readonly endsCleanly: boolean;
  /**
   * Streams the rows in the order of the file, some thousand at a time, with only the wanted columns.
   * @throws SourceError malformed
   */
  readRows(wanted: readonly number[]): AsyncIterable<readonly TextRow[]>;
}

/**
 * Opens a table file: CSV, gzipped CSV or Parquet, told by its bytes.
 * @throws SourceError notFound or malformed
 */
export async function openTable(
  path: string,
  where: { readonly source: string; readonly scope: string },
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
  const probe = await probeText(path, kind === 'csv.gz', where);
  const file: TableFile = { format: 'csv', path, gzip: kind === 'csv.gz', delimiter: probe.delimiter };
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
    headers: columns.map((column) => column.name),
    endsCleanly,
    async *readRows(wanted) {
      for await (const rows of query(selectRows(file, columns, wanted), where)) {
        yield rows.map((row) => ({
          values: row.slice(0, -1).map((value) => (value === null ? null : String(value))),
          complete: row.at(-1) === false,
        }));
      }
    },
  };
}

async function* query(
  sql: string,
  where: { readonly source: string; readonly scope: string },
): AsyncGenerator<readonly (readonly unknown[])[]> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '2',
    memory_limit: '256MB',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  let connection: DuckDBConnection | undefined;
  try {
    connection = await instance.connect();
    const result = await connection.stream(sql);
    yield* result.yieldRows();
  } catch (cause) {
    if (!(cause instanceof Error) || cause instanceof SourceError) throw cause;
    throw new SourceError(
      where,
      'malformed',
      `the table cannot be read: ${firstLine(cause.message)}`,
      'Copy the file again from where it was exported to, and compare its size.',
      { cause },
    );
  } finally {
    connection?.closeSync();
    instance.closeSync();
  }
}

/** DuckDB's message goes on with the row's text and with advice for people who write SQL. */
function firstLine(message: string): string {
  return message.split('\n')[0] ?? message;
}
