import { createHttpHeaders } from '@azure/core-rest-pipeline';
import { createCostQuota } from '../../shared/sources/azure/quota.ts';

/** So many calls in any stretch of so many seconds. */
export interface Limit {
  readonly calls: number;
  readonly seconds: number;
}

/** Resource Graph, by identity: learn.microsoft.com, "Guidance for throttled requests in Azure Resource Graph". */
export const RESOURCE_GRAPH: readonly Limit[] = [{ calls: 15, seconds: 5 }];

/**
 * Seconds from the first of `calls` to the end of the last, sent as soon as every limit has room.
 * @param secondsEach how long one takes; `atOnce` of them run at a time
 */
export function paceCalls(
  calls: number,
  limits: readonly Limit[],
  secondsEach: number,
  atOnce: number,
): number {
  const starts: number[] = [];
  for (let call = 0; call < calls; call++) {
    const free = call < atOnce ? 0 : (starts[call - atOnce] ?? 0) + secondsEach;
    const allowed = limits.map((limit) => {
      const before = starts[call - limit.calls];
      return before === undefined ? 0 : before + limit.seconds;
    });
    starts.push(Math.max(starts.at(-1) ?? 0, free, ...allowed));
  }
  return calls === 0 ? 0 : (starts.at(-1) ?? 0) + secondsEach;
}

/**
 * Seconds that Cost Management takes: Purser's own pacing, run with a clock of its own. A task that has to wait for
 * longer than one call may goes back to the queue, which here is the same wait.
 */
export async function paceCostQueries(
  calls: readonly { readonly scope: string; readonly units: number }[],
  secondsEach: number,
): Promise<number> {
  let now = 0;
  const quota = createCostQuota({
    callsPerMinute: 4,
    clock: { now: () => new Date(now) },
    wait: async (milliseconds) => {
      now += milliseconds;
    },
  });
  const answer = { status: 200, headers: createHttpHeaders() };
  for (const call of calls) {
    for (;;) {
      try {
        await quota.run(
          call,
          async () => {
            now += secondsEach * 1000;
            return answer;
          },
          (given) => given,
        );
        break;
      } catch (error) {
        const seconds: unknown = error instanceof Error ? Reflect.get(error, 'retryAfterSeconds') : undefined;
        if (typeof seconds !== 'number') throw error;
        now += seconds * 1000;
      }
    }
  }
  return now / 1000;
}
