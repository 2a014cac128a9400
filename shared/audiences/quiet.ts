import type { Config } from '../config/schema.ts';
import { addDays, type Day, parseDay, startOf } from '../model/time.ts';
import { needsOperator } from '../reports/healthReport.ts';
import type { Report } from '../reports/report.ts';

/** A time in which a report waits. */
export interface QuietPeriod {
  /** The instant at which it is over. */
  readonly until: Date;
  /** In the words of the configuration, or `weekend`. */
  readonly reason: string;
}

/** Quiet days in a row until it is taken for a slip in the configuration, and no longer waited for. */
const MOST_DAYS = 400;
const STEP_MS = 15 * 60_000;

/**
 * Whether a report waits at an instant, and until when: the first midnight in the configured time zone at which no quiet
 * day begins. Statements never wait, nor does a health note of something wrong.
 */
export function findQuiet(
  { audiences: { quiet }, timeZone }: Config,
  report: Report,
  now: Date,
): QuietPeriod | undefined {
  const { kind } = report;
  if (report.kind === 'health' && needsOperator(report)) return undefined;
  if (kind === 'chargeback' || !quiet.kinds.includes(kind)) return undefined;
  const today = localDay(now, timeZone);
  const reason = describeDay(quiet, today);
  if (reason === undefined) return undefined;
  let day = addDays(today, 1);
  for (let count = 0; describeDay(quiet, day) !== undefined; count++) {
    if (count === MOST_DAYS) return undefined;
    day = addDays(day, 1);
  }
  return { until: startOfLocal(day, timeZone), reason };
}

/** Why a day is quiet; undefined when it is not. */
function describeDay({ weekends, days }: Config['audiences']['quiet'], day: Day): string | undefined {
  const period = days.find(({ from, to = from }) => from <= day && day <= to);
  if (period) return period.reason ?? 'quiet period';
  const weekday = startOf(day).getUTCDay();
  return weekends && (weekday === 0 || weekday === 6) ? 'weekend' : undefined;
}

/** The calendar day in a time zone. */
function localDay(instant: Date, timeZone: string): Day {
  const parts = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone, calendar: 'iso8601', numberingSystem: 'latn' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
  }).formatToParts(instant);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  const day = parseDay(`${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`);
  if (!day) throw new RangeError(`the day of ${instant.toISOString()} in ${timeZone} cannot be told`);
  return day;
}

/** The first instant of a day in a time zone; zones differ from UTC by whole quarters of an hour, and some days begin at 1. */
function startOfLocal(day: Day, timeZone: string): Date {
  const latest = startOf(addDays(day, 1)).getTime();
  for (let time = startOf(addDays(day, -1)).getTime(); time < latest; time += STEP_MS) {
    const instant = new Date(time);
    if (localDay(instant, timeZone) >= day) return instant;
  }
  return new Date(latest);
}
