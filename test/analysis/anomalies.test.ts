import { describe, expect, it } from 'vitest';
import { findAnomalies } from '../../shared/analysis/anomalies.ts';
import { addDays } from '../../shared/model/time.ts';
import { generateSeason, ORDINARY, QUIET, type Seasons } from './seasons.ts';

const WINDOW = 56;
const LIMITS = { least: 5 };
const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1);

/** What would be told in the week that ends before day `end` of the season. */
function lookAt(seasons: Seasons, values: readonly number[], end: number) {
  const from = addDays(seasons.from, end - WINDOW);
  return findAnomalies({ from, amounts: values.slice(end - WINDOW, end) }, 7, LIMITS);
}

/** Alarms a thousand weeks of a namespace, over the generated years. */
function measureFalseAlarms(seasons: Seasons): number {
  let [alarms, weeks] = [0, 0];
  for (const seed of SEEDS) {
    const values = generateSeason(seasons, seed);
    for (let end = WINDOW; end <= values.length; end += 7) {
      alarms += lookAt(seasons, values, end).length;
      weeks += 1;
    }
  }
  return (alarms / weeks) * 1000;
}

/** Share of the injected days or steps that are told in the week they happen; they fall on all kinds of days. */
function measureFound(seasons: Seasons, size: number, kind: 'spike' | 'step'): number {
  let [found, injected] = [0, 0];
  for (const seed of SEEDS) {
    for (const at of [75 + seed, 200 + seed, 290 + seed]) {
      const values = generateSeason(seasons, seed).map((value, index) =>
        (kind === 'spike' ? index === at : index >= at) ? value * size : value,
      );
      const end = WINDOW + Math.ceil((at + 1 - WINDOW) / 7) * 7;
      if (end > values.length) continue;
      const day = addDays(seasons.from, at);
      injected += 1;
      if (lookAt(seasons, values, end).some(({ from, to }) => from <= day && day <= to)) found += 1;
    }
  }
  return found / injected;
}

describe('days out of the ordinary, on generated years', () => {
  it('none is told of a quiet year', () => {
    expect(measureFalseAlarms(QUIET)).toBe(0);
  });

  it('fewer than 3 in 1,000 weeks of a namespace are false in an ordinary year: weekends, growth, batches, holidays', () => {
    expect(measureFalseAlarms(ORDINARY)).toBeLessThan(3);
  });

  it('fewer than 15 in 1,000 are false where a day’s noise is 20 %', () => {
    expect(measureFalseAlarms({ ...ORDINARY, noise: 0.2 })).toBeLessThan(15);
  });

  it.each(['spike', 'step'] as const)('every %s to twice the cost of a quiet year is told', (kind) => {
    expect(measureFound(QUIET, 2, kind)).toBe(1);
  });

  it.each([
    ['spike', 2, 0.8],
    ['step', 2, 0.8],
    ['spike', 3, 0.92],
    ['step', 3, 0.92],
  ] as const)(
    'of each %s to %d times the cost of an ordinary year at least the share %d is told',
    (kind, size, share) => {
      expect(measureFound(ORDINARY, size, kind)).toBeGreaterThanOrEqual(share);
    },
  );
});

describe('a day out of the ordinary', () => {
  const flat = (days: number): number[] => Array.from({ length: days }, () => 100);
  const look = (amounts: readonly number[], least = 5) =>
    findAnomalies({ from: '2026-10-05', amounts }, 7, { least });

  it('is told with what it cost and what was expected', () => {
    expect(look(flat(56).with(50, 250))).toEqual([
      { from: '2026-11-24', to: '2026-11-24', amount: 250, expected: 100 },
    ]);
  });

  it('and the next are told as one, until the new level is the usual one', () => {
    const step = flat(56).fill(200, 50);
    expect(look(step)).toMatchObject([{ from: '2026-11-24', to: '2026-11-25' }]);
    expect(look([...flat(43), ...Array.from({ length: 13 }, () => 200)])).toEqual([]);
  });

  it('is not one that was not read, nor one that costs less', () => {
    expect(look(flat(56).with(50, Number.NaN))).toEqual([]);
    expect(look(flat(56).with(50, 0))).toEqual([]);
  });

  it('is not told below the least amount', () => {
    expect(look(flat(56).with(50, 250), 151)).toEqual([]);
  });

  it('is not told of a namespace that is new: it has no usual cost', () => {
    expect(look([...Array.from({ length: 45 }, () => 0), ...flat(11)])).toEqual([]);
  });

  it('is not one that comes every month', () => {
    expect(look(flat(56).with(25, 300).with(55, 300))).toHaveLength(0);
    expect(look(flat(56).with(25, 300).with(55, 900))).toHaveLength(1);
  });
});
