import { PurserError } from '../model/errors.ts';
import type { Problem } from '../model/reading.ts';
import type { RunRow } from '../store/store.ts';
import type { ReportingApp } from './app.ts';

/**
 * Does a unit of work and keeps what became of it for `status`; a failure is kept and passed on. Work that returns a
 * list returns the tasks that follow from it: they are counted, so that a run's end can be told.
 */
export async function recordRun<T>(
  app: ReportingApp,
  what: Pick<RunRow, 'run' | 'stage' | 'subject'>,
  work: () => Promise<T>,
): Promise<T> {
  const begun = app.clock.now();
  const finish = async (
    outcome: Pick<RunRow, 'state' | 'problem'> & Partial<Pick<RunRow, 'planned'>>,
  ): Promise<void> => {
    const at = app.clock.now();
    const seconds = (at.getTime() - begun.getTime()) / 1000;
    await app.store.runs.putRun({ ...what, ...outcome, at: at.toISOString(), seconds, note: '' });
  };
  try {
    const result = await work();
    const planned = Array.isArray(result) ? result.length : 0;
    await finish({ state: 'done', problem: undefined, ...(planned > 0 && { planned }) });
    return result;
  } catch (error) {
    await finish({ state: 'failed', problem: toProblem(error, app.clock.now()) });
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
