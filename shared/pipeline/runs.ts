import { PurserError } from '../model/errors.ts';
import type { Problem } from '../model/reading.ts';
import type { RunRow } from '../store/store.ts';
import type { ReportingApp } from './app.ts';

/** Does a unit of work and keeps what became of it for `status`; a failure is kept and passed on. */
export async function recordRun<T>(
  app: ReportingApp,
  what: Pick<RunRow, 'run' | 'stage' | 'subject'>,
  work: () => Promise<T>,
): Promise<T> {
  const begun = app.clock.now();
  const finish = async (state: RunRow['state'], problem: Problem | undefined): Promise<void> => {
    const at = app.clock.now();
    const seconds = (at.getTime() - begun.getTime()) / 1000;
    await app.store.runs.putRun({ ...what, state, at: at.toISOString(), seconds, note: '', problem });
  };
  try {
    const result = await work();
    await finish('done', undefined);
    return result;
  } catch (error) {
    await finish('failed', toProblem(error, app.clock.now()));
    throw error;
  }
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
