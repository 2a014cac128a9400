import { hashOf } from '../model/canonical.ts';
import type { Report } from './report.ts';

/**
 * The identity of a report's data: sha256 over everything but the times of reading and the address of its page.
 * Reading the same facts again gives the same report, so it is not delivered again.
 */
export function hashReport(report: Report): string {
  const { asOf: _, link: _page, ...facts } = report;
  const entries = report.coverage.entries.map(({ asOf: _read, problem: _problem, ...entry }) => entry);
  return hashOf({ ...facts, coverage: { ...report.coverage, entries } });
}
