import { type Finding, SEVERITIES, type Severity } from '../model/governance.ts';
import { type Day, startOf } from '../model/time.ts';
import { listEpisodes } from './history.ts';

const DAY_MS = 86_400_000;

/** How long fixes took, in days; undefined when there were none. */
export interface FixTime {
  readonly fixes: number;
  /** Rounded to a tenth. */
  readonly meanDays: number | undefined;
  readonly medianDays: number | undefined;
}

export interface FixTimes {
  readonly all: FixTime;
  readonly bySeverity: Readonly<Record<Severity, FixTime>>;
  /** By team, in order of ids; a finding of several teams counts for each. */
  readonly byTeam: ReadonlyMap<string, FixTime>;
}

/**
 * Mean and median time to fix of what was resolved on the days `from` to `to`, both included. What came back
 * counts anew, from the day it did; time under an exemption counts as time that it was open.
 */
export function measureFixTimes(
  findings: Iterable<{ readonly finding: Finding; readonly teams: readonly string[] }>,
  from: Day,
  to: Day,
): FixTimes {
  const all: number[] = [];
  const bySeverity = new Map<string, number[]>();
  const byTeam = new Map<string, number[]>();
  for (const { finding, teams } of findings) {
    for (const episode of listEpisodes(finding)) {
      const { resolvedOn } = episode;
      if (resolvedOn === undefined || resolvedOn < from || resolvedOn > to) continue;
      const days = (startOf(resolvedOn).getTime() - startOf(episode.from).getTime()) / DAY_MS;
      all.push(days);
      add(bySeverity, finding.severity, days);
      for (const team of teams) add(byTeam, team, days);
    }
  }
  const severities = SEVERITIES.map((severity) => [severity, summarize(bySeverity.get(severity) ?? [])]);
  return {
    all: summarize(all),
    bySeverity: Object.fromEntries(severities) as Record<Severity, FixTime>,
    byTeam: new Map(
      [...byTeam].sort(([a], [b]) => (a < b ? -1 : 1)).map(([team, days]) => [team, summarize(days)]),
    ),
  };
}

function summarize(days: readonly number[]): FixTime {
  const sorted = [...days].sort((a, b) => a - b);
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  const upper = sorted[Math.floor(sorted.length / 2)];
  if (lower === undefined || upper === undefined) {
    return { fixes: 0, meanDays: undefined, medianDays: undefined };
  }
  const sum = sorted.reduce((total, one) => total + one, 0);
  const meanDays = Math.round((sum / sorted.length) * 10) / 10;
  return { fixes: sorted.length, meanDays, medianDays: (lower + upper) / 2 };
}

function add(groups: Map<string, number[]>, key: string, days: number): void {
  const group = groups.get(key);
  if (group) group.push(days);
  else groups.set(key, [days]);
}
