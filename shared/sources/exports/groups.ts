import { SourceError } from '../../model/errors.ts';
import { parseAmount } from '../../model/money.ts';
import { type AmountSum, NO_SUM, sumColumn } from './amounts.ts';
import { CHARGE_COLUMNS, countDays, type OpenCharges, openCharges, SUM_COLUMNS } from './charges.ts';
import type { ExportColumns, ExportField } from './columns.ts';
import { countThreads } from './database.ts';
import { type ExportType, METRIC_FIELDS } from './dataset.ts';
import type { FileSum, SumParts } from './fileSum.ts';
import { nameColumn, readWhole, writeAsText } from './query.ts';
import { parseExportDay, parseExportKey, trimField } from './row.ts';
import type { TextTable } from './table.ts';
import { countForeign, openTally, type Tally } from './tally.ts';

/** Columns that tell what a charge is for, beside its date, resource and meter category. */
const REST = ['subscription', 'resourceGroup', 'currency', 'tags', 'provider'] as const;
const KEY = ['resourceId', 'meterCategory', ...REST] as const;

const NAMED_GROUPS = `FROM groups JOIN kinds USING (resourceId, meterCategory, mix)
  JOIN names USING (kind) JOIN dates USING (date)`;

/**
 * Sums a file within DuckDB: by its columns as they are written, of which there are far fewer combinations
 * than rows. Only the combinations are then read the way rows are, each once.
 * @returns undefined when something in the file needs to be read row by row; nothing is added then
 */
export async function sumByGroups(
  text: TextTable,
  columns: ExportColumns,
  parts: SumParts,
): Promise<FileSum | undefined> {
  const { connection } = parts.table;
  try {
    const gzip = text.file.format === 'csv' && text.file.gzip;
    await connection.run(`SET threads = ${countThreads(gzip)}`);
    for (const statement of groupFile(text, columns, parts.type)) await connection.run(statement);
    const tally = openTally(parts.currency);
    const rows = await nameKinds(parts, tally);
    const odd = (await nameDates(parts)) ? await readOdd(parts) : undefined;
    if (!odd) return undefined;
    await connection.run(`INSERT INTO charges (${CHARGE_COLUMNS})
      SELECT ${parts.run}, key, day, ${SUM_COLUMNS.join(', ')} ${NAMED_GROUPS}`);
    await parts.table.add(parts.run, odd.charges());
    return { rows, tally };
  } catch (error) {
    if (error instanceof SourceError || !(error instanceof Error)) throw error;
    return undefined;
  } finally {
    for (const table of ['groups', 'kinds', 'names', 'dates']) {
      await connection.run(`DROP TABLE IF EXISTS ${table}`);
    }
  }
}

/**
 * Writes two tables: `groups`, the sums by date, resource, meter category and the rest of the key; `kinds`, the
 * keys without dates. `mix` is the 64-bit hash of the rest. Of Parquet, whose columns come as dictionaries,
 * the rest is compared by its hash alone, within one resource, meter category and day, and read afterwards from
 * the first row of each kind; of CSV all of it is compared, since the file can be read only once.
 */
