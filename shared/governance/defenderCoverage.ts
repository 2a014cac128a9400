import type { ArmId, Cluster, Registry } from '../model/estate.ts';
import type { AssessedResource, DefenderPlan, DefenderState } from '../model/governance.ts';
import { readAssessedImage } from './image.ts';
import type { GovernanceInput } from './input.ts';
import { toCount } from './wording.ts';

/** What Defender for Cloud watches of one cluster or registry. */
export interface DefenderCoverage {
  readonly resourceId: ArmId;
  readonly name: string;
  readonly kind: 'cluster' | 'registry';
  /** Whether the subscription pays for Defender for Containers; undefined where that is not known. */
  readonly plan: boolean | undefined;
  /** Of the plan, as the subscription has them. */
  readonly extensions: DefenderPlan['extensions'];
  /** Undefined for a registry, which has none. */
  readonly sensor: boolean | undefined;
  /** How many recommendations it meets or not; undefined when Defender shows none, or nobody asked. */
  readonly assessed: AssessedResource | undefined;
  /** Sentences: why no findings do not mean that it is safe. Empty where they do. */
  readonly gaps: readonly string[];
}

type Input = Pick<GovernanceInput, 'inventory' | 'kubernetes' | 'defender'>;

/** Parts of the plan without which something is not seen, and what. */
const BLIND_WITHOUT: Readonly<
  Record<string, { readonly kind: DefenderCoverage['kind']; readonly what: string }>
> = {
  ContainerRegistriesVulnerabilityAssessments: { kind: 'registry', what: 'images are not scanned' },
  AgentlessDiscoveryForKubernetes: { kind: 'cluster', what: 'what runs is not discovered' },
  ContainerSensor: { kind: 'cluster', what: 'threats at run time are not seen' },
};

/** Tells what Defender watches of every cluster and registry of the estate, sorted by id. */
export function coverDefender(input: Input): readonly DefenderCoverage[] {
  const { clusters, registries } = input.inventory;
  const scanned = listScannedRegistries(input.defender);
  const running = listRunningHosts(input);
  return [
    ...clusters.map((cluster) => coverResource(input, cluster, 'cluster', nameClusterGaps(cluster))),
    ...registries.map((registry) =>
      coverResource(input, registry, 'registry', nameRegistryGaps(registry, scanned, running)),
    ),
  ].sort((a, b) => (a.resourceId < b.resourceId ? -1 : 1));
}

function coverResource(
  input: Input,
  resource: Cluster | Registry,
  kind: DefenderCoverage['kind'],
  own: readonly string[],
): DefenderCoverage {
  const state = input.defender.get(resource.subscriptionId);
  const plan = state?.plans.find(({ name }) => name.toLowerCase() === 'containers');
  const assessed = state?.assessed?.find(({ resourceId }) => resourceId === resource.id);
  return {
    resourceId: resource.id,
    name: resource.name,
    kind,
    plan: plan?.enabled,
    extensions: plan?.extensions ?? [],
    sensor: 'defenderSensor' in resource ? resource.defenderSensor : undefined,
    assessed,
    gaps: state ? [...namePlanGaps(plan, kind), ...nameReadingGaps(state, assessed), ...own] : [NOT_READ],
  };
}

const NOT_READ = 'Defender for Cloud of its subscription was not read.';

function namePlanGaps(plan: DefenderPlan | undefined, kind: DefenderCoverage['kind']): readonly string[] {
  if (!plan) return ['Whether the plan Defender for Containers is on could not be read.'];
  if (!plan.enabled) return ['The plan Defender for Containers is off.'];
  return plan.extensions.flatMap(({ name, enabled }) => {
    const blind = BLIND_WITHOUT[name];
    return enabled || blind?.kind !== kind ? [] : [`${name} is off in the plan: ${blind.what}.`];
  });
}

function nameReadingGaps(state: DefenderState, assessed: AssessedResource | undefined): readonly string[] {
  const gaps: string[] = [];
  if (state.assessed === undefined) gaps.push('What Defender looked at was not asked.');
  else if (!assessed) {
    gaps.push(
      'Defender shows no recommendation of it, met or not: it was not looked at, or a role is missing.',
    );
  }
  if (state.assessmentsLost > 0) {
    gaps.push(`${toCount(state.assessmentsLost, 'recommendation')} of its subscription could not be read.`);
  }
  return gaps;
}

function nameClusterGaps({ defenderSensor }: Cluster): readonly string[] {
  return defenderSensor ? [] : ['The Defender sensor is off.'];
}

/** An answer without a single row is what a scan that never ran looks like. */
function nameRegistryGaps(
  registry: Registry,
  scanned: ReadonlySet<ArmId>,
  running: ReadonlySet<string>,
): readonly string[] {
  const isSilent = running.has(registry.loginServer.toLowerCase()) && !scanned.has(registry.id);
  return isSilent
    ? ['Images of it run, and Defender tells of no vulnerability in any: they may be clean, or not scanned.']
    : [];
}

function listScannedRegistries(defender: ReadonlyMap<string, DefenderState>): ReadonlySet<ArmId> {
  const scanned = new Set<ArmId>();
  for (const { assessments } of defender.values()) {
    for (const assessment of assessments) {
      const registryId = assessment.software && readAssessedImage(assessment)?.registryId;
      if (registryId) scanned.add(registryId);
    }
  }
  return scanned;
}

/** The hosts that anything runs images of. */
function listRunningHosts({ kubernetes }: Input): ReadonlySet<string> {
  const hosts = new Set<string>();
  for (const { workloads } of kubernetes.values()) {
    for (const { images } of workloads) {
      for (const { image } of images)
        hosts.add(image.slice(0, Math.max(image.indexOf('/'), 0)).toLowerCase());
    }
  }
  return hosts;
}
