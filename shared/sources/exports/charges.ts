import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { SourceError } from '../../model/errors.ts';
import { type Amount, formatExact } from '../../model/money.ts';
import { type Day, dayOf, startOf } from '../../model/time.ts';
import { COARSE_TYPE, joinAmount, splitAmount } from './amounts.ts';
import { EXPORT_SOURCE } from './rows.ts';

/** The amounts of one key on one day in one run; undefined for a sum that the run does not hold. */
export interface Charge {
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly key: number;
  readonly effective: Amount | undefined;
  readonly billed: Amount | undefined;
}

/** A charge as it is handed out: sums without which of them the run holds, for the caller knows. */
export interface ChargeSum {
  readonly run: number;
  /** Rank of the subscription. */
  readonly subscription: number;
  readonly day: number;
  readonly key: number;
  readonly effective: Amount;
  readonly billed: Amount;
}

/** A day of a subscription of which a run has charges. */
export interface ChargedDay {
  readonly run: number;
  readonly subscription: number;
  readonly day: number;
}

/**
 * The charges of a month, summed by run, key and day, in a table of DuckDB that moves to disk when it grows:
 * numbers only, since what they are for is in the key book.
 */
export interface ChargeTable {
  readonly connection: DuckDBConnection;
  add(run: number, charges: Iterable<Charge>): Promise<void>;
  /** Takes back what a run has added. */
  remove(run: number): Promise<void>;
  /**
   * Says where each key stands, before the table is read.
   * @param places by key: the rank of its subscription, and its own among all
   */
  rank(places: readonly { readonly subscription: number; readonly rank: number }[]): Promise<void>;
  readDays(): Promise<readonly ChargedDay[]>;
  /** What a run has on days outside of these two; both are included. */
  readOutside(run: number, from: number, to: number): Promise<readonly Charge[]>;
  /** Streams the sums by subscription, day, key and run. */
  readSums(): AsyncIterable<readonly ChargeSum[]>;
}

/** Charges that are being summed in memory, by key and day. */
export interface OpenCharges {
  add(key: number, day: number, effective: Amount | undefined, billed: Amount | undefined): void;
  readonly charges: () => Iterable<Charge>;
}

export function openCharges(): OpenCharges {
  const sums = new Map<string, { -readonly [Field in keyof Charge]: Charge[Field] }>();
  return {
    charges: () => sums.values(),
    add(key, day, effective, billed) {
      const name = `${key}|${day}`;
      const sum = sums.get(name) ?? { key, day, effective: undefined, billed: undefined };
      sums.set(name, sum);
      if (effective !== undefined) sum.effective = (sum.effective ?? 0n) + effective;
      if (billed !== undefined) sum.billed = (sum.billed ?? 0n) + billed;
    },
  };
}

const DAY_MS = 86_400_000;

/** The number by which the table knows a day. */
export function countDays(day: Day): number {
  return startOf(day).getTime() / DAY_MS;
}

/** The day of such a number. */
export function toDay(count: number): Day {
  return dayOf(new Date(count * DAY_MS));
}

/** The sums of a charge, each metric's in three columns; see {@link SplitAmount}. */
export const SUM_COLUMNS = (['effective', 'billed'] as const).flatMap((metric) => [
  `${metric}_coarse`,
  `${metric}_fine`,
  `${metric}_decimal`,
]);

/** Columns of the table, in the order in which an INSERT gives them. */
export const CHARGE_COLUMNS = ['run', 'key', 'day', ...SUM_COLUMNS].join(', ');

/** Columns of one metric. */
const SUM_WIDTH = SUM_COLUMNS.length / 2;
const SUM_ALL = SUM_COLUMNS.map((column) => `sum(${column})`).join(', ');

