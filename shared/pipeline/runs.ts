import { PurserError, SourceError } from '../model/errors.ts';
import type { Problem } from '../model/reading.ts';
import type { RunRow } from '../store/store.ts';
import type { Fields } from '../telemetry/fields.ts';
import { describeWork, type Traced, traceWork } from '../telemetry/trace.ts';
import type { ReportingApp } from './app.ts';
import { measureWork } from './measures.ts';

/** What a unit of work is about, beyond its row: fields for log and trace, and the trace that its task came with. */
export type WorkAbout = Fields & Traced;

/**
 * Does a unit of work and keeps what became of it for `status`; a failure is kept and passed on. Work that returns a
 * list returns the tasks that follow from it: they are counted, so that a run's end can be told. It is a span of its
 * trace, and its end a line of the log.
 */
export async function recordRun<T>(
  app: ReportingApp,
  what: Pick<RunRow, 'run' | 'stage' | 'subject'>,
  work: () => Promise<T>,
  { traceparent, ...about }: WorkAbout = {},
): Promise<T> {
  const fields = { run: what.run, stage: what.stage, ...about };
  return traceWork(what.stage, fields, traceparent, () => keepOutcome(app, what, work, fields));
}

/** Does the same for work that is within a span of its own already. */
export async function keepOutcome<T>(
  app: ReportingApp,
  what: Pick<RunRow, 'run' | 'stage' | 'subject'>,
  work: () => Promise<T>,
  fields: Fields,
): Promise<T> {
  const begun = app.clock.now();
  const finish = async (
    outcome: Pick<RunRow, 'state' | 'problem'> & Partial<Pick<RunRow, 'planned' | 'note'>>,
  ): Promise<void> => {
    const at = app.clock.now();
    const seconds = (at.getTime() - begun.getTime()) / 1000;
    const { state, planned, problem } = outcome;
    const ended = { outcome: state, seconds, planned, failure: outcome.note };
    describeWork(ended);
    measureWork({ ...what, ...fields, ...ended });
    if (problem === undefined) app.log('info', `${what.stage} done`, { ...fields, ...ended });
    else app.log('error', problem.message, { ...fields, ...ended, remedy: problem.remedy });
    await app.store.runs.putRun({ note: '', ...what, ...outcome, at: at.toISOString(), seconds });
  };
  try {
    const result = await work();
    const planned = Array.isArray(result) ? result.length : 0;
    await finish({ state: 'done', problem: undefined, ...(planned > 0 && { planned }) });
    return result;
  } catch (error) {
    const note = error instanceof SourceError ? error.failure : '';
    await finish({ state: 'failed', problem: toProblem(error, app.clock.now()), note });
    throw error;
  }
}

/** Keeps who asked for a run and for what, before anything of it is done. */
export async function recordRequest(
  app: ReportingApp,
  { run, subject, by }: Required<Pick<RunRow, 'run' | 'subject' | 'by'>>,
): Promise<void> {
  const at = app.clock.now().toISOString();
  const nothingYet = { seconds: 0, note: '', problem: undefined };
  await app.store.runs.putRun({ run, subject, by, at, stage: 'request', state: 'queued', ...nothingYet });
}

/** An error in words for an operator. */
export function toProblem(error: unknown, at: Date): Problem {
  if (error instanceof PurserError)
    return { at: at.toISOString(), message: error.message, remedy: error.remedy };
  const message = error instanceof Error ? error.message : String(error);
  return {
    at: at.toISOString(),
    message,
    remedy: 'This is not an error Purser knows; the log of the same time has the stack.',
  };
}
