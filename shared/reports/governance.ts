import type { Config } from '../config/schema.ts';
import { UNOWNED } from '../model/cost.ts';
import type { Inventory } from '../model/estate.ts';
import {
  ACTORS,
  ATTACK_SURFACES,
  type DefenderState,
  type PolicyState,
  SEVERITIES,
} from '../model/governance.ts';
import { byKey } from '../model/order.ts';
import { beginReport, limitWarnings, type ReportInput } from './base.ts';
import { describeTeam } from './chargeback.ts';
import {
  compareFindings,
  type FindOwner,
  type OwnedFinding,
  PLATFORM,
  readingDays,
  teamsOf,
  toAlertLine,
  toFindingLine,
  wasFixed,
} from './findings.ts';
import type { FindingLine, GovernanceReport } from './report.ts';

export interface GovernanceInput extends ReportInput {
  readonly inventory: Inventory;
  readonly findings: readonly OwnedFinding[];
  /** By subscription id, the latest reading of each. */
  readonly policy: ReadonlyMap<string, PolicyState>;
  readonly defender: ReadonlyMap<string, DefenderState>;
  readonly findOwner: FindOwner;
  readonly warnings: readonly string[];
}

/** Builds the organisation's governance report of one week. */
export function buildGovernance(input: GovernanceInput): GovernanceReport {
  const { period, coverage } = input;
  const { from, to } = readingDays(period);
  const all = input.findings.map((finding) => ({ finding, line: toFindingLine(finding, to) }));
  const open = all
    .filter(({ line }) => line.state === 'open')
    .sort((a, b) => compareFindings(a.line, b.line));
  const lines = open.map(({ line }) => line);
  return {
    ...beginReport('governance', input, [
      ...(coverage.complete ? [] : [coverage.summary]),
      ...warnUnprotected(input),
      ...limitWarnings(input.warnings),
    ]),
    totals: {
      open: lines.length,
      new: lines.filter((line) => line.firstSeen >= from && line.firstSeen <= to).length,
      fixed: all.filter(({ finding }) => wasFixed(finding, from, to)).length,
      overdue: lines.filter((line) => line.overdue).length,
      exempt: all.filter(({ line }) => line.state === 'exempt').length,
    },
    secureScore: scoreOf(input),
    policy: summarizePolicy(input),
    surfaces: countSurfaces(input, open),
    bySeverity: countBy(SEVERITIES, lines, (line) => line.severity),
    byActor: countBy(ACTORS, lines, (line) => line.actor),
    topControls: rankControls(open),
    findings: lines,
    alerts: listAlerts(input),
    plans: [...input.defender].sort(byKey).flatMap(([id, { plans }]) =>
      plans.map((plan) => ({
        subscriptionName: nameOf(input, id),
        plan: plan.name,
        enabled: plan.enabled,
      })),
    ),
    sensors: input.inventory.clusters.map(({ name, defenderSensor, policyAddon }) => ({
      clusterName: name,
      defenderSensor,
      policyAddon,
    })),
  };
}

/** No findings from a cluster without sensors means nothing, so the report says so first. */
function warnUnprotected({ inventory }: GovernanceInput): string[] {
  const blind = (missing: (cluster: Inventory['clusters'][number]) => boolean, what: string): string[] => {
    const names = inventory.clusters.filter(missing).map((cluster) => cluster.name);
    return names.length === 0
      ? []
      : [`${what} is off on ${names.join(', ')}: no findings from there does not mean safe.`];
  };
  return [
    ...blind((cluster) => !cluster.defenderSensor, 'The Defender sensor'),
    ...blind((cluster) => !cluster.policyAddon, 'The Azure Policy add-on'),
  ];
}

/** Azure's own weighting: each subscription's score counts by its weight. */
function scoreOf(input: GovernanceInput): GovernanceReport['secureScore'] {
  const scores = [...input.defender]
    .sort(byKey)
    .flatMap(([, { secureScore }]) => (secureScore ? [secureScore] : []));
  const weight = scores.reduce((sum, score) => sum + score.weight, 0);
  if (weight === 0) return undefined;
  const fraction =
    scores.reduce(
      (sum, score) => sum + (score.max === 0 ? 0 : (score.current / score.max) * score.weight),
      0,
    ) / weight;
  return {
    percent: (fraction * 100).toFixed(1),
    subscriptions: scores.map(({ subscriptionId, current, max }) => ({
      name: nameOf(input, subscriptionId),
      current,
      max,
    })),
  };
}

function summarizePolicy(input: GovernanceInput): GovernanceReport['policy'] {
  return [...input.policy].sort(byKey).flatMap(([id, { summaries }]) =>
    summaries.map((summary) => ({
      subscriptionName: nameOf(input, id),
      assignment: summary.displayName,
      nonCompliantResources: summary.nonCompliantResources,
      totalResources: Object.values(summary.resources).reduce((sum, count) => sum + count, 0),
      nonCompliantPolicies: summary.nonCompliantPolicies,
    })),
  );
}

function countSurfaces(
  input: GovernanceInput,
  open: readonly { readonly finding: OwnedFinding; readonly line: FindingLine }[],
): GovernanceReport['surfaces'] {
  const groups = Map.groupBy(open, ({ finding }) => finding.teams.join(', '));
  for (const team of input.config.teams) if (!groups.has(team.id)) groups.set(team.id, []);
  return [...groups].sort(byKey).map(([team, own]) => ({
    team,
    teamName:
      team === PLATFORM || team === UNOWNED || !team.includes(', ') ? nameTeam(input.config, team) : team,
    counts: countBy(
      ATTACK_SURFACES,
      own.map(({ line }) => line),
      (line) => line.surface,
    ),
    overdue: own.filter(({ line }) => line.overdue).length,
  }));
}

function nameTeam(config: Config, team: string): string {
  return team === PLATFORM && !config.teams.some(({ id }) => id === PLATFORM)
    ? 'Platform'
    : describeTeam(config, team).teamName;
}

function rankControls(open: readonly { readonly finding: OwnedFinding }[]): GovernanceReport['topControls'] {
  return [...Map.groupBy(open, ({ finding }) => finding.finding.control)]
    .map(([control, group]) => {
      const sample = group[0]?.finding.finding;
      return {
        control,
        title: sample?.title ?? control,
        severity: sample?.severity ?? ('unknown' as const),
        count: group.length,
      };
    })
    .sort((a, b) => b.count - a.count || (a.control < b.control ? -1 : 1))
    .slice(0, 15);
}

function listAlerts(input: GovernanceInput): GovernanceReport['alerts'] {
  return [...input.defender]
    .sort(byKey)
    .flatMap(([, { alerts }]) => alerts)
    .map((alert) => {
      const clusterName =
        input.inventory.clusters.find((cluster) => cluster.id === alert.clusterId)?.name ?? alert.clusterId;
      return toAlertLine(
        alert,
        clusterName,
        teamsOf({ ...alert, clusterName }, input.findOwner, input.config),
      );
    });
}

function countBy<K extends string>(
  keys: readonly K[],
  lines: readonly FindingLine[],
  key: (line: FindingLine) => K,
): Readonly<Record<K, number>> {
  const counts = Object.fromEntries(keys.map((name) => [name, 0])) as Record<K, number>;
  for (const line of lines) counts[key(line)] += 1;
  return counts;
}

function nameOf(input: GovernanceInput, subscriptionId: string): string {
  return (
    input.inventory.subscriptions.find((subscription) => subscription.id === subscriptionId)?.name ??
    subscriptionId
  );
}
