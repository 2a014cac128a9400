import { NO_CLUSTER, OUTSIDE_NAME } from '../allocation/outside.ts';
import { explainMovement, type MovementBook } from '../analysis/movement.ts';
import type { SensorCoverage } from '../governance/coverage.ts';
import { UNOWNED } from '../model/cost.ts';
import type { Cluster } from '../model/estate.ts';
import type { SecurityAlert } from '../model/governance.ts';
import { type Day, previousPeriod } from '../model/time.ts';
import { beginReport, limitWarnings, type ReportInput } from './base.ts';
import { describeTeam } from './chargeback.ts';
import type { DigestReport, TeamDigest } from './digestReport.ts';
import {
  type FindOwner,
  type OwnedFinding,
  readingDays,
  teamsOf,
  toAlertLine,
  toFindingLine,
} from './findings.ts';
import type { Notice } from './notice.ts';
import { listUnscanned, warnUnscanned } from './scans.ts';
import { describeTeamCost } from './teamCost.ts';
import type { TeamCost } from './teamCostLine.ts';
import { sortTeamFindings } from './teamFindings.ts';
import type { IsRead, WeeklyCosts } from './weeklyCosts.ts';

export interface DigestInput extends ReportInput {
  readonly costs: WeeklyCosts;
  /** The last day that is over, of the week or just before it. */
  readonly lastDay: Day;
  readonly isRead: IsRead;
  /** Weeks whose every day was read for every cluster. */
  readonly weeksRead: ReadonlySet<string>;
  readonly clusters: readonly Cluster[];
  readonly findings: readonly OwnedFinding[];
  readonly alerts: readonly SecurityAlert[];
  readonly sensors: readonly SensorCoverage[];
  readonly findOwner: FindOwner;
  readonly warnings: readonly (Notice | string)[];
}

/** Builds every team's digest of one week; a team without cost or findings is in it as well. */
export function buildDigest(input: DigestInput): DigestReport {
  const { config } = input;
  const teams = new Set([...config.teams.map((team) => team.id), ...input.costs.teams()]);
  if (input.findings.some(({ teams: owners }) => owners.includes(UNOWNED))) teams.add(UNOWNED);
  const costsOf = describeCosts(input);
  const unscanned = listUnscanned(input.sensors);
  return {
    ...beginReport('digest', input, [...warnUnscanned(unscanned), ...limitWarnings(input.warnings)]),
    unscanned,
    teams: [...teams].sort().map((team) => digestTeam(input, team, costsOf)),
  };
}

function digestTeam(
  input: DigestInput,
  team: string,
  costsOf: (team: string) => readonly TeamCost[],
): TeamDigest {
  const { to } = readingDays(input.period);
  const own = input.findings.filter(({ teams }) => teams.includes(team));
  return {
    team,
    teamName: describeTeam(input.config, team).teamName,
    costs: costsOf(team),
    findings: sortTeamFindings(
      own.map((finding) => toFindingLine(finding, to)),
      to,
      input.config.governance.nagWeeks,
    ),
    alerts: input.alerts
      .map((alert) => {
        const clusterName = nameOf(input.clusters, alert.clusterId);
        const teams = teamsOf({ ...alert, clusterName }, input.findOwner, input.config);
        return { line: toAlertLine(alert, clusterName, teams), teams };
      })
      .filter(({ teams }) => teams.includes(team))
      .map(({ line }) => line),
  };
}

/** Every team's cost, a currency at a time. A team's budget is shown also where it spent nothing of it. */
function describeCosts(input: DigestInput): (team: string) => readonly TeamCost[] {
  const { costs, period, weeksRead, config } = input;
  const names = new Map(input.clusters.map(({ id, name }) => [id, name]));
  names.set(NO_CLUSTER, OUTSIDE_NAME);
  const common = { ...input, nameCluster: (clusterId: string) => names.get(clusterId) ?? clusterId };
  const isOver = input.lastDay >= period.to;
  const isCompared = isOver && [period, previousPeriod(period)].every(({ id }) => weeksRead.has(id));
  const movements = new Map(
    [...costs.currencies].map((currency): [string, MovementBook | undefined] => [
      currency,
      isCompared
        ? explainMovement(
            costs.movementLines(currency, 'weekBefore'),
            costs.movementLines(currency, 'thisWeek'),
          )
        : undefined,
    ]),
  );
  return (team) => {
    const budget = config.teams.find(({ id }) => id === team)?.budget;
    const currencies = new Set([...costs.currencies, ...(budget ? [budget.currency] : [])]);
    return [...currencies]
      .sort()
      .map((currency) => describeTeamCost(common, team, currency, movements.get(currency)));
  };
}

function nameOf(clusters: readonly Cluster[], clusterId: string): string {
  return clusters.find((cluster) => cluster.id === clusterId)?.name ?? clusterId;
}
