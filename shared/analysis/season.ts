/**
 * The weekly pattern of a cost, found robustly: single days that are out of the ordinary (a holiday, a batch, a
 * failure) do not move it.
 *
 * A day's amount is taken to be `level × factor of its weekday`. Levels of blocks of seven days and factors of
 * weekdays come from a median polish (J. Tukey, Exploratory Data Analysis, 1977), in ratios: each is in turn
 * the median of what the other leaves. The trend is the median of the slopes between all pairs of blocks
 * (Theil and Sen), and it goes on from the median of the last two weeks.
 */
export interface Season {
  /** By weekday: the first is that of the series' first day. Their mean is 1. */
  readonly factors: readonly number[];
  /** Level at the last day of the series, a day. */
  readonly level: number;
  /** What the level gains a day. */
  readonly slope: number;
  /** Length of the series: `index - length + 1` days lie between its last day and the day `index`. */
  readonly length: number;
  /**
   * How far days usually lie from what was expected, as a share of it: 1.4826 times the median absolute
   * deviation, which for normal noise is the standard deviation.
   */
  readonly spread: number;
}

/** Fewest days that were read for a pattern of weekdays to show. */
export const MIN_SEASON_DAYS = 14;

/** Days at the end that tell today's level. */
const LEVEL_DAYS = 14;
const ROUNDS = 4;

/**
 * Finds the season of daily amounts, one a day without holes; a day that was not read is NaN, not zero.
 * @returns undefined when too few days were read, or they cost nothing
 */
export function fitSeason(values: ArrayLike<number>): Season | undefined {
  const days = Array.from(values);
  if (days.filter(Number.isFinite).length < MIN_SEASON_DAYS) return undefined;
  const polished = polish(days);
  if (!polished) return undefined;
  const { factors, levels } = polished;
  const slope = medianSlope(levels);
  const last = days.length - 1;
  const anchors: number[] = [];
  for (let index = last; index >= 0 && anchors.length < LEVEL_DAYS; index--) {
    const factor = factors[index % 7] ?? 0;
    const value = days[index] ?? Number.NaN;
    if (Number.isFinite(value) && factor > 0) anchors.push(value / factor + slope * (last - index));
  }
  const level = median(anchors);
  const residuals = days.flatMap((value, index) => {
    const expected = (levels[blockOf(index, days.length)] ?? Number.NaN) * (factors[index % 7] ?? 0);
    return Number.isFinite(value) && expected > 0 ? [Math.abs(value / expected - 1)] : [];
  });
  return level > 0
    ? { factors, level, slope, length: days.length, spread: 1.4826 * median(residuals) }
    : undefined;
}

/** What the season expects of a day of the series, or after it; never below zero. */
export function expectAt(season: Season, index: number): number {
  const ahead = index - (season.length - 1);
  // A trend of eight weeks says little of the time after next month: it fades, and never doubles or halves.
  const faded = ahead <= 0 ? ahead : (1 - FADE ** ahead) / (1 - FADE);
  const trended = season.level + season.slope * faded;
  const level = Math.min(Math.max(trended, season.level / 2), season.level * 2);
  return level * (season.factors[((index % 7) + 7) % 7] ?? 0);
}

/** What is left of a trend after a day. */
const FADE = 0.97;

/** Blocks of seven days end with the last day, so that the newest block is whole. */
function blockOf(index: number, length: number): number {
  return Math.floor((index - length) / 7) + Math.ceil(length / 7);
}

function polish(
  days: readonly number[],
): { readonly factors: readonly number[]; readonly levels: readonly number[] } | undefined {
  const blocks = Math.ceil(days.length / 7);
  let factors: number[] = Array.from({ length: 7 }, () => 1);
  let levels: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const ofBlock: number[][] = Array.from({ length: blocks }, () => []);
    days.forEach((value, index) => {
      const factor = factors[index % 7] ?? 0;
      if (Number.isFinite(value) && factor > 0) ofBlock[blockOf(index, days.length)]?.push(value / factor);
    });
    levels = ofBlock.map(median);
    const ofWeekday: number[][] = Array.from({ length: 7 }, () => []);
    days.forEach((value, index) => {
      const level = levels[blockOf(index, days.length)] ?? Number.NaN;
      if (Number.isFinite(value) && level > 0) ofWeekday[index % 7]?.push(value / level);
    });
    const raw = ofWeekday.map((ratios) => (ratios.length === 0 ? 1 : Math.max(0, median(ratios))));
    const mean = raw.reduce((sum, factor) => sum + factor, 0) / 7;
    if (!(mean > 0)) return undefined;
    factors = raw.map((factor) => factor / mean);
    levels = levels.map((level) => level * mean);
  }
  return { factors, levels };
}

/** Median slope a day between all pairs of blocks that were read; 0 with fewer than three. */
function medianSlope(levels: readonly number[]): number {
  const known = levels.flatMap((level, block) => (Number.isFinite(level) ? [{ level, block }] : []));
  if (known.length < 3) return 0;
  const slopes = known.flatMap((a, index) =>
    known.slice(index + 1).map((b) => (b.level - a.level) / (7 * (b.block - a.block))),
  );
  return median(slopes);
}

/** The middle value; NaN of nothing. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = 0, high = 0] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}
