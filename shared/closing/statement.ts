import type { ChargebackReport } from '../reports/chargebackReport.ts';
import type { StatementLife } from './life.ts';
import { noticesOf } from './notices.ts';

/** The life of a statement that nothing has happened to. */
export const UNTOUCHED: StatementLife = {
  held: [],
  release: undefined,
  closing: undefined,
  reopened: undefined,
  corrections: [],
};

/** Gives an organisation's statement its place in the life of its month, and the notices that tell of it. */
export function withLife(report: ChargebackReport, change: Partial<StatementLife>): ChargebackReport {
  const life = { ...(report.life ?? UNTOUCHED), ...change };
  return {
    ...report,
    life,
    notices: [...noticesOf(life, report.period.id, 'organisation'), ...otherNotices(report)],
  };
}

/**
 * What a team's own statement tells of its life: what was decided about it and what waits of its corrections,
 * without the organisation's figures.
 */
export function sliceLife(
  report: ChargebackReport,
  team: string,
): Pick<ChargebackReport, 'life' | 'notices'> {
  if (!report.life) return { notices: report.notices };
  const corrections = report.life.corrections.map((correction) => ({
    ...correction,
    waiting: correction.waiting.filter((waiting) => waiting.team === team),
  }));
  const life = { ...report.life, corrections };
  return {
    life: { ...life, held: [] },
    notices: [...noticesOf(life, report.period.id, 'team'), ...otherNotices(report)],
  };
}

function otherNotices({ life, notices, period }: ChargebackReport): readonly string[] {
  return notices.slice(noticesOf(life, period.id, 'organisation').length);
}
