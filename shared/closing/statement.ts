import type { ChargebackReport } from '../reports/chargebackReport.ts';
import type { StatementLife } from './life.ts';

/** The life of a statement that nothing has happened to. */
export const UNTOUCHED: StatementLife = {
  held: [],
  release: undefined,
  closing: undefined,
  reopened: undefined,
  corrections: [],
};

/** Gives an organisation's statement its place in the life of its month. */
export function withLife(report: ChargebackReport, change: Partial<StatementLife>): ChargebackReport {
  return { ...report, life: { ...(report.life ?? UNTOUCHED), ...change } };
}

/**
 * What the statement of some teams tells of its life: what was decided about it and what waits of their corrections,
 * without the organisation's figures.
 */
export function sliceLife(life: StatementLife, ...teams: readonly string[]): StatementLife {
  return {
    ...life,
    held: life.held.map(({ name }) => ({ name })),
    corrections: life.corrections.map((correction) => ({
      ...correction,
      waiting: correction.waiting.filter(({ team }) => teams.includes(team)),
    })),
  };
}
