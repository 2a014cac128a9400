/**
 * Who a report or a delivery is for, as queue, ledger and archive name it: `organisation` (all teams), `finance`,
 * `security`, `operator`, `team:<id>`, `teams:<id>+<id>`, `costCenter:<code>` or `managers:<id>+<id>`.
 */

/** A team, or several that share a report; the order in which they are named does not matter. */
export function teamAudience(...teams: readonly string[]): string {
  return `${teams.length > 1 ? 'teams' : 'team'}:${joinTeams(teams)}`;
}

/** The owners of a cost centre. */
export function costCenterAudience(costCenter: string): string {
  return `costCenter:${costCenter}`;
}

/** The managers of teams, for what is overdue there. */
export function managersAudience(...teams: readonly string[]): string {
  return `managers:${joinTeams(teams)}`;
}

/** Whether a report for the audience tells of all teams, and may name the organisation in its title. */
export function isWholeOrganisation(audience: string): boolean {
  return !audience.includes(':');
}

/** The part that names the teams or the cost centre: `shop`, `search+shop`, `CC-100`; `''` for the organisation. */
export function partOf(audience: string): string {
  return audience.slice(audience.indexOf(':') + 1 || audience.length);
}

/** The teams that an audience of teams is named by; none for every other audience. */
export function teamsOfAudience(audience: string): readonly string[] {
  return /^(team|teams|managers):/.test(audience) ? partOf(audience).split('+') : [];
}

function joinTeams(teams: readonly string[]): string {
  return [...new Set(teams)].sort().join('+');
}
