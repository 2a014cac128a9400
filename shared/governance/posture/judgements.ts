import {
  type ArmId,
  type Cluster,
  parseArmId,
  type Registry,
  type Subscription,
} from '../../model/estate.ts';
import type { ClusterPosture, PostureState } from '../../model/posture.ts';
import { type ImageIndex, indexImages } from '../image.ts';
import { type GovernanceInput, listByKey } from '../input.ts';
import { doubt, type PostureCheck, type PostureOutcome } from './check.ts';
import { CLUSTER_CHECKS, REGISTRY_CHECKS, SUBSCRIPTION_CHECKS } from './checks.ts';

/** What the checks were asked about. */
export interface JudgedResource {
  readonly kind: 'cluster' | 'registry' | 'subscription';
  /** `/subscriptions/…` for a subscription. */
  readonly id: ArmId;
  readonly name: string;
  readonly subscriptionId: string;
  /** Undefined for what is on no cluster. */
  readonly cluster: Cluster | undefined;
}

/** The answer of one check about one resource. */
export interface Judgement extends PostureOutcome {
  readonly check: PostureCheck<never>['id'];
  readonly resource: JudgedResource;
}

type Input = Pick<
  GovernanceInput,
  'day' | 'inventory' | 'kubernetes' | 'images' | 'posture' | 'postureSettings'
>;

/**
 * Asks every check about every cluster, registry and subscription whose posture was read. What the estate holds
 * and the reading does not show is unknown, not gone: a missing role looks like an empty answer.
 */
export function judgeResources(input: Input): readonly Judgement[] {
  const images = input.images ?? indexImages(input);
  return listByKey<PostureState>(input.posture).flatMap(([subscriptionId, state]) => {
    const { clusters, registries, subscriptions } = input.inventory;
    const isHere = (resource: Cluster | Registry): boolean =>
      resource.subscriptionId.toLowerCase() === subscriptionId.toLowerCase();
    const subscription = subscriptions.find(({ id }) => id.toLowerCase() === subscriptionId.toLowerCase());
    return [
      ...clusters.filter(isHere).flatMap((cluster) => judgeCluster(input, state, cluster)),
      ...registries.filter(isHere).flatMap((registry) => judgeRegistry(input, state, images, registry)),
      ...judgeSubscription(input, state, subscription ?? { id: subscriptionId, name: subscriptionId }),
    ];
  });
}

function judgeCluster(input: Input, state: PostureState, cluster: Cluster): readonly Judgement[] {
  const { id, name, subscriptionId } = cluster;
  const resource: JudgedResource = { kind: 'cluster', id, name, subscriptionId, cluster };
  const shown = state.clusters.find((candidate) => candidate.cluster.id === id);
  return ask(CLUSTER_CHECKS, resource, shown && toClusterSubject(input, state, shown));
}

function toClusterSubject(input: Input, state: PostureState, { cluster, diagnostics }: ClusterPosture) {
  const versions = state.versions.find(({ location }) => location === cluster.location);
  const { day, postureSettings: settings } = input;
  return { cluster, diagnostics, supportedVersions: versions?.supported, settings, day };
}

function judgeRegistry(
  input: Input,
  state: PostureState,
  images: ImageIndex,
  registry: Registry,
): readonly Judgement[] {
  const { id, name, subscriptionId } = registry;
  const resource: JudgedResource = { kind: 'registry', id, name, subscriptionId, cluster: undefined };
  const shown = state.registries.find((candidate) => candidate.id === id);
  return ask(
    REGISTRY_CHECKS,
    resource,
    shown && { registry: shown, pulledBy: findPullers(input, images, registry) },
  );
}

function judgeSubscription(
  { day, postureSettings: settings }: Input,
  state: PostureState,
  { id, name }: Subscription,
): readonly Judgement[] {
  const subscriptionId = id.toLowerCase();
  const resource: JudgedResource = {
    kind: 'subscription',
    id: `/subscriptions/${subscriptionId}`,
    name,
    subscriptionId,
    cluster: undefined,
  };
  return ask(SUBSCRIPTION_CHECKS, resource, {
    subscriptionId,
    ancestors: state.ancestors,
    diagnostics: state.diagnostics,
    activityLogDays: new Map(state.activityLog.map(({ workspaceId, days }) => [workspaceId, days])),
    locationAssignments: state.locationAssignments,
    exemptions: state.exemptions,
    settings,
    day,
  });
}

function ask<Subject>(
  checks: readonly PostureCheck<Subject>[],
  resource: JudgedResource,
  subject: Subject | undefined,
): readonly Judgement[] {
  const unseen = doubt(`Azure does not show the ${resource.kind} ${resource.name}`);
  return checks.map(({ id, check }) => ({
    check: id,
    resource,
    ...(subject === undefined ? unseen : check(subject)),
  }));
}

/**
 * The clusters that run images of a registry; undefined while a cluster that was not read could change what that
 * means: two landing zones are two whoever else there is.
 */
function findPullers(
  { inventory }: Input,
  images: ImageIndex,
  registry: Registry,
): readonly ArmId[] | undefined {
  const pullers = [...(images.clustersByHost.get(registry.loginServer) ?? [])].sort();
  const isComplete = inventory.clusters.every(({ id, running }) => !running || images.clustersRead.has(id));
  const zones = new Set(pullers.map((id) => parseArmId(id).subscriptionId));
  return isComplete || zones.size > 1 ? pullers : undefined;
}
