import { addDays, type Day } from '../../shared/model/time.ts';

/** Chance that is the same every time: mulberry32, by its seed. */
export function createChance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Seasons {
  readonly from: Day;
  readonly days: number;
  /** A day's cost before anything else. */
  readonly base: number;
  /** Saturdays and Sundays over weekdays. */
  readonly weekend: number;
  /** Growth a year, 0.5 for half as much again. */
  readonly growth: number;
  /** Standard deviation of a day's noise, as a share. */
  readonly noise: number;
  /** What the last day of a month costs on top, as a share of the base. */
  readonly monthEnd: number;
  /** Days (`MM-DD`) on which half is used. */
  readonly holidays: readonly string[];
}

export const QUIET: Seasons = {
  from: '2026-01-01',
  days: 365,
  base: 100,
  weekend: 1,
  growth: 0,
  noise: 0.05,
  monthEnd: 0,
  holidays: [],
};

/** A year such as teams have: quiet weekends, growth, a batch at the month's end, holidays, and noise. */
export const ORDINARY: Seasons = {
  ...QUIET,
  weekend: 0.6,
  growth: 0.4,
  noise: 0.08,
  monthEnd: 0.8,
  holidays: ['01-01', '04-03', '04-06', '05-01', '12-24', '12-25', '12-26'],
};

/** Daily amounts of a generated season; the same seed gives the same ones. */
export function generateSeason(seasons: Seasons, seed: number): number[] {
  const chance = createChance(seed);
  return Array.from({ length: seasons.days }, (_, index) => {
    const day = addDays(seasons.from, index);
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    const level = seasons.base * (1 + (seasons.growth * index) / 365);
    const weekly = weekday === 0 || weekday === 6 ? seasons.weekend : 1;
    const holiday = seasons.holidays.includes(day.slice(5)) ? 0.5 : 1;
    const batch = addDays(day, 1).slice(8) === '01' ? seasons.monthEnd * level : 0;
    return Math.max(0, level * weekly * holiday * (1 + seasons.noise * gaussian(chance)) + batch);
  });
}

/** Box and Muller. */
function gaussian(chance: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
}