/** Makes an empty table. */
export async function createChargeTable(connection: DuckDBConnection): Promise<ChargeTable> {
  const types = SUM_COLUMNS.map(
    (column) => `${column} ${column.endsWith('_decimal') ? COARSE_TYPE : 'HUGEINT'}`,
  );
  await connection.run(`CREATE TABLE charges (run INTEGER, key INTEGER, day INTEGER, ${types.join(', ')})`);
  await connection.run('CREATE TABLE places (key INTEGER, subscription INTEGER, rank INTEGER)');
  const appendTo = async (
    table: string,
    rows: Iterable<readonly (number | bigint | null)[]>,
  ): Promise<void> => {
    const appender = await connection.createAppender(table);
    for (const row of rows) {
      for (const value of row) {
        if (value === null) appender.appendNull();
        else if (typeof value === 'bigint') appender.appendHugeInt(value);
        else appender.appendInteger(value);
      }
      appender.endRow();
    }
    appender.closeSync();
  };
  return {
    connection,
    async add(run, charges) {
      await appendTo('charges', writeCharges(run, charges));
    },
    async remove(run) {
      await connection.run(`DELETE FROM charges WHERE run = ${run}`);
    },
    async rank(places) {
      await appendTo(
        'places',
        places.map(({ subscription, rank }, key) => [key, subscription, rank]),
      );
    },
    async readDays() {
      const result = await connection.run(
        'SELECT DISTINCT run, subscription, day FROM charges JOIN places USING (key) ORDER BY ALL',
      );
      const days: ChargedDay[] = [];
      for await (const rows of result.yieldRows()) {
        for (const [run, subscription, day] of rows) {
          days.push({ run: Number(run), subscription: Number(subscription), day: Number(day) });
        }
      }
      return days;
    },
    async readOutside(run, from, to) {
      const result = await connection.run(`SELECT key, day, ${SUM_ALL}
        FROM charges WHERE run = ${run} AND day NOT BETWEEN ${from} AND ${to} GROUP BY key, day ORDER BY day, key`);
      const charges: Charge[] = [];
      for await (const rows of result.yieldRows()) {
        for (const [key, day, ...sums] of rows) {
          charges.push({
            key: Number(key),
            day: Number(day),
            effective: readSum(sums.slice(0, SUM_WIDTH)),
            billed: readSum(sums.slice(SUM_WIDTH)),
          });
        }
      }
      return charges;
    },
    async *readSums() {
      const counted = await connection.run(
        'SELECT count(*) FROM (SELECT DISTINCT run, day, key FROM charges)',
      );
      const count = Number((await counted.getRows())[0]?.[0]);
      const result = await connection.stream(`SELECT run, subscription, day, key, ${SUM_ALL}
        FROM charges JOIN places USING (key) GROUP BY run, subscription, day, key, rank
        ORDER BY subscription, day, rank, run`);
      let read = 0;
      for (;;) {
        const chunk = await result.fetchChunk();
        if (!chunk || chunk.rowCount === 0) break;
        const [run, subscription, day, key, ...sums] = Array.from(
          { length: chunk.columnCount },
          (_, column) => chunk.getColumnVector(column),
        );
        const [effective, billed] = [sums.slice(0, SUM_WIDTH), sums.slice(SUM_WIDTH)];
        const batch: ChargeSum[] = [];
        for (let row = 0; row < chunk.rowCount; row++) {
          batch.push({
            run: Number(run?.getItem(row)),
            subscription: Number(subscription?.getItem(row)),
            day: Number(day?.getItem(row)),
            key: Number(key?.getItem(row)),
            effective: readSum(effective.map((vector) => vector.getItem(row))),
            billed: readSum(billed.map((vector) => vector.getItem(row))),
          });
        }
        read += batch.length;
        yield batch;
      }
      if (read !== count) throw brokeOff(count, read);
    },
  };
}

/** Puts the columns of one metric together; what is null was not summed and counts as nothing. */
function readSum([coarse, fine, decimal]: readonly DuckDBValue[]): Amount {
  const units = typeof coarse === 'bigint' ? coarse : 0n;
  const scaled = typeof decimal === 'object' && decimal !== null && 'value' in decimal ? decimal.value : 0n;
  return joinAmount({
    coarse: units + (typeof scaled === 'bigint' ? scaled : 0n),
    fine: typeof fine === 'bigint' ? fine : 0n,
  });
}

/** More than a million times a year's product of the world, and few enough bits that a hundred of them can be added. */
const LARGEST = 2n ** 120n;

function tooLarge(amount: Amount): SourceError {
  return new SourceError(
    { source: EXPORT_SOURCE, scope: 'sums of the month' },
    'malformed',
    `a sum is beyond what a bill can be: ${formatExact(amount)}`,
    'Export the period again.',
  );
}

/** DuckDB's streams end without a word where they fail (duckdb/duckdb-rs#832). */
function brokeOff(count: number, read: number): SourceError {
  return new SourceError(
    { source: EXPORT_SOURCE, scope: 'sums of the month' },
    'unavailable',
    `of ${count} sums only ${read} could be read`,
    'Give the function app more memory and temporary disk space, and try again.',
  );
}

function* writeCharges(run: number, charges: Iterable<Charge>): Generator<(number | bigint | null)[]> {
  for (const { key, day, effective, billed } of charges) {
    const parts = [effective, billed].flatMap((amount) => {
      if (amount === undefined) return [null, null, null];
      const { coarse, fine } = splitAmount(amount);
      if (coarse > LARGEST || coarse < -LARGEST) throw tooLarge(amount);
      return [coarse, fine, null];
    });
    yield [run, key, day, ...parts];
  }
}
