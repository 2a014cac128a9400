import { placeAlerts } from '../governance/alert.ts';
import type { SensorCoverage } from '../governance/coverage.ts';
import { summarizeInitiatives } from '../governance/initiative.ts';
import { summarizeStandards } from '../governance/regulatory.ts';
import { formatViolations, type ViolationCount } from '../governance/truncation.ts';
import type { Inventory, KubernetesState } from '../model/estate.ts';
import {
  ACTORS,
  ATTACK_SURFACES,
  type DefenderState,
  type PolicyState,
  SEVERITIES,
} from '../model/governance.ts';
import { byKey } from '../model/order.ts';
import { beginReport, limitWarnings, type ReportInput } from './base.ts';
import { explainControls, rankControls } from './controls.ts';
import { listExemptionRows } from './exemptionRows.ts';
import type { FindingHistory } from './findingHistory.ts';
import type { ControlLine, FindingLine } from './findingLine.ts';
import {
  compareFindings,
  type FindOwner,
  type OwnedFinding,
  readingDays,
  teamsOf,
  toAlertLine,
  toFindingLine,
} from './findings.ts';
import type { GovernanceReport, InitiativeLine } from './governanceReport.ts';
import type { Notice } from './notice.ts';
import { describeScans, listUnscanned, warnUnscanned } from './scans.ts';
import { describeScore } from './scoreLine.ts';
import { countBy, countSurfaces } from './surfaces.ts';

export interface GovernanceReportInput extends ReportInput {
  readonly inventory: Inventory;
  readonly findings: readonly OwnedFinding[];
  /** What the findings of the last weeks remember. */
  readonly history: FindingHistory;
  /** By subscription id, the latest reading of each. */
  readonly policy: ReadonlyMap<string, PolicyState>;
  readonly defender: ReadonlyMap<string, DefenderState>;
  /** The same of the week before, for the movement of the secure score. */
  readonly defenderBefore: ReadonlyMap<string, DefenderState>;
  /** By cluster. */
  readonly kubernetes: ReadonlyMap<string, KubernetesState>;
  /** Objects of each cluster that break a control. */
  readonly violations: readonly ViolationCount[];
  readonly sensors: readonly SensorCoverage[];
  readonly findOwner: FindOwner;
  readonly unread: GovernanceReport['unread'];
}

/** Builds the organisation's governance report of one week. */
export function buildGovernance(input: GovernanceReportInput): GovernanceReport {
  const { config, period, defender } = input;
  const { to } = readingDays(period);
  const all = input.findings.map((finding) => toFindingLine(finding, to)).sort(compareFindings);
  const open = all.filter(({ state }) => state === 'open');
  const exempt = all.filter(({ state }) => state === 'exempt');
  const fixed = all.filter(({ state }) => state === 'resolved');
  const controls = rankControls(explainControls(open));
  const unscanned = listUnscanned(input.sensors);
  const nameSubscription = (id: string): string => nameOf(input, id);
  return {
    ...beginReport('governance', input, [
      ...warnUnscanned(unscanned),
      ...warnSwitches(input.inventory),
      ...limitWarnings(input.unread.map(({ name, sentence }) => `${name}: ${sentence}`)),
    ]),
    totals: {
      open: open.length,
      new: open.filter(({ change }) => change === 'new').length,
      reopened: open.filter(({ change }) => change === 'reopened').length,
      fixed: fixed.length,
      overdue: open.filter(({ overdue }) => overdue).length,
      dueThisWeek: open.filter(({ urgency }) => urgency === 'thisWeek').length,
      exempt: exempt.length,
      notSeen: open.filter(({ notSeenSince }) => notSeenSince !== undefined).length,
    },
    secureScore: describeScore(defender, input.defenderBefore, config.azure.subscriptions, nameSubscription),
    standards: summarizeStandards(defender),
    initiatives: summarizeInitiatives(input.policy).map(toInitiativeLine),
    surfaces: countSurfaces(open, config),
    bySurface: countBy(ATTACK_SURFACES, open, ({ surface }) => surface),
    bySeverity: countBy(SEVERITIES, open, ({ severity }) => severity),
    byActor: countBy(ACTORS, open, ({ actor }) => actor),
    controls,
    violations: listViolations(input, controls),
    fixTimes: input.history.tellFixTimes(config),
    trend: input.history.tellTrend(config),
    findings: [...open, ...exempt, ...fixed],
    exemptions: listExemptionRows(
      input.findings.map(({ finding }) => finding),
      config.governance.exemptions,
      input.policy,
      to,
    ),
    alerts: listAlerts(input),
    plans: [...defender].sort(byKey).flatMap(([id, { plans }]) =>
      plans.map(({ name, enabled, extensions }) => ({
        subscriptionName: nameSubscription(id),
        plan: name,
        enabled,
        off: enabled ? extensions.flatMap((part) => (part.enabled ? [] : [part.name])) : [],
      })),
    ),
    scans: describeScans(input.sensors, countOpen(open), nameSubscription),
    unscanned,
    unread: input.unread,
  };
}

/** Which switch is off where: what a platform lead can change at once. */
function warnSwitches({ clusters }: Inventory): readonly Notice[] {
  const listOff = (
    kind: 'sensorOff' | 'policyAddonOff',
    isOn: (cluster: Inventory['clusters'][number]) => boolean,
  ): readonly Notice[] => {
    const names = clusters.filter((cluster) => !isOn(cluster)).map(({ name }) => name);
    return names.length === 0 ? [] : [{ kind, names }];
  };
  return [
    ...listOff('sensorOff', ({ defenderSensor }) => defenderSensor),
    ...listOff('policyAddonOff', ({ policyAddon }) => policyAddon),
  ];
}

function toInitiativeLine(one: ReturnType<typeof summarizeInitiatives>[number]): InitiativeLine {
  const { name, isInitiative, assignments, resources, policies } = one;
  return {
    ...{ name, isInitiative, assignments },
    nonCompliantResources: resources.noncompliant ?? 0,
    resources: Object.values(resources).reduce((sum, count) => sum + count, 0),
    nonCompliantPolicies: policies.nonCompliant,
    policies: policies.total,
  };
}

function listViolations(
  { inventory, violations }: GovernanceReportInput,
  controls: readonly ControlLine[],
): GovernanceReport['violations'] {
  const names = new Map(inventory.clusters.map(({ id, name }) => [id, name]));
  const titles = new Map(controls.map(({ control, title }) => [control, title]));
  return violations.map((violation) => ({
    clusterName: names.get(violation.clusterId) ?? violation.clusterId,
    control: violation.control,
    title: titles.get(violation.control) ?? violation.control,
    objects: formatViolations(violation),
  }));
}

function listAlerts(input: GovernanceReportInput): GovernanceReport['alerts'] {
  const alerts = [...input.defender].sort(byKey).flatMap(([, state]) => state.alerts);
  return placeAlerts(alerts, input.kubernetes).map((alert) => {
    const clusterName =
      input.inventory.clusters.find((cluster) => cluster.id === alert.clusterId)?.name ?? alert.clusterId;
    const teams = teamsOf({ ...alert, clusterName }, input.findOwner, input.config);
    return toAlertLine(alert, clusterName, teams);
  });
}

function countOpen(open: readonly FindingLine[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { clusterName } of open) counts.set(clusterName, (counts.get(clusterName) ?? 0) + 1);
  return counts;
}

function nameOf({ inventory }: GovernanceReportInput, subscriptionId: string): string {
  const id = subscriptionId.toLowerCase();
  return inventory.subscriptions.find((one) => one.id.toLowerCase() === id)?.name ?? subscriptionId;
}
