import type { Report } from '../../reports/report.ts';

/** The report's data as it is, members sorted by name so that the same data is the same text. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(report, sortMembers, 2)}\n`;
}

function sortMembers(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
