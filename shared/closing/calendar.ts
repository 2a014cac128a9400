import { type Period, previousPeriod } from '../model/time.ts';
import { isClosed, type MonthStanding } from './life.ts';

/** Months back that a re-opened month is followed, whatever is configured: the most that can be configured. */
export const FARTHEST_MONTHS = 13;

/** An earlier month whose corrections belong in an open one. */
export interface CorrectedMonth {
  readonly period: Period;
  readonly standing: MonthStanding;
}

/**
 * The earlier months whose corrections belong in the open month `month`, the latest first. A closed month's
 * corrections are booked in the next month after it that is not closed, and nowhere else, so that two open months
 * never book the same. A re-opened month carries its changes itself; what later months had booked for it is taken
 * back in the next open month after it.
 * @param lookBackMonths months back in which changes of closed months are looked for; those that were re-opened
 *   are followed for {@link FARTHEST_MONTHS}
 */
export async function listCorrectedMonths(
  month: Period,
  standingOf: (month: Period) => Promise<MonthStanding>,
  lookBackMonths: number,
): Promise<readonly CorrectedMonth[]> {
  const months: CorrectedMonth[] = [];
  let period = month;
  for (let back = 1; back <= FARTHEST_MONTHS; back++) {
    period = previousPeriod(period);
    const standing = await standingOf(period);
    if (standing.revision === 0) break;
    const wasReopened = standing.revision > 1 || standing.reopening !== undefined;
    if (back <= lookBackMonths || wasReopened) months.push({ period, standing });
    if (!isClosed(standing)) break;
  }
  return months;
}
