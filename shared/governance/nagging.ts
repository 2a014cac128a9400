import { addDays, type Day } from '../model/time.ts';

/** What a report lists, and what it only counts. */
export interface Nagging<T> {
  readonly listed: readonly T[];
  /** Overdue for longer than the nagging lasts: in every count, no longer in the list. */
  readonly silenced: readonly T[];
}

/**
 * Stops listing what has been overdue for longer than `nagWeeks`: nobody reads the same line forever. It is still
 * counted, and the report says so.
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
  return {
    listed: findings.filter((one) => !isSilenced(one)),
    silenced: findings.filter(isSilenced),
  };
}