function groupFile({ file, columns: all }: TextTable, columns: ExportColumns, type: ExportType): string[] {
  const nameOf = (field: ExportField): string => {
    const index = columns[field];
    return index === undefined ? "''" : nameColumn(file, all, index);
  };
  const typeOf = (field: ExportField): string => all[columns[field] ?? -1]?.type ?? 'VARCHAR';
  const writeText = (field: ExportField, value: string): string =>
    `coalesce(${writeAsText(value, typeOf(field))}, '') AS ${field}`;
  const sums = (['effective', 'billed'] as const).map((metric): [string, AmountSum] => {
    const field = METRIC_FIELDS[type][metric];
    return [metric, field ? sumColumn(metric, nameOf(field), typeOf(field)) : NO_SUM];
  });
  const keyed = ['date', 'resourceId', 'meterCategory'] as const;
  const parquet = file.format === 'parquet';
  const inner = [...keyed, ...REST].map((field) => `${nameOf(field)} AS ${field}`);
  const source = `SELECT ${[...inner, ...(parquet ? ['file_row_number'] : []), ...sums.flatMap(([, sum]) => sum.inner)].join(', ')}
    FROM ${readWhole(file, all)}`;
  const aggregates = ['count(*) AS rows', ...sums.flatMap(([, sum]) => sum.aggregates)];
  const results = sums.flatMap(([metric, sum]) => [
    `${sum.coarse} AS ${metric}_coarse`,
    `${sum.fine} AS ${metric}_fine`,
    `${sum.decimal} AS ${metric}_decimal`,
    `${sum.odd} AS ${metric}_odd`,
  ]);
  const texts = keyed.map((field) => writeText(field, field));
  if (!parquet) {
    const rest = REST.map((field) => writeText(field, field));
    return [
      `CREATE TABLE groups AS SELECT ${[...texts, ...rest, `hash(${REST.join(', ')}) AS mix`, 'rows', ...results].join(', ')}
       FROM (SELECT ${[...keyed, ...REST, ...aggregates].join(', ')} FROM (${source}) GROUP BY ${[...keyed, ...REST].join(', ')})`,
      `CREATE TABLE kinds AS SELECT row_number() OVER () AS kind, * FROM (
         SELECT resourceId, meterCategory, mix, ${REST.map((field) => `first(${field}) AS ${field}`).join(', ')}, sum(rows) AS rows
         FROM groups GROUP BY resourceId, meterCategory, mix)`,
    ];
  }
  return [
    `CREATE TABLE groups AS SELECT ${[...texts, 'mix', 'place', 'rows', ...results].join(', ')}
     FROM (SELECT ${[...keyed, `hash(${REST.join(', ')}) AS mix`, 'min(file_row_number) AS place', ...aggregates].join(', ')}
       FROM (${source}) GROUP BY ${keyed.join(', ')}, mix)`,
    `CREATE TABLE kinds AS SELECT row_number() OVER () AS kind, found.*, ${REST.map((field) => writeText(field, `read.${nameOf(field)}`).replace("read.''", "''")).join(', ')}
     FROM (SELECT resourceId, meterCategory, mix, min(place) AS place, sum(rows) AS rows
       FROM groups GROUP BY resourceId, meterCategory, mix) AS found
     JOIN ${readWhole(file, all)} AS read ON read.file_row_number = found.place`,
  ];
}

/** Numbers the kinds of charges by the key book; rows of other providers get no number. */
async function nameKinds({ table: { connection }, book }: SumParts, tally: Tally): Promise<number> {
  const result = await connection.run(`SELECT kind, rows, ${KEY.join(', ')} FROM kinds`);
  await connection.run('CREATE TABLE names (kind INTEGER, key INTEGER)');
  const appender = await connection.createAppender('names');
  let rows = 0;
  for await (const batch of result.yieldRows()) {
    for (const [kind, size, ...values] of batch) {
      const count = Number(size);
      const fields = new Map<ExportField, string>(
        KEY.map((field, place) => [field, trimField(String(values[place]))]),
      );
      rows += count;
      const parsed = parseExportKey((field) => fields.get(field) ?? '', {
        currency: tally.currency,
        onNoCurrency: () => {
          tally.noCurrency += count;
        },
        onBadTags: () => {
          tally.badTags += count;
        },
      });
      if (parsed.kind === 'foreign') countForeign(tally, parsed.provider, count);
      else {
        appender.appendInteger(Number(kind));
        appender.appendInteger(book.numberOf(parsed.key));
        appender.endRow();
      }
    }
  }
  appender.closeSync();
  return rows;
}

/** Reads each date that the file writes, once; false when one is none. */
async function nameDates({ table: { connection } }: SumParts): Promise<boolean> {
  const result = await connection.run(`SELECT DISTINCT date FROM groups
    JOIN kinds USING (resourceId, meterCategory, mix) JOIN names USING (kind)`);
  await connection.run('CREATE TABLE dates (date VARCHAR, day INTEGER)');
  const appender = await connection.createAppender('dates');
  let readable = true;
  for (const [written] of await result.getRows()) {
    const day = parseExportDay(trimField(String(written)));
    if (day === undefined) readable = false;
    else {
      appender.appendVarchar(String(written));
      appender.appendInteger(countDays(day));
      appender.endRow();
    }
  }
  appender.closeSync();
  return readable;
}

/** Reads the amounts that DuckDB does not: exponents, more than 28 decimals; undefined when one is no amount. */
async function readOdd({ table: { connection } }: SumParts): Promise<OpenCharges | undefined> {
  const sums = openCharges();
  for (const metric of ['effective', 'billed'] as const) {
    const result = await connection.run(
      `SELECT key, day, unnest(${metric}_odd) ${NAMED_GROUPS} WHERE ${metric}_odd IS NOT NULL`,
    );
    for await (const batch of result.yieldRows()) {
      for (const [key, day, text] of batch) {
        const amount = parseAmount(trimField(String(text)));
        if (amount === undefined) return undefined;
        const [effective, billed] = metric === 'effective' ? [amount, undefined] : [undefined, amount];
        sums.add(Number(key), Number(day), effective, billed);
      }
    }
  }
  return sums;
}
