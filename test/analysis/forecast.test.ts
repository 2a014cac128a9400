import { describe, expect, it } from 'vitest';
import { backTest, forecastMonth } from '../../shared/analysis/forecast.ts';
import { type Day, monthOf, startOf } from '../../shared/model/time.ts';
import { generateSeason, ORDINARY, QUIET, type Seasons } from './seasons.ts';

const SEEDS = Array.from({ length: 25 }, (_, index) => index + 1);
const MONTHS: readonly Day[] = ['2026-04-01', '2026-06-01', '2026-09-01', '2026-12-01'];

/** Eight weeks up to the `passed`th day of a month, and what the month came to. */
function monthOfSeason(seasons: Seasons, seed: number, first: Day, passed: number) {
  const values = generateSeason(seasons, seed);
  const start = (startOf(first).getTime() - startOf(seasons.from).getTime()) / 86_400_000;
  const length = Number(monthOf(first).to.slice(8));
  return {
    month: {
      history: values.slice(start + passed - 56, start + passed),
      daysPassed: passed,
      daysLeft: length - passed,
      daysBefore: 31,
    },
    actual: values.slice(start, start + length).reduce((sum, value) => sum + value, 0),
  };
}

/** Mean absolute percentage error over the seeds and months, and what the back-tests said it would be. */
function measure(seasons: Seasons, passed: number): { readonly error: number; readonly said: number } {
  let [error, said, count] = [0, 0, 0];
  for (const seed of SEEDS) {
    for (const first of MONTHS) {
      const { month, actual } = monthOfSeason(seasons, seed, first, passed);
      const forecast = forecastMonth(month);
      if ('reason' in forecast) throw new Error(`no forecast: ${forecast.reason}`);
      error += Math.abs(forecast.amount - actual) / actual;
      said += forecast.error.share;
      count += 1;
    }
  }
  return { error: error / count, said: said / count };
}

describe('a forecast of the month’s end', () => {
  it.each([
    ['a quiet year, on the first day of the month', QUIET, 1, 0.025],
    ['a quiet year, in mid-month', QUIET, 15, 0.015],
    [
      'an ordinary year (weekends, growth, batches, holidays), on the first day of the month',
      ORDINARY,
      1,
      0.05,
    ],
    ['an ordinary year, in mid-month', ORDINARY, 15, 0.04],
    ['an ordinary year that trebles, on the third day', { ...ORDINARY, growth: 2 }, 3, 0.05],
    ['an ordinary year that halves, on the eighth day', { ...ORDINARY, growth: -0.5 }, 8, 0.05],
    ['a year of 20 % noise a day, on the third day', { ...ORDINARY, noise: 0.2 }, 3, 0.1],
  ] as const)('is near what comes: %s', (_, seasons, passed, limit) => {
    expect(measure(seasons, passed).error).toBeLessThan(limit);
  });

  it('says an error of the size that it turns out to have', () => {
    for (const [seasons, passed] of [
      [QUIET, 8],
      [ORDINARY, 3],
      [{ ...ORDINARY, noise: 0.2 }, 8],
    ] as const) {
      const { error, said } = measure(seasons, passed);
      expect(said).toBeGreaterThan(error * 0.8);
      expect(said).toBeLessThan(error * 2.5);
    }
  });

  it('counts days that were read as they are, and days that were not as expected, never as zero', () => {
    const { month, actual } = monthOfSeason(QUIET, 1, '2026-06-01', 20);
    const gaps = month.history.map((value, index) => (index % 9 === 4 ? Number.NaN : value));
    const forecast = forecastMonth({ ...month, history: gaps });
    if ('reason' in forecast) throw new Error(forecast.reason);
    expect(Math.abs(forecast.amount - actual) / actual).toBeLessThan(0.03);
    expect(forecast.error.share).toBeLessThan(0.05);
  });

  it('is what was spent, where every day was read and nothing is left', () => {
    const { month } = monthOfSeason(QUIET, 1, '2026-06-01', 30);
    expect(forecastMonth(month)).toMatchObject({ reason: 'monthIsOver' });
    const gap = month.history.with(40, Number.NaN);
    expect(forecastMonth({ ...month, history: gap })).toHaveProperty('amount');
  });

  it('follows the weekdays: what is left of a month after a Friday begins with a weekend', () => {
    const history = Array.from({ length: 56 }, (_, index): number => (index % 7 >= 5 ? 0 : 100));
    const forecast = forecastMonth({ history, daysPassed: 10, daysLeft: 7, daysBefore: 30 });
    const passed = history.slice(-10).reduce((sum, value) => sum + value, 0);
    if ('reason' in forecast) throw new Error(forecast.reason);
    expect(forecast.amount).toBeCloseTo(passed + 500, 6);
    expect(forecast.error.share).toBeCloseTo(0, 6);
  });
});

describe('no forecast is made', () => {
  it('of too few days, and how many are needed is said', () => {
    const history = Array.from({ length: 10 }, () => 100);
    expect(forecastMonth({ history, daysPassed: 10, daysLeft: 20, daysBefore: 31 })).toEqual({
      reason: 'tooFewDays',
      readDays: 10,
      neededDays: 36,
    });
  });

  it('without back-tests to tell how good it is', () => {
    const history = Array.from({ length: 30 }, () => 100);
    expect(forecastMonth({ history, daysPassed: 2, daysLeft: 28, daysBefore: 31 })).toMatchObject({
      reason: 'tooFewBackTests',
    });
    expect(backTest({ history, daysPassed: 2, daysLeft: 28, daysBefore: 31 })).toBeUndefined();
  });

  it('where nothing was spent', () => {
    const history = Array.from({ length: 56 }, () => 0);
    expect(forecastMonth({ history, daysPassed: 2, daysLeft: 28, daysBefore: 31 })).toMatchObject({
      reason: 'nothingSpent',
    });
  });
});
