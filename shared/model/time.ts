import { RequestError } from './errors.ts';

/** A UTC day, `2026-11-22`. Azure bills by UTC day, so every reading and every pool has one. */
export type Day = `${number}-${number}-${number}`;

/** An instant as ISO 8601 in UTC, `2026-11-23T02:00:00.000Z`. */
export type Instant = string;

/** Tells the time. Passed in, so that the same data gives the same report at any hour. */
export interface Clock {
  now(): Date;
}

/** A month (`2026-10`) or an ISO week (`2026-W47`), in UTC. */
export interface Period {
  readonly kind: 'month' | 'week';
  readonly id: string;
  /** First day. */
  readonly from: Day;
  /** Last day, inclusive. */
  readonly to: Day;
}

const DAY_MS = 86_400_000;

/** The UTC day that an instant falls on. */
export function dayOf(date: Date): Day {
  return date.toISOString().slice(0, 10) as Day;
}

/** Midnight UTC at which the day begins. */
export function startOf(day: Day): Date {
  return new Date(`${day}T00:00:00.000Z`);
}

/** Reads `2026-11-22`; undefined when it is no calendar day. */
export function parseDay(text: string): Day | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const date = new Date(`${text}T00:00:00.000Z`);
  return Number.isNaN(date.getTime()) || dayOf(date) !== text ? undefined : (text as Day);
}

export function addDays(day: Day, count: number): Day {
  return dayOf(new Date(startOf(day).getTime() + count * DAY_MS));
}

/** Every day from `from` to `to`, both included; empty when `to` is before `from`. */
export function daysBetween(from: Day, to: Day): Day[] {
  const days: Day[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

/** The month that holds the day. */
export function monthOf(day: Day): Period {
  return parsePeriod(day.slice(0, 7));
}

/** The ISO week (Monday to Sunday) that holds the day. */
export function weekOf(day: Day): Period {
  const date = startOf(day);
  const weekday = (date.getUTCDay() + 6) % 7;
  const monday = addDays(day, -weekday);
  const thursday = addDays(monday, 3);
  const year = thursday.slice(0, 4);
  const firstThursday = addDays(mondayOfFirstWeek(Number(year)), 3);
  const number =
    Math.round((startOf(thursday).getTime() - startOf(firstThursday).getTime()) / (7 * DAY_MS)) + 1;
  return {
    kind: 'week',
    id: `${year}-W${String(number).padStart(2, '0')}`,
    from: monday,
    to: addDays(monday, 6),
  };
}

/** The period of the same kind just before. */
export function previousPeriod(period: Period): Period {
  const day = addDays(period.from, -1);
  return period.kind === 'month' ? monthOf(day) : weekOf(day);
}

/**
 * Reads `2026-10` or `2026-W47`.
 * @throws RequestError naming what is wrong and what a period looks like
 */
export function parsePeriod(text: string): Period {
  const month = /^(\d{4})-(\d{2})$/.exec(text);
  if (month) {
    const from = parseDay(`${text}-01`);
    if (!from) throw badPeriod(text, `there is no month ${month[2]}`);
    const next = new Date(Date.UTC(Number(month[1]), Number(month[2]), 1));
    return { kind: 'month', id: text, from, to: addDays(dayOf(next), -1) };
  }
  const week = /^(\d{4})-W(\d{2})$/.exec(text);
  if (week) {
    const monday = addDays(mondayOfFirstWeek(Number(week[1])), (Number(week[2]) - 1) * 7);
    const period = weekOf(monday);
    if (period.id !== text) throw badPeriod(text, `the year ${week[1]} has no week ${week[2]}`);
    return period;
  }
  throw badPeriod(text, 'it is neither a month nor an ISO week');
}

/**
 * Reads a period that has begun by `now`: a report about the future would be a guess.
 * @throws RequestError
 */
export function parseStartedPeriod(text: string, now: Date): Period {
  const period = parsePeriod(text);
  if (period.from > dayOf(now)) throw badPeriod(text, `it begins on ${period.from}, which is in the future`);
  return period;
}

function mondayOfFirstWeek(year: number): Day {
  const fourth = dayOf(new Date(Date.UTC(year, 0, 4)));
  return addDays(fourth, -((startOf(fourth).getUTCDay() + 6) % 7));
}

function badPeriod(text: string, why: string): RequestError {
  return new RequestError(
    `The period "${text}" cannot be read: ${why}.`,
    'Write a month as 2026-10 or an ISO week as 2026-W47.',
  );
}
