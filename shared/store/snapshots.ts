import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { odata, type TableClient } from '@azure/data-tables';
import type { ContainerClient } from '@azure/storage-blob';
import { z } from 'zod';
import { canonicalJson } from '../model/canonical.ts';
import { mapConcurrently } from '../model/concurrency.ts';
import { StoreError } from '../model/errors.ts';
import { type Readings, type SnapshotRow, SOURCES, type Source } from '../model/reading.ts';
import { addDays, type Day, monthOf } from '../model/time.ts';
import { createBlob, readBlob } from './blobs.ts';
import { countRows, decodeReading, type Stored } from './codec.ts';
import { attempt } from './faults.ts';
import { encodeKey } from './keys.ts';
import { changeRow, listRows, problemColumns, type Row, readProblem } from './rows.ts';
import type { SnapshotStore } from './store.ts';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Of what a blob holds; raise it when a reading's shape changes so that old ones cannot be read as new ones. */
const SCHEMA_VERSION = 1;
const MONTHS_AT_ONCE = 6;

/**
 * Snapshots in a table and a container. A reading is a gzipped JSON blob named by the hash of its content,
 * `snapshots/{source}/{day}/{scope}/{hash}.json.gz`, written before the row that points to it, so that a row
 * never points to nothing. The time of reading stands in the row only: reading the same again makes no new blob.
 * Of readings and problems in any order, the latest by their own time count.
 */
export function createSnapshotStore(table: TableClient, container: ContainerClient): SnapshotStore {
  async function change(
    key: Pick<SnapshotRow, 'source' | 'scope' | 'day'>,
    decide: (current: SnapshotRow | undefined) => SnapshotRow | undefined,
  ): Promise<SnapshotRow> {
    let outcome: SnapshotRow | undefined;
    await changeRow(table, partitionOf(key.source, key.day), `${key.day}|${encodeKey(key.scope)}`, (row) => {
      const current = row && toSnapshotRow(row);
      const next = decide(current);
      outcome = next ?? current;
      return next && toRow(next);
    });
    return outcome ?? { ...key, reading: undefined, problem: undefined };
  }

  return {
    putSnapshot(snapshot) {
      const { source, scope, day, asOf, data } = snapshot;
      return attempt(`keep the ${source} of ${scope} on ${day}`, async () => {
        const content = Buffer.from(
          canonicalJson({ schemaVersion: SCHEMA_VERSION, source, scope, day, data }),
        );
        const hash = createHash('sha256').update(content).digest('hex');
        const blob = `snapshots/${source}/${day}/${encodeKey(scope)}/${hash}.json.gz`;
        await createBlob(container, blob, {
          body: await compress(content),
          contentType: 'application/gzip',
        });
        const reading = { asOf, blob, hash, rows: countRows(source, data) };
        return change({ source, scope, day }, (current) => {
          if (current?.reading && isBefore(asOf, current.reading.asOf)) return undefined;
          const problem =
            current?.problem && isBefore(asOf, current.problem.at) ? current.problem : undefined;
          return { source, scope, day, reading, problem };
        });
      });
    },

    async putProblem(source, scope, day, problem) {
      await attempt(`keep the problem of ${source} with ${scope} on ${day}`, () =>
        change({ source, scope, day }, (current) => {
          if (current?.reading && isBefore(problem.at, current.reading.asOf)) return undefined;
          if (current?.problem && isBefore(problem.at, current.problem.at)) return undefined;
          return { source, scope, day, reading: current?.reading, problem };
        }),
      );
    },

    listRows(source, from, to) {
      return attempt(`list the ${source} from ${from} to ${to}`, async () => {
        const months = await mapConcurrently(listMonths(from, to), MONTHS_AT_ONCE, (day) =>
          listRows(
            table,
            odata`PartitionKey eq ${partitionOf(source, day)} and RowKey ge ${from} and RowKey lt ${addDays(to, 1)}`,
          ),
        );
        return months
          .flat()
          .map(toSnapshotRow)
          .sort((a, b) => compare(a.day, b.day) || compare(a.scope, b.scope));
      });
    },

    loadSnapshot(row) {
      const { source, scope, day, reading } = row;
      return attempt(`read the ${source} of ${scope} on ${day}`, async () => {
        if (!reading) throw lost(row, 'was never read');
        const blob = await readBlob(container, reading.blob);
        if (!blob) throw lost(row, `is gone: there is no blob ${reading.blob}`);
        const content = await decompress(blob.body).catch(() => {
          throw lost(row, 'is damaged: its blob cannot be unpacked');
        });
        if (createHash('sha256').update(content).digest('hex') !== reading.hash) {
          throw lost(row, 'is damaged: its blob does not match its hash');
        }
        return { source, scope, day, asOf: reading.asOf, data: decode(row, content) };
      });
    },
  };
}

function decode<S extends Source>(row: SnapshotRow & { readonly source: S }, content: Buffer): Readings[S] {
  const kept: { schemaVersion: number; data: Stored<Readings[S]> } = JSON.parse(content.toString('utf8'));
  if (kept.schemaVersion !== SCHEMA_VERSION) {
    throw lost(row, `was kept by another version of Purser (schema ${kept.schemaVersion})`);
  }
  return decodeReading(row.source, kept.data);
}

function lost(row: SnapshotRow, why: string): StoreError {
  return new StoreError(
    `The ${row.source} of ${row.scope} on ${row.day} ${why}.`,
    `Restore the blob, or read the day again: npm run purser -- collect --source ${row.source.split('.')[0]} --from ${row.day} --to ${row.day}`,
  );
}

const SnapshotColumns = z.object({
  source: z.enum(SOURCES),
  scope: z.string(),
  day: z.string(),
  asOf: z.string().optional(),
  blob: z.string().default(''),
  hash: z.string().default(''),
  rows: z.coerce.number().default(0),
});

function toSnapshotRow(row: Readonly<Record<string, unknown>>): SnapshotRow {
  const { source, scope, day, asOf, blob, hash, rows } = SnapshotColumns.parse(row);
  return {
    source,
    scope,
    day: day as Day,
    reading: asOf === undefined ? undefined : { asOf, blob, hash, rows },
    problem: readProblem(row),
  };
}

function toRow({ source, scope, day, reading, problem }: SnapshotRow): Row {
  return {
    partitionKey: partitionOf(source, day),
    rowKey: `${day}|${encodeKey(scope)}`,
    source,
    scope,
    day,
    ...(reading && { ...reading, rows: String(reading.rows) }),
    ...problemColumns(problem),
  };
}

function partitionOf(source: Source, day: Day): string {
  return `${source}|${day.slice(0, 4)}${day.slice(5, 7)}`;
}

/** The first day asked for of each month. */
function listMonths(from: Day, to: Day): Day[] {
  const months: Day[] = [];
  for (let day = from; day <= to; day = addDays(monthOf(day).to, 1)) months.push(day);
  return months;
}

/** Compares instants, whatever precision they are written in. */
function isBefore(a: string, b: string): boolean {
  return Date.parse(a) < Date.parse(b);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
