import { addDays, type Day, startOf } from '../model/time.ts';
import type { KeptSample, Sample } from './sample.ts';

/** A sample and the part of the day that it speaks for. */
export interface Spell {
  readonly sample: Sample;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

const MINUTE_MS = 60_000;

/**
 * Lets samples in any order speak one after the other: each from its own time to that of the next, for
 * `longestGapMinutes` at most, and within the day. Of several with the same time one counts, and a damaged one is as
 * if it had not been taken. Samples are read one by one as they come up.
 * @param onDamaged is told the time of each that cannot be read
 */
export function* followDay(
  day: Day,
  samples: readonly KeptSample[],
  longestGapMinutes: number,
  onDamaged: (at: string) => void,
): Generator<Spell> {
  const [begin, end] = [startOf(day).getTime(), startOf(addDays(day, 1)).getTime()];
  const longest = longestGapMinutes * MINUTE_MS;
  const speak = (sample: Sample, at: number, next: number): Spell[] => {
    const from = Math.max(at, begin);
    const to = Math.min(next, at + longest, end);
    return from < to ? [{ sample, from, to }] : [];
  };
  let current: { readonly sample: Sample; readonly at: number } | undefined;
  for (const [at, same] of groupByTime(samples)) {
    if (at + longest <= begin || at >= end) continue;
    const sample = chooseOne(same, onDamaged);
    if (sample === undefined) continue;
    if (current !== undefined) yield* speak(current.sample, current.at, at);
    current = { sample, at };
  }
  if (current !== undefined) yield* speak(current.sample, current.at, end);
}

function groupByTime(samples: readonly KeptSample[]): [number, KeptSample[]][] {
  const groups = Map.groupBy(samples, (sample) => Date.parse(sample.at));
  return [...groups].filter(([at]) => !Number.isNaN(at)).sort(([a], [b]) => a - b);
}

/** A message that is done twice leaves the same sample twice; should they differ, the order must not matter. */
function chooseOne(same: readonly KeptSample[], onDamaged: (at: string) => void): Sample | undefined {
  const readable: Sample[] = [];
  for (const kept of same) {
    const sample = kept.read();
    if (sample === undefined) onDamaged(kept.at);
    else readable.push(sample);
  }
  if (readable.length < 2) return readable[0];
  return readable
    .map((sample) => ({ sample, text: JSON.stringify(sample) }))
    .reduce((a, b) => (b.text < a.text ? b : a)).sample;
}
