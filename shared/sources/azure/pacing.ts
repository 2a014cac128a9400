import type { Clock } from '../../model/time.ts';
import type { Wait } from './retry.ts';

const MINUTE_MS = 60_000;

/** Runs calls one after another, and no more than so many a minute for each scope. */
export interface Pacer {
  run<T>(scope: string, call: () => Promise<T>): Promise<T>;
}

/**
 * Cost Management counts calls by scope (4 a minute) and cost by tenant (12 quota units in 10 seconds), so
 * one tenant's calls queue up behind one another here instead of being refused there.
 */
export function createPacer(parts: {
  readonly callsPerMinute: number;
  readonly clock: Clock;
  readonly wait: Wait;
}): Pacer {
  const startsByScope = new Map<string, number[]>();
  let last: Promise<unknown> = Promise.resolve();

  async function takeTurn(scope: string): Promise<void> {
    const now = parts.clock.now().getTime();
    const recent = (startsByScope.get(scope) ?? []).filter((start) => start > now - MINUTE_MS);
    const oldest = recent.at(-parts.callsPerMinute);
    const start = oldest === undefined ? now : Math.max(now, oldest + MINUTE_MS);
    startsByScope.set(scope, [...recent, start]);
    if (start > now) await parts.wait(start - now);
  }

  return {
    run(scope, call) {
      const result = last.then(async () => {
        await takeTurn(scope);
        return call();
      });
      last = result.catch(() => undefined);
      return result;
    },
  };
}
