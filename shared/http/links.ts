import type { Reader } from '../access/reader.ts';
import { isTeamKind, REPORT_KINDS } from '../model/tasks.ts';
import type { Outcome } from './operation.ts';
import type { Problem } from './problem.ts';

/** Kinds of report that no team has a part of. */
const ORGANISATION_KINDS: readonly string[] = REPORT_KINDS.filter((kind) => !isTeamKind(kind));

export const INDEX_ADDRESS = '/api/reports';

/** The path of a report's answer. */
export function addressOf(kind: string, period: string, team?: string): string {
  const path = `${INDEX_ADDRESS}/${encodeURIComponent(kind)}/${encodeURIComponent(period)}`;
  return team === undefined ? path : `${path}?team=${encodeURIComponent(team)}`;
}

/** What somebody who may not read a report may read instead: the same of their teams, and the list of all. */
export function linksOf(reader: Reader, { kind, period }: Outcome['wanted']): Problem['links'] {
  const own =
    kind === undefined || period === undefined || ORGANISATION_KINDS.includes(kind)
      ? []
      : reader.teams.map((team) => ({ title: team, href: addressOf(kind, period, team) }));
  return [...own, { title: 'All that you may read', href: INDEX_ADDRESS }];
}
