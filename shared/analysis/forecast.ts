import { expectAt, fitSeason, MIN_SEASON_DAYS } from './season.ts';

/**
 * What a month will have cost at its end, with how far the same method was off before.
 *
 * Method: days of the month that were read count as they are; every other day of it, still to come or not read,
 * counts as the weekly pattern of up to eight weeks before has it (`season.ts`). What happens once a month is
 * seen but once or twice in eight weeks, so it is not learned; the back-tests show what that costs.
 */
export interface Forecast {
  /** The whole month, in the unit of the series. */
  readonly amount: number;
  readonly error: ForecastError;
}

/** How far back-tests were off, on average, as a share of what it came to: 0.07 for 7 %. */
export interface ForecastError {
  readonly share: number;
  readonly backTests: number;
}

/** Why there is no forecast. */
export interface NoForecast {
  readonly reason: 'tooFewDays' | 'tooFewBackTests' | 'nothingSpent' | 'monthIsOver';
  /** Days that were read, and days that would have been needed. */
  readonly readDays: number;
  readonly neededDays: number;
}

/** Back-tests that are made at most, evenly spread over the origins there are. */
const BACK_TESTS = 6;
/** Fewer say nothing about the error. */
const MIN_BACK_TESTS = 3;
/** Share of a back-test's days that must have been read for it to count. */
const MIN_READ_SHARE = 0.8;

/** A month that is running, as days of a series tell it. */
export interface MonthSoFar {
  /** Daily amounts, oldest first, the last one being the last day that is over; NaN for a day not read. */
  readonly history: ArrayLike<number>;
  /** How many of the last days of the history belong to the month. */
  readonly daysPassed: number;
  /** Days of the month after the history's end. */
  readonly daysLeft: number;
  /** Days that the month before had: the same day of it is always one of the back-tests' origins. */
  readonly daysBefore: number;
}

/** Forecasts the month's end, or says why not. */
export function forecastMonth(month: MonthSoFar): Forecast | NoForecast {
  const { daysPassed, daysLeft } = month;
  const days = Array.from(month.history);
  const readDays = days.filter(Number.isFinite).length;
  const neededDays = MIN_SEASON_DAYS + daysLeft + MIN_BACK_TESTS - 1;
  if (daysLeft === 0 && days.slice(-daysPassed).every(Number.isFinite)) {
    return { reason: 'monthIsOver', readDays, neededDays };
  }
  if (readDays < MIN_SEASON_DAYS) return { reason: 'tooFewDays', readDays, neededDays };
  const amount = completeMonth(days, daysPassed, daysLeft);
  if (amount === undefined) return { reason: 'nothingSpent', readDays, neededDays };
  const error = backTest(month);
  return error ? { amount, error } : { reason: 'tooFewBackTests', readDays, neededDays };
}

/**
 * Makes the same forecast from earlier days of the history, with as many days passed and left, and compares it
 * with what those days came to.
 * @returns the mean absolute percentage error, or undefined when there is room for fewer than three back-tests
 */
export function backTest({
  history,
  daysPassed,
  daysLeft,
  daysBefore,
}: MonthSoFar): ForecastError | undefined {
  const days = Array.from(history);
  const ahead = Math.max(1, daysLeft);
  const errors = chooseOrigins(days, ahead, days.length - daysBefore).flatMap((origin) => {
    const error = testOrigin(days, origin, Math.min(daysPassed, origin), ahead);
    return error === undefined ? [] : [error];
  });
  if (errors.length < MIN_BACK_TESTS) return undefined;
  return { share: errors.reduce((sum, error) => sum + error, 0) / errors.length, backTests: errors.length };
}

/**
 * Lengths of history from which a back-test starts: long enough before, read well enough after; among them the
 * same day of the month before, which alone sees what a month's end brings.
 */
function chooseOrigins(days: readonly number[], ahead: number, monthBefore: number): number[] {
  const possible: number[] = [];
  for (let origin = MIN_SEASON_DAYS; origin + ahead <= days.length; origin++) {
    const known = days.slice(0, origin).filter(Number.isFinite).length;
    const after = days.slice(origin, origin + ahead).filter(Number.isFinite).length;
    if (known >= MIN_SEASON_DAYS && after >= MIN_READ_SHARE * ahead) possible.push(origin);
  }
  if (possible.length <= BACK_TESTS) return possible;
  const step = (possible.length - 1) / (BACK_TESTS - 1);
  const spread = Array.from({ length: BACK_TESTS }, (_, index) => possible[Math.round(index * step)] ?? 0);
  if (!possible.includes(monthBefore) || spread.includes(monthBefore)) return spread;
  const nearest = spread.reduce((a, b) => (Math.abs(b - monthBefore) < Math.abs(a - monthBefore) ? b : a));
  return spread.map((origin) => (origin === nearest ? monthBefore : origin));
}

/** One back-test; only days that were read are compared. */
function testOrigin(
  days: readonly number[],
  origin: number,
  passed: number,
  ahead: number,
): number | undefined {
  const season = fitSeason(days.slice(0, origin));
  if (!season) return undefined;
  let [actual, forecast] = [0, 0];
  for (let index = origin - passed; index < origin + ahead; index++) {
    const value = days[index] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    actual += value;
    forecast += index < origin ? value : expectAt(season, index);
  }
  return actual > 0 ? Math.abs(forecast - actual) / actual : undefined;
}

function completeMonth(days: readonly number[], daysPassed: number, daysLeft: number): number | undefined {
  const season = fitSeason(days);
  if (!season) return undefined;
  let amount = 0;
  for (let index = days.length - daysPassed; index < days.length + daysLeft; index++) {
    const value = days[index] ?? Number.NaN;
    amount += Number.isFinite(value) ? value : expectAt(season, index);
  }
  return amount;
}
