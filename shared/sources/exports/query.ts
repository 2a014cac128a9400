/** A file as DuckDB is asked to read it; every column comes as text so that money keeps all its digits. */
export type TableFile =
  | {
      readonly format: 'csv';
      readonly path: string;
      readonly gzip: boolean;
      readonly delimiter: string;
      /** True for one that is too large to be held in memory. */
      readonly large: boolean;
    }
  | { readonly format: 'parquet'; readonly path: string };

/** A column as the file names it, with its Parquet type where it has one. */
export interface TableColumn {
  readonly name: string;
  readonly type: string;
}

/** Asks a Parquet file for its columns. */
export function describeParquet(path: string): string {
  return `DESCRIBE SELECT * FROM read_parquet(${quotePath(path)})`;
}

/**
 * Selects some columns of every row, in the order of the file, plus a last one that is true where a CSV row
 * ends before its last column. A CSV is read by position, because its header may name a column twice. After
 * the rows comes one more that is null throughout: DuckDB's streams end without a word where they fail, and
 * this row tells that they did not (duckdb/duckdb-rs#832).
 */
export function selectRows(
  file: TableFile,
  columns: readonly TableColumn[],
  wanted: readonly number[],
): string {
  const list = wanted.map((index) => writeAsText(nameColumn(file, columns, index), columns[index]?.type));
  const broken = file.format === 'parquet' ? 'FALSE' : `c${columns.length - 1} IS NULL`;
  const source =
    file.format === 'parquet' ? readParquet(file) : readCsv(file, columns, readBrokenRows(file.large));
  const end = [...list, broken].map(() => 'NULL');
  return `SELECT ${[...list, broken].join(', ')} FROM ${source} UNION ALL SELECT ${end.join(', ')}`;
}

/** A quarter of DuckDB's own, so that threads wait less for one another while a file is unzipped. */
const BUFFER_BYTES = 8_000_000;

/**
 * The table function that reads a whole file as it is, in any order; a CSV row that breaks off is an error.
 * Of Parquet, `file_row_number` is one more column.
 */
export function readWhole(file: TableFile, columns: readonly TableColumn[]): string {
  return file.format === 'parquet'
    ? `read_parquet(${quotePath(file.path)}, file_row_number = true)`
    : readCsv(file, columns, [`buffer_size = ${BUFFER_BYTES}`]);
}

/** What a column of {@link readWhole} is called in a statement. */
export function nameColumn(file: TableFile, columns: readonly TableColumn[], index: number): string {
  if (file.format === 'csv') return `c${index}`;
  return `"${(columns[index]?.name ?? '').replaceAll('"', '""')}"`;
}

/** Writes the value of a column as text, a nested one (tags may be a map) as JSON. */
export function writeAsText(value: string, type: string | undefined): string {
  if (type === 'VARCHAR') return value;
  return /^(STRUCT|MAP)|\[\]$/.test(type ?? '')
    ? `CAST(to_json(${value}) AS VARCHAR)`
    : `CAST(${value} AS VARCHAR)`;
}

/** Read by one thread, DuckDB holds all of a file; by several, it cannot pad a file with line ends in quotes. */
function readBrokenRows(large: boolean): string[] {
  return [
    // Tells a field that is empty from one that is not there; no export holds this control character.
    `nullstr = '\u0001'`,
    'null_padding = true',
    `parallel = ${large}`,
  ];
}

function readCsv(
  file: TableFile & { readonly format: 'csv' },
  columns: readonly TableColumn[],
  more: readonly string[],
): string {
  const types = columns.map((_, index) => `'c${index}': 'VARCHAR'`).join(', ');
  const options = [
    `columns = {${types}}`,
    'auto_detect = false',
    'header = true',
    `delim = ${quoteText(file.delimiter)}`,
    `quote = '"'`,
    `escape = '"'`,
    `compression = '${file.gzip ? 'gzip' : 'none'}'`,
    ...more,
  ];
  return `read_csv(${quotePath(file.path)}, ${options.join(', ')})`;
}

function readParquet(file: TableFile): string {
  return `read_parquet(${quotePath(file.path)})`;
}

function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** DuckDB takes `*`, `?` and `[` in a path for a pattern; in brackets they mean themselves. */
function quotePath(path: string): string {
  return quoteText(path.replace(/[*?[]/g, '[$&]'));
}
