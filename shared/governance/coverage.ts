import { matchesPattern } from '../config/pattern.ts';
import type { ArmId, Cluster, Registry } from '../model/estate.ts';
import type { Instant } from '../model/time.ts';
import { coverDefender, type DefenderCoverage } from './defenderCoverage.ts';
import { type Judgement, judgeResources } from './posture/judgements.ts';
import {
  findScope,
  latest,
  on,
  readAt,
  SENSORS,
  type Sensor,
  type SensorInput,
  type SensorState,
  toDefender,
  toGatekeeper,
  toPlan,
  toPods,
  toPolicy,
  toPosture,
  toSubscriptionPolicy,
  toSwitch,
  unknown,
} from './sensor.ts';
import { toCount } from './wording.ts';

/** A check that has no answer, and why. */
export interface UnknownCheck {
  /** Id of Purser's own check. */
  readonly check: string;
  readonly why: string;
}

/** What looks at one cluster, registry or subscription. */
export interface SensorCoverage {
  readonly kind: 'cluster' | 'registry' | 'subscription';
  /** `''` for a cluster that the configuration names and Azure does not show. */
  readonly resourceId: ArmId;
  readonly name: string;
  /** In lower case; `''` where it is not known. */
  readonly subscriptionId: string;
  /**
   * What it means that there are no findings: `scanned`, that it is well; `partly`, that what was looked at is;
   * `notScanned`, nothing.
   */
  readonly verdict: 'scanned' | 'partly' | 'notScanned';
  /** Those that exist for its kind, in the order of SENSORS. */
  readonly sensors: readonly SensorState[];
  /** The latest time at which any sensor looked. */
  readonly evaluatedAt: Instant | undefined;
  /** Sorted by check. */
  readonly unknownChecks: readonly UnknownCheck[];
}

/** Gatekeeper sees nothing that Azure Policy does not, so a resource is scanned without it. */
const LOOKING: readonly Sensor[] = ['defender', 'policy', 'pods', 'posture'];

/**
 * Tells what looks at everything that is watched: what is configured, what the estate shows, and what it does not
 * show though it is configured. Subscriptions first, then clusters and registries, each by name and id.
 */
export function assessGovernanceCoverage(input: SensorInput): readonly SensorCoverage[] {
  const defender = new Map(coverDefender(input).map((entry) => [entry.resourceId, entry]));
  const judgements = Map.groupBy(judgeResources(input), ({ resource }) => resource.id);
  const { clusters, registries } = input.inventory;
  return [
    ...sortCovered(listSubscriptions(input).map((id) => coverSubscription(input, id, judgements))),
    ...sortCovered([
      ...clusters.map((cluster) => coverCluster(input, cluster, defender.get(cluster.id), judgements)),
      ...input.expectedClusters
        .filter((pattern) => pattern !== '*' && !clusters.some(({ name }) => matchesPattern(name, pattern)))
        .map(missCluster),
    ]),
    ...sortCovered(
      registries.map((registry) => coverRegistry(input, registry, defender.get(registry.id), judgements)),
    ),
  ];
}

type Judgements = ReadonlyMap<ArmId, readonly Judgement[]>;

function coverCluster(
  input: SensorInput,
  cluster: Cluster,
  defender: DefenderCoverage | undefined,
  judgements: Judgements,
): SensorCoverage {
  const { id, subscriptionId, name } = cluster;
  const own = judgements.get(id) ?? [];
  const sensors = [
    toPlan(defender),
    toSwitch('defenderSensor', cluster.defenderSensor, 'The Defender sensor is off.'),
    toSwitch('policyAddon', cluster.policyAddon, 'The Azure Policy add-on is off.'),
    toDefender(defender),
    toPolicy(input, cluster),
    toGatekeeper(input, cluster),
    toPods(input, cluster),
    toPosture(input, subscriptionId, own),
  ];
  const unknownChecks = [...listUnknown(own), ...listUnknownPods(input, id)];
  return toCoverage({ kind: 'cluster', resourceId: id, name, subscriptionId }, sensors, unknownChecks);
}

