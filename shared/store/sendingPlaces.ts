import type { SendingLimit } from './store.ts';

/** Places taken in a line: so many messages, the last of them at this instant, in milliseconds since 1970. */
export interface Places {
  readonly at: number;
  readonly messages: number;
}

/**
 * The earliest instant, not before `now`, at which one more message keeps every limit. It is never before a place
 * that is taken already: who comes first is served first.
 * @param taken by time
 */
export function findPlace(taken: readonly Places[], limits: readonly SendingLimit[], now: number): number {
  const last = taken.at(-1)?.at ?? now;
  const starts = limits.map(({ messages, seconds }) => {
    const first = findNthLast(taken, messages);
    return first === undefined ? now : first + seconds * 1000;
  });
  return Math.max(now, last, ...starts);
}

/** When the n-th last message goes out: so long it takes part in what a limit of n counts. */
function findNthLast(taken: readonly Places[], n: number): number | undefined {
  let counted = 0;
  for (const places of taken.toReversed()) {
    counted += places.messages;
    if (counted >= n) return places.at;
  }
  return undefined;
}

/** Steps in which a limit's stretch of time is remembered: what is past is known to so much of it. */
const STEPS = 60;

/**
 * Adds a place and forgets what no limit counts any more. Older places are put together, to a sixtieth of the
 * stretch of the shortest limit that still counts them, and count as the latest among them: so what is remembered stays
 * small whatever the limits are, and none is overstepped.
 */
export function addPlace(
  taken: readonly Places[],
  at: number,
  limits: readonly SendingLimit[],
  now: number,
): readonly Places[] {
  const stretches = limits.map(({ seconds }) => seconds * 1000).sort((a, b) => a - b);
  const kept: Places[] = [];
  for (const places of [...taken, { at, messages: 1 }]) {
    const stretch = stretches.find((length) => places.at > now - length);
    if (stretch === undefined) continue;
    const step = places.at > now ? 1 : Math.max(1, stretch / STEPS);
    const before = kept.at(-1);
    if (before && Math.floor(before.at / step) === Math.floor(places.at / step)) {
      kept[kept.length - 1] = { at: places.at, messages: before.messages + places.messages };
    } else {
      kept.push(places);
    }
  }
  return kept;
}
