import type { Words } from '../en/en.ts';

export const period = {
  week: (week, year, days) => `KW ${week}/${year}, ${days}`,
  shortWeek: (week, days) => `KW ${week} · ${days}`,
} satisfies Words['period'];