function coverRegistry(
  input: SensorInput,
  { id, name, subscriptionId }: Registry,
  defender: DefenderCoverage | undefined,
  judgements: Judgements,
): SensorCoverage {
  const own = judgements.get(id) ?? [];
  const sensors = [
    toPlan(defender),
    toDefender(defender),
    toSubscriptionPolicy(input, subscriptionId),
    toPosture(input, subscriptionId, own),
  ];
  const about = { kind: 'registry', resourceId: id, name, subscriptionId } as const;
  return toCoverage(about, sensors, listUnknown(own));
}

function coverSubscription(input: SensorInput, id: string, judgements: Judgements): SensorCoverage {
  const resourceId = `/subscriptions/${id}`;
  const shown = input.inventory.subscriptions.find((one) => one.id.toLowerCase() === id);
  const own = judgements.get(resourceId) ?? [];
  const read = findScope(input.defender, id);
  const hasPlans = read !== undefined && read.plans.length > 0;
  const sensors = [
    hasPlans
      ? on('defender', readAt(input, 'defender', id))
      : unknown('defender', read ? NO_PLANS : 'Defender for Cloud was not read.'),
    toSubscriptionPolicy(input, id),
    toPosture(input, id, own),
  ];
  const hidden = shown ? [] : [{ check: 'inventory', why: 'Azure does not show the subscription.' }];
  const about = { kind: 'subscription', resourceId, name: shown?.name ?? id, subscriptionId: id } as const;
  return toCoverage(about, sensors, [...hidden, ...listUnknown(own)]);
}

const NO_PLANS = 'Azure shows no Defender plan at all, not even unpaid ones: a role is missing.';

/** A cluster that the configuration asks for: deleted, misspelt, or hidden by a missing role. */
function missCluster(pattern: string): SensorCoverage {
  const why = 'Azure shows no such cluster: it may be misspelt, deleted, or hidden by a missing role.';
  const sensors = SENSORS.map((sensor) => unknown(sensor, why));
  return toCoverage({ kind: 'cluster', resourceId: '', name: pattern, subscriptionId: '' }, sensors, []);
}

function toCoverage(
  about: Pick<SensorCoverage, 'kind' | 'resourceId' | 'name' | 'subscriptionId'>,
  sensors: readonly SensorState[],
  unknownChecks: readonly UnknownCheck[],
): SensorCoverage {
  const looking = sensors.filter(({ sensor }) => LOOKING.includes(sensor));
  const seeing = looking.filter(({ state }) => state === 'on').length;
  const partly = seeing === 0 ? 'notScanned' : 'partly';
  const complete = seeing === looking.length && unknownChecks.length === 0;
  return {
    ...about,
    subscriptionId: about.subscriptionId.toLowerCase(),
    verdict: complete ? 'scanned' : partly,
    sensors,
    evaluatedAt: latest(sensors.map(({ evaluatedAt }) => evaluatedAt)),
    unknownChecks: [...unknownChecks].sort((a, b) => (a.check < b.check ? -1 : 1)),
  };
}

function listUnknown(judgements: readonly Judgement[]): readonly UnknownCheck[] {
  return judgements.flatMap(({ check, state, detail }) =>
    state === 'unknown' ? { check, why: detail } : [],
  );
}

/** Checks that some workloads of a cluster have no answer to. */
function listUnknownPods({ kubernetes }: SensorInput, clusterId: ArmId): readonly UnknownCheck[] {
  const verdicts = (kubernetes.get(clusterId)?.workloads ?? []).flatMap(({ posture }) => posture ?? []);
  const unknowns = Map.groupBy(
    verdicts.filter(({ state }) => state === 'unknown'),
    ({ check }) => check,
  );
  return [...unknowns].map(([check, group]) => ({
    check,
    why: `${group[0]?.detail} (${toCount(group.length, 'workload')})`,
  }));
}

/** Those that are configured and those that the estate shows, in lower case. */
function listSubscriptions({ expectedSubscriptions, inventory }: SensorInput): readonly string[] {
  const ids = [...expectedSubscriptions, ...inventory.subscriptions.map(({ id }) => id)];
  return [...new Set(ids.map((id) => id.toLowerCase()))];
}

function sortCovered(covered: readonly SensorCoverage[]): readonly SensorCoverage[] {
  return covered.toSorted((a, b) => (`${a.name}|${a.resourceId}` < `${b.name}|${b.resourceId}` ? -1 : 1));
}
