import type { StatementLife } from '../closing/life.ts';
import { hashOf } from '../model/canonical.ts';
import type { Report } from './report.ts';
import { toKept } from './version1.ts';

/**
 * The identity of a report's data: sha256 over everything but the times of reading, the readings it was made from,
 * the address of its page, and what a message says of itself. Reading the same facts again gives the same report, so it is not delivered again.
 */
export function hashReport(report: Report): string {
  const { asOf: _, link: _page, delivery: _note, ...facts } = toKept(report);
  const entries = report.coverage.entries.map(({ asOf: _read, problem: _problem, ...entry }) => entry);
  const own = { ...facts, inputs: undefined, coverage: { ...report.coverage, entries } };
  const life = 'life' in facts ? facts.life : undefined;
  return hashOf(life ? { ...own, life: factsOf(life) } : own);
}

/** Without the readings that earlier months were computed from. */
function factsOf(life: StatementLife) {
  return { ...life, corrections: life.corrections.map(({ basis: _, ...correction }) => correction) };
}
