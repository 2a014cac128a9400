/** A file as DuckDB is asked to read it; every column comes as text so that money keeps all its digits. */
export type TableFile =
  | { readonly format: 'csv'; readonly path: string; readonly gzip: boolean; readonly delimiter: string }
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
 * ends before its last column. A CSV is read by position, because its header may name a column twice.
 */
export function selectRows(
  file: TableFile,
  columns: readonly TableColumn[],
  wanted: readonly number[],
): string {
  if (file.format === 'parquet') {
    const list = wanted.map((index) => parquetText(columns[index]));
    return `SELECT ${[...list, 'FALSE'].join(', ')} FROM read_parquet(${quotePath(file.path)})`;
  }
  const types = columns.map((_, index) => `'c${index}': 'VARCHAR'`).join(', ');
  const options = [
    `columns = {${types}}`,
    'auto_detect = false',
    'header = true',
    `delim = ${quoteText(file.delimiter)}`,
    `quote = '"'`,
    `escape = '"'`,
    // Tells a field that is empty from one that is not there; no export holds this control character.
    `nullstr = '\u0001'`,
    'null_padding = true',
    'parallel = false',
    `compression = '${file.gzip ? 'gzip' : 'none'}'`,
  ];
  const list = wanted.map((index) => `c${index}`);
  return `SELECT ${[...list, `c${columns.length - 1} IS NULL`].join(', ')} FROM read_csv(${quotePath(file.path)}, ${options.join(', ')})`;
}

function parquetText(column: TableColumn | undefined): string {
  const name = `"${(column?.name ?? '').replaceAll('"', '""')}"`;
  const nested = /^(STRUCT|MAP)|\[\]$/.test(column?.type ?? '');
  return nested ? `CAST(to_json(${name}) AS VARCHAR)` : `CAST(${name} AS VARCHAR)`;
}

function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** DuckDB takes `*`, `?` and `[` in a path for a pattern; in brackets they mean themselves. */
function quotePath(path: string): string {
  return quoteText(path.replace(/[*?[]/g, '[$&]'));
}
