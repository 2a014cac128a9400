import type { Config } from '../config/schema.ts';
import { ATTACK_SURFACES } from '../model/governance.ts';
import { byKey } from '../model/order.ts';
import type { FindingLine } from './findingLine.ts';
import { nameTeams } from './findings.ts';
import type { SurfaceRow } from './governanceReport.ts';

/**
 * Counts open findings by team and attack surface. What several teams share is a row of its own, so that the cells
 * sum to the findings; every configured team has a row.
 */
export function countSurfaces(open: readonly FindingLine[], config: Config): readonly SurfaceRow[] {
  const groups = Map.groupBy(open, ({ team }) => team);
  for (const { id } of config.teams) if (!groups.has(id)) groups.set(id, []);
  return [...groups].sort(byKey).map(([team, own]) => {
    const overdue = own.filter((line) => line.overdue);
    return {
      team,
      teamName: nameTeams(config, team),
      counts: countBy(ATTACK_SURFACES, own, ({ surface }) => surface),
      open: own.length,
      overdue: overdue.length,
      dueThisWeek: own.filter(({ urgency }) => urgency === 'thisWeek').length,
      oldestDueOn: overdue.flatMap(({ dueOn }) => dueOn ?? []).sort()[0],
    };
  });
}

/** How many lines have each key; every key is there. */
export function countBy<K extends string>(
  keys: readonly K[],
  lines: readonly FindingLine[],
  key: (line: FindingLine) => K,
): Readonly<Record<K, number>> {
  const counts = Object.fromEntries(keys.map((name) => [name, 0])) as Record<K, number>;
  for (const line of lines) counts[key(line)] += 1;
  return counts;
}
