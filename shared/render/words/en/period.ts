/** Names of periods that `Intl` has no words for. */
export const period = {
  /** `Week 47 of 2026, 16 – 22 Nov 2026` */
  week: (week: number, year: string, days: string): string => `Week ${week} of ${year}, ${days}`,
  /** `W47 · Nov 16 – 22, 2026` */
  shortWeek: (week: number, days: string): string => `W${week} · ${days}`,
};
