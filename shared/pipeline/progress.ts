import type { Instant } from '../model/time.ts';
import type { RunRow } from '../store/store.ts';
import type { ReportingApp } from './app.ts';

/** How far a run has come that somebody asked for. */
export interface RunProgress {
  readonly run: string;
  /** What was asked for, in words. */
  readonly subject: string;
  /** Id of the reader who asked. */
  readonly by: string;
  readonly askedAt: Instant;
  /** `running`: something is done, and more is planned. `failed`: nothing is left to do, and something failed. */
  readonly state: 'queued' | 'running' | 'done' | 'failed';
  /** Units of work: known so far, done, and failed at their last try, which may yet be repeated. */
  readonly planned: number;
  readonly done: number;
  readonly failed: number;
  readonly problems: readonly {
    readonly subject: string;
    readonly message: string;
    readonly remedy: string;
  }[];
}

const SHOWN_PROBLEMS = 50;

/** Reads how far a run has come; undefined for one that nobody asked for. */
export async function readProgress(app: ReportingApp, run: string): Promise<RunProgress | undefined> {
  const rows = await app.store.runs.listUnits(run);
  const request = rows.find((row) => row.stage === 'request');
  return request && describeProgress(request, rows);
}

/**
 * Counts a run's units by their last try: the request asks for one, and each that is done for those that follow
 * from it.
 * @param rows of the run, newest first
 */
export function describeProgress(request: RunRow, rows: readonly RunRow[]): RunProgress {
  const units = new Map<string, RunRow>();
  for (const row of rows) {
    const key = `${row.stage}|${row.subject}`;
    if (row.stage !== 'request' && !units.has(key)) units.set(key, row);
  }
  const tried = [...units.values()];
  const failures = tried.filter(({ state }) => state === 'failed' || state === 'poisoned');
  const planned = tried.reduce((sum, unit) => sum + (unit.planned ?? 0), 1);
  const { run, subject, by = '', at } = request;
  return {
    ...{ run, subject, by, askedAt: at },
    state: stateOf(tried.length, planned, failures.length),
    planned: Math.max(planned, tried.length),
    done: tried.length - failures.length,
    failed: failures.length,
    problems: failures
      .slice(0, SHOWN_PROBLEMS)
      .flatMap((unit) =>
        unit.problem
          ? [{ subject: unit.subject, message: unit.problem.message, remedy: unit.problem.remedy }]
          : [],
      ),
  };
}

function stateOf(tried: number, planned: number, failed: number): RunProgress['state'] {
  if (tried === 0) return 'queued';
  if (tried < planned) return 'running';
  return failed > 0 ? 'failed' : 'done';
}
