import type { Config } from '../config/schema.ts';
import { type FixTimes, measureFixTimes } from '../governance/fixTime.ts';
import { countTrend, TREND_WEEKS, type TrendPoint } from '../governance/trend.ts';
import { type Finding, SEVERITIES, type Severity } from '../model/governance.ts';
import { addDays, type Day, weekOf } from '../model/time.ts';
import { nameTeams } from './findings.ts';
import type { FixTimeLines, TrendLine } from './governanceReport.ts';

interface Remembered {
  readonly finding: Finding;
  readonly teams: readonly string[];
}

/**
 * What findings remember of the last weeks, added up cluster by cluster, so that only what was ever resolved has to
 * be held.
 */
export class FindingHistory {
  /** Findings resolved before it say nothing of the trend. */
  static firstDay(lastDay: Day): Day {
    return addDays(lastDay, 1 - 7 * TREND_WEEKS);
  }

  readonly #lastDay: Day;
  readonly #resolved: Remembered[] = [];
  #points: readonly TrendPoint[] | undefined;

  /** @param lastDay the last day of the report's readings */
  constructor(lastDay: Day) {
    this.#lastDay = lastDay;
  }

  /** Adds findings with their whole history; each finding once. */
  add(findings: readonly Remembered[]): void {
    const points = countTrend(findings, this.#lastDay);
    this.#points = this.#points?.map((point, index) => joinPoints(point, points[index])) ?? points;
    this.#resolved.push(
      ...findings.filter(({ finding }) => finding.history.some(({ state }) => state === 'resolved')),
    );
  }

  /** The trend, the oldest week first. */
  tellTrend(config: Config): readonly TrendLine[] {
    return (this.#points ?? countTrend([], this.#lastDay)).map(
      ({ day, known, open, bySeverity, byTeam }) => ({
        // The last reading of a week is that of the Monday after.
        week: weekOf(addDays(day, -1)).id,
        open: known ? open : undefined,
        bySeverity,
        byTeam: [...byTeam].map(([team, count]) => ({ teamName: nameTeams(config, team), open: count })),
      }),
    );
  }

  /** How long it took to fix what was fixed in the weeks of the trend. */
  tellFixTimes(config: Config): FixTimeLines {
    const [from, to] = [FindingHistory.firstDay(this.#lastDay), this.#lastDay];
    const { all, bySeverity, byTeam }: FixTimes = measureFixTimes(this.#resolved, from, to);
    const teams = [...byTeam].map(([team, time]) => ({ teamName: nameTeams(config, team), ...time }));
    return { from, to, all, bySeverity, byTeam: teams };
  }
}

function joinPoints(one: TrendPoint, other: TrendPoint | undefined): TrendPoint {
  if (!other) return one;
  const byTeam = new Map(one.byTeam);
  for (const [team, open] of other.byTeam) byTeam.set(team, (byTeam.get(team) ?? 0) + open);
  const severities = SEVERITIES.map((name) => [name, one.bySeverity[name] + other.bySeverity[name]]);
  return {
    day: one.day,
    known: one.known || other.known,
    open: one.open + other.open,
    bySeverity: Object.fromEntries(severities) as Record<Severity, number>,
    byTeam: new Map([...byTeam].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
