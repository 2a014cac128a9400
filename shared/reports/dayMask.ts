import type { Day } from '../model/time.ts';

/** Days of one month as bits, the first of the month the lowest. */
export type DayMask = number;

/** The bit of a day. */
export function bitOf(day: Day): DayMask {
  return 1 << (Number(day.slice(8)) - 1);
}

/** Whether no later day is in the mask. */
export function isLatest(bit: DayMask, mask: DayMask): boolean {
  return bit * 2 > mask;
}

/** Days in words: `1-31`, `1-4 9 12-31`; `''` for none. */
export function describeDays(mask: DayMask): string {
  const known = descriptions.get(mask);
  if (known !== undefined) return known;
  const runs: string[] = [];
  for (let day = 1; day <= 31; day++) {
    if (!hasDay(mask, day)) continue;
    let last = day;
    while (last < 31 && hasDay(mask, last + 1)) last++;
    runs.push(last === day ? String(day) : `${day}-${last}`);
    day = last;
  }
  const text = runs.join(' ');
  descriptions.set(mask, text);
  return text;
}

/** Reads what {@link describeDays} wrote. */
export function parseDays(text: string): DayMask {
  let mask = 0;
  for (const run of text.split(' ').filter(Boolean)) {
    const [first = 1, last = first] = run.split('-').map(Number);
    for (let day = first; day <= last; day++) mask |= 1 << (day - 1);
  }
  return mask;
}

/** How many days a text of {@link describeDays} names. */
export function countDays(text: string): number {
  return parseDays(text).toString(2).replaceAll('0', '').length;
}

function hasDay(mask: DayMask, day: number): boolean {
  return (mask & (1 << (day - 1))) !== 0;
}

/** There are few: most lines are charged on every day of the month. */
const descriptions = new Map<DayMask, string>();
