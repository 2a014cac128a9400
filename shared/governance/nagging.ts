import { addDays, type Day } from '../model/time.ts';
import { toCount } from './wording.ts';

/** What a report lists, and what it only counts. */
export interface Nagging<T> {
  readonly listed: readonly T[];
  /** Overdue for longer than the nagging lasts: in every count, no longer in the list. */
  readonly silenced: readonly T[];
  /** Says that they are there; `''` when there are none. */
  readonly note: string;
}

/**
 * Stops listing what has been overdue for longer than `nagWeeks`: nobody reads the same line forever. It is still
 * counted, and the note says so.
 * @param day the last day of the report's readings
 */
export function limitNagging<T extends { readonly state: string; readonly dueOn: Day | undefined }>(
  findings: readonly T[],
  day: Day,
  nagWeeks: number,
): Nagging<T> {
  const oldest = addDays(day, -7 * nagWeeks);
  const isSilenced = ({ state, dueOn }: T): boolean =>
    state === 'open' && dueOn !== undefined && dueOn < oldest;
  const silenced = findings.filter(isSilenced);
  const note =
    silenced.length === 0
      ? ''
      : `${toCount(silenced.length, 'finding')} overdue for more than ${toCount(nagWeeks, 'week')} ${silenced.length === 1 ? 'is' : 'are'} counted but no longer listed here.`;
  return { listed: findings.filter((one) => !isSilenced(one)), silenced, note };
}
