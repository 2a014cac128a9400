import { SourceError } from '../../model/errors.ts';

const TRIES = 3;
const LONGEST_PAUSE_SECONDS = 60;

/**
 * Does what a server asks for that is busy: waits as long as it says and tries again, three times in all.
 * That is after 429, and after 503 with `Retry-After`. A 429 that names no time is given 2, then 4 seconds.
 * A server that asks for more than a minute gets its error passed on: the queue comes back later.
 * @throws SourceError the last one
 */
export async function retryWhenAsked<T>(
  attempt: () => Promise<T>,
  wait: (milliseconds: number) => Promise<void>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      const pause = tries < TRIES ? secondsToWait(error, tries) : undefined;
      if (pause === undefined || pause > LONGEST_PAUSE_SECONDS) throw error;
      await wait(pause * 1000);
    }
  }
}

function secondsToWait(error: unknown, tries: number): number | undefined {
  if (!(error instanceof SourceError)) return undefined;
  if (error.failure === 'throttled') return error.retryAfterSeconds ?? 2 ** tries;
  return error.failure === 'unavailable' ? error.retryAfterSeconds : undefined;
}
