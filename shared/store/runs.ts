import { odata, type TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { attempt } from './faults.ts';
import { encodeKey } from './keys.ts';
import { fromColumns, listRows, problemColumns, type Row, readProblem, toColumns } from './rows.ts';
import type { RunLog, RunRow } from './store.ts';

/** Table Storage lists by ascending key only: keys count down, so that the newest come first. */
const LAST_MONTH = 999_999;
const LAST_MILLISECOND = 9_999_999_999_999;
const LARGEST_PAGE = 1000;
/** Partitions of single runs, which lie behind those of months. */
const RUN = 'run|';

/** Runs in a table: a partition a month, a row a unit of work; and the same rows in a partition a run. */
export function createRunLog(table: TableClient): RunLog {
  return {
    async putRun(row) {
      // Samples are taken every few minutes of every cluster.
      const partitions = row.stage === 'meter' ? [monthKey(row.at)] : [monthKey(row.at), runKey(row.run)];
      await attempt(`record the run of ${row.subject}`, () =>
        Promise.all(partitions.map((partition) => table.upsertEntity(toRow(row, partition), 'Replace'))),
      );
    },

    listRuns(limit) {
      return attempt('list the runs', async () => {
        const runs: RunRow[] = [];
        if (limit <= 0) return runs;
        const pages = table
          .listEntities<Record<string, unknown>>({ queryOptions: { filter: odata`PartitionKey lt ${RUN}` } })
          .byPage({ maxPageSize: Math.min(limit, LARGEST_PAGE) });
        for await (const page of pages) {
          runs.push(...page.map(toRunRow));
          if (runs.length >= limit) break;
        }
        return runs.slice(0, limit);
      });
    },

    async *eachRun(from, until) {
      const earliest = Date.parse(from);
      const latest = Date.parse(until) - 1;
      for (const partition of monthsBetween(earliest, latest)) {
        const pages = table
          .listEntities<Record<string, unknown>>({
            queryOptions: {
              filter: odata`PartitionKey eq ${partition} and RowKey ge ${countdown(latest)} and RowKey lt ${countdown(earliest - 1)}`,
            },
          })
          .byPage({ maxPageSize: LARGEST_PAGE });
        for (;;) {
          const page = await attempt('list the runs', () => pages.next());
          if (page.done) break;
          yield* page.value.map(toRunRow);
        }
      }
    },

    listUnits(run) {
      return attempt('list the units of a run', async () => {
        const rows = await listRows(table, odata`PartitionKey eq ${runKey(run)}`);
        return rows.map(toRunRow);
      });
    },
  };
}

function monthKey(instant: string): string {
  const at = new Date(instant);
  return String(LAST_MONTH - (at.getUTCFullYear() * 100 + at.getUTCMonth() + 1));
}

/** Partitions of the months from one instant to another, in ms; the newest first. */
function monthsBetween(from: number, to: number): readonly string[] {
  const keys: string[] = [];
  for (let at = to; at >= from; at = startOfMonth(at) - 1) keys.push(monthKey(new Date(at).toISOString()));
  return keys;
}

function startOfMonth(at: number): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
}

function countdown(at: number): string {
  return String(LAST_MILLISECOND - at).padStart(13, '0');
}

function runKey(run: string): string {
  return `${RUN}${encodeKey(run)}`;
}

function toRow({ note, problem, seconds, planned, ...row }: RunRow, partitionKey: string): Row {
  return {
    partitionKey,
    rowKey: `${countdown(Date.parse(row.at))}|${encodeKey(row.run)}|${row.stage}|${encodeKey(row.subject)}`,
    ...row,
    seconds: String(seconds),
    ...(planned !== undefined && { planned: String(planned) }),
    ...toColumns('note', note),
    ...problemColumns(problem),
  };
}

const RunColumns = z.object({
  run: z.string(),
  stage: z.enum(['request', 'plan', 'collect', 'meter', 'assess', 'report', 'deliver', 'close']),
  subject: z.string(),
  state: z.enum(['queued', 'done', 'failed', 'poisoned']),
  at: z.string(),
  seconds: z.coerce.number(),
  planned: z.coerce.number().exactOptional(),
  by: z.string().exactOptional(),
});

function toRunRow(row: Readonly<Record<string, unknown>>): RunRow {
  const note = z.string().parse(fromColumns('note', row));
  return { ...RunColumns.parse(row), note, problem: readProblem(row) };
}
