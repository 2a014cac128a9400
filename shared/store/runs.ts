import type { TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { attempt } from './faults.ts';
import { encodeKey } from './keys.ts';
import { fromColumns, problemColumns, type Row, readProblem, toColumns } from './rows.ts';
import type { RunLog, RunRow } from './store.ts';

/** Table Storage lists by ascending key only: keys count down, so that the newest come first. */
const LAST_MONTH = 999_999;
const LAST_MILLISECOND = 9_999_999_999_999;
const LARGEST_PAGE = 1000;

/** Runs in a table: a partition a month, a row a run. */
export function createRunLog(table: TableClient): RunLog {
  return {
    async putRun(row) {
      await attempt(`record the run of ${row.subject}`, () => table.upsertEntity(toRow(row), 'Replace'));
    },

    listRuns(limit) {
      return attempt('list the runs', async () => {
        const runs: RunRow[] = [];
        if (limit <= 0) return runs;
        const pages = table
          .listEntities<Record<string, unknown>>()
          .byPage({ maxPageSize: Math.min(limit, LARGEST_PAGE) });
        for await (const page of pages) {
          runs.push(...page.map(toRunRow));
          if (runs.length >= limit) break;
        }
        return runs.slice(0, limit);
      });
    },
  };
}

function toRow({ note, problem, seconds, ...row }: RunRow): Row {
  const at = new Date(row.at);
  const month = at.getUTCFullYear() * 100 + at.getUTCMonth() + 1;
  const countdown = String(LAST_MILLISECOND - at.getTime()).padStart(13, '0');
  return {
    partitionKey: String(LAST_MONTH - month),
    rowKey: `${countdown}|${encodeKey(row.run)}|${row.stage}|${encodeKey(row.subject)}`,
    ...row,
    seconds: String(seconds),
    ...toColumns('note', note),
    ...problemColumns(problem),
  };
}

const RunColumns = z.object({
  run: z.string(),
  stage: z.enum(['plan', 'collect', 'meter', 'assess', 'report', 'deliver', 'close']),
  subject: z.string(),
  state: z.enum(['done', 'failed', 'poisoned']),
  at: z.string(),
  seconds: z.coerce.number(),
});

function toRunRow(row: Readonly<Record<string, unknown>>): RunRow {
  const note = z.string().parse(fromColumns('note', row));
  return { ...RunColumns.parse(row), note, problem: readProblem(row) };
}
