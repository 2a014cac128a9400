import { type Finding, SEVERITIES, type Severity } from '../model/governance.ts';
import { addDays, type Day } from '../model/time.ts';
import { findTurn } from './history.ts';

/** Weeks that a trend looks back. */
export const TREND_WEEKS = 12;

/** How many findings were open on the last day of a week's readings. */
export interface TrendPoint {
  readonly day: Day;
  /** False before the first reading that is remembered: nothing is known then, which is not nothing open. */
  readonly known: boolean;
  readonly open: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  /** By team, in order of ids; a finding of several teams counts for each. */
  readonly byTeam: ReadonlyMap<string, number>;
}

/**
 * Counts what was open week by week, the oldest first, out of what the findings remember.
 * @param findings with all that were resolved since the first of those weeks
 * @param lastDay the last day of the last week's readings
 */
export function countTrend(
  findings: Iterable<{ readonly finding: Finding; readonly teams: readonly string[] }>,
  lastDay: Day,
  weeks: number = TREND_WEEKS,
): readonly TrendPoint[] {
  const points = Array.from({ length: weeks }, (_, index) => ({
    day: addDays(lastDay, -7 * (weeks - 1 - index)),
    open: 0,
    bySeverity: Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as Record<Severity, number>,
    byTeam: new Map<string, number>(),
  }));
  let knownSince: Day | undefined;
  for (const { finding, teams } of findings) {
    const began = finding.history[0]?.day;
    if (began !== undefined && (knownSince === undefined || began < knownSince)) knownSince = began;
    for (const point of points) {
      const turn = findTurn(finding.history, point.day);
      if (turn?.state !== 'open') continue;
      point.open += 1;
      point.bySeverity[turn.severity] += 1;
      for (const team of teams) point.byTeam.set(team, (point.byTeam.get(team) ?? 0) + 1);
    }
  }
  return points.map((point) => ({
    ...point,
    known: knownSince !== undefined && knownSince <= point.day,
    byTeam: new Map([...point.byTeam].sort(([a], [b]) => (a < b ? -1 : 1))),
  }));
}
