import type { Words } from '../en/en.ts';

export const period = {
  week: (week, year, days) => `Woche ${week} ${year}, ${days}`,
} satisfies Words['period'];
