import type { Cluster } from '../model/estate.ts';
import type { Source } from '../model/reading.ts';
import type { Instant } from '../model/time.ts';
import type { DefenderCoverage } from './defenderCoverage.ts';
import type { GovernanceInput } from './input.ts';
import type { Judgement } from './posture/judgements.ts';

/**
 * The ways in which something is looked at. Plan, sensor and add-on are switches; the others look:
 * recommendations of Defender, Azure Policy, Gatekeeper's audit, the pods that run, and Purser's own checks.
 */
export const SENSORS = [
  'defenderPlan',
  'defenderSensor',
  'policyAddon',
  'defender',
  'policy',
  'gatekeeper',
  'pods',
  'posture',
] as const;
export type Sensor = (typeof SENSORS)[number];

/** Whether one sensor sees a resource. */
export interface SensorState {
  readonly sensor: Sensor;
  /** `off`: it is known not to see it; `unknown`: nobody could tell, which is never to be taken for `on`. */
  readonly state: 'on' | 'off' | 'unknown';
  /** When it last looked, as far as it tells; never set unless it is on. */
  readonly evaluatedAt: Instant | undefined;
  /** A sentence: why it is off or unknown; `''` where nothing is to be said. */
  readonly why: string;
}

/** The sources whose readings governance is about. */
export type GovernanceSource = Extract<Source, 'policy' | 'defender' | 'posture' | 'kubernetes'>;

/** The day's readings, when they were made, and what they have to show. */
export interface SensorInput extends GovernanceInput {
  /** When the reading of a source and scope was made that the input holds; undefined without one. */
  readonly readAt: (source: GovernanceSource, scope: string) => Instant | undefined;
  /** Ids of subscriptions, as configured. */
  readonly expectedSubscriptions: readonly string[];
  /** Patterns of names of clusters, as configured; each has to match one. */
  readonly expectedClusters: readonly string[];
}

/** Whether the subscription pays for Defender for Containers. */
export function toPlan(defender: DefenderCoverage | undefined): SensorState {
  if (defender?.plan === undefined) return unknown('defenderPlan', 'The Defender plans could not be read.');
  return toSwitch('defenderPlan', defender.plan, 'The plan Defender for Containers is off.');
}

/** A sensor that is switched on or off and known to be. */
export function toSwitch(sensor: Sensor, isOn: boolean, why: string): SensorState {
  return isOn ? on(sensor, undefined) : off(sensor, why);
}

/** Defender says of a resource when a recommendation's state last changed, which is the least it looked. */
export function toDefender(defender: DefenderCoverage | undefined): SensorState {
  const why = defender?.gaps.join(' ') ?? '';
  if (defender?.assessed) return on('defender', defender.assessed.changedAt, why);
  return defender?.plan === false ? off('defender', why) : unknown('defender', why);
}

/** Whether Azure Policy sees what is in a cluster. */
export function toPolicy(
  input: SensorInput,
  { id, running, policyAddon, subscriptionId }: Cluster,
): SensorState {
  const whole = toSubscriptionPolicy(input, subscriptionId);
  if (whole.state !== 'on') return whole;
  if (!running) return off('policy', 'The cluster is stopped, so nothing in it is evaluated.');
  if (!policyAddon) return off('policy', 'Without the add-on, Azure Policy sees nothing in the cluster.');
  const state = findScope(input.policy, subscriptionId);
  const evaluated = (state?.components ?? [])
    .filter(({ clusterId }) => clusterId === id)
    .map(({ evaluatedAt }) => evaluatedAt);
  return on('policy', latest(evaluated) ?? whole.evaluatedAt);
}

/** Whether Azure Policy of a subscription was read. */
export function toSubscriptionPolicy(input: SensorInput, subscriptionId: string): SensorState {
  if (!findScope(input.policy, subscriptionId)) return unknown('policy', 'Azure Policy was not read.');
  return on('policy', readAt(input, 'policy', subscriptionId));
}

/** Whether the cluster's own Gatekeeper looks, and when it last did. */
export function toGatekeeper(input: SensorInput, { id, running }: Cluster): SensorState {
  const state = input.kubernetes.get(id);
  if (!running) return off('gatekeeper', 'The cluster is stopped.');
  if (!state?.constraintsRead) {
    return unknown('gatekeeper', 'The constraints of Gatekeeper were not read in full.');
  }
  if (state.constraints.length === 0) return off('gatekeeper', 'There are no constraints in the cluster.');
  const audited = latest(state.constraints.map(({ auditedAt }) => auditedAt));
  return audited ? on('gatekeeper', audited) : off('gatekeeper', 'Gatekeeper has never audited the cluster.');
}

/** Whether the pods of a cluster were read and judged. */
export function toPods(input: SensorInput, { id, running }: Cluster): SensorState {
  if (!running) return off('pods', 'The cluster is stopped: nothing runs in it.');
  const state = input.kubernetes.get(id);
  if (!state) return unknown('pods', 'The pods were not read.');
  const isJudged = state.workloads.every(({ posture }) => posture !== undefined);
  return isJudged
    ? on('pods', readAt(input, 'kubernetes', id))
    : unknown('pods', 'The pods were not judged.');
}

/** Whether Purser's own checks saw what a resource is set to. */
export function toPosture(
  input: SensorInput,
  subscriptionId: string,
  own: readonly Judgement[],
): SensorState {
  if (!findScope(input.posture, subscriptionId)) return unknown('posture', 'What it is set to was not read.');
  const isSeen = own.some(({ state }) => state !== 'unknown');
  if (!isSeen) return unknown('posture', 'Azure does not show what it is set to.');
  return on('posture', readAt(input, 'posture', subscriptionId));
}

/** Scopes are written as the configuration writes them. */
export function findScope<T>(states: ReadonlyMap<string, T>, subscriptionId: string): T | undefined {
  const id = subscriptionId.toLowerCase();
  return states.get(subscriptionId) ?? [...states].find(([scope]) => scope.toLowerCase() === id)?.[1];
}

/** When the reading of a subscription or cluster was made. */
export function readAt(input: SensorInput, source: GovernanceSource, scope: string) {
  const scopes = source === 'kubernetes' ? [] : [...input[source].keys()];
  const written = scopes.find((candidate) => candidate.toLowerCase() === scope.toLowerCase());
  return input.readAt(source, written ?? scope);
}

/** The latest of some times; undefined when there is none. */
export function latest(instants: readonly (Instant | undefined)[]): Instant | undefined {
  return instants
    .flatMap((instant) => instant ?? [])
    .sort()
    .at(-1);
}

/** A sensor that sees. */
export function on(sensor: Sensor, evaluatedAt: Instant | undefined, why = ''): SensorState {
  return { sensor, state: 'on', evaluatedAt, why };
}

function off(sensor: Sensor, why: string): SensorState {
  return { sensor, state: 'off', evaluatedAt: undefined, why };
}

/** A sensor of which nobody could tell. */
export function unknown(sensor: Sensor, why: string): SensorState {
  return { sensor, state: 'unknown', evaluatedAt: undefined, why };
}
