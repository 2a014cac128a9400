import type { ArmId, Cluster, Inventory } from '../model/estate.ts';
import { parseArmId } from '../model/estate.ts';
import type { Assessment, AttackSurface, ObservedFinding } from '../model/governance.ts';
import { findFirstEvaluated, readGovernance, resolveControl, sortAssessments } from './assessment.ts';
import type { Control } from './control.ts';
import { addToGroup } from './grouping.ts';
import { identifyResourceFinding } from './identity.ts';
import { readAssessedImage } from './image.ts';
import { type GovernanceInput, indexClusters, listByKey } from './input.ts';
import { gravest } from './severity.ts';
import { toLine } from './wording.ts';

/** What an assessed resource is to the estate. */
interface ResourcePlace {
  /** Undefined for what is on no cluster: a registry, a subscription, a source repository. */
  readonly cluster: Cluster | undefined;
  /** Surface of what the catalogue does not know. */
  readonly surface: AttackSurface;
  /** `cluster prod`, `registry contoso`. */
  readonly words: string;
}

/** One assessment of one resource. */
interface Sighting {
  readonly scope: string;
  readonly control: Control;
  readonly assessment: Assessment;
  readonly place: ResourcePlace;
}

/**
 * What Defender says about clusters, registries and other resources as a whole; images are the part of
 * vulnerability.ts. Clusters that are not watched are left out.
 */
export function observeResources(input: GovernanceInput): readonly ObservedFinding[] {
  const clusters = indexClusters(input.inventory);
  const nodeGroups = indexNodeGroups(input.inventory);
  const sightings = new Map<string, Sighting[]>();
  for (const [subscriptionId, { assessments }] of listByKey(input.defender)) {
    for (const assessment of assessments) {
      const place = readAssessedImage(assessment)
        ? undefined
        : placeResource(assessment.resourceId, clusters, nodeGroups, input.inventory);
      if (!place) continue;
      const control = resolveControl(assessment, 'resource', place.surface);
      const sighting = { scope: `defender:${subscriptionId}`, control, assessment, place };
      const id = identifyResourceFinding(control.id, assessment.resourceId, subjectOf(sighting));
      addToGroup(sightings, id, sighting);
    }
  }
  return [...sightings].flatMap(([id, group]) => toFinding(id, group));
}

/** A recommendation with a key of its own is one per resource; those of a category differ by what they name. */
function subjectOf({ control, assessment }: Sighting): string {
  return control.assessments.length > 0 ? '' : assessment.software?.name || assessment.title;
}

function toFinding(id: string, group: readonly Sighting[]): readonly ObservedFinding[] {
  const sightings = sortAssessments(group);
  const unhealthy = sightings.filter(({ assessment }) => assessment.status === 'unhealthy');
  const shown = unhealthy.length > 0 ? unhealthy : sightings;
  const [first] = shown;
  if (!first) return [];
  const { control, assessment, place } = first;
  const known = shown.map((sighting) => sighting.assessment.severity).filter((one) => one !== 'unknown');
  return [
    {
      id,
      source: 'defender',
      scope: first.scope,
      control: control.id,
      title: control.title,
      severity: known.length > 0 ? gravest(known) : control.severity,
      surface: control.surface,
      actor: control.surface === 'build' ? control.actor : 'platform',
      clusterId: place.cluster?.id ?? '',
      clusterName: place.cluster?.name ?? '',
      namespace: '',
      workload: '',
      detail: describe(first),
      fixAvailable: undefined,
      fixedVersion: toLine(assessment.software?.fixedVersion ?? ''),
      ...readGovernance(shown.map((sighting) => sighting.assessment)),
      exempt: unhealthy.length === 0,
      sourceFirstSeen: findFirstEvaluated(sightings.map((sighting) => sighting.assessment)),
      link: assessment.link,
    },
  ];
}

function describe(sighting: Sighting): string {
  const subject = subjectOf(sighting);
  return toLine(subject === '' ? sighting.place.words : `${sighting.place.words}: ${subject}`);
}

/** @returns undefined for a cluster that is not watched */
function placeResource(
  resourceId: ArmId,
  clusters: ReadonlyMap<ArmId, Cluster>,
  nodeGroups: ReadonlyMap<string, Cluster>,
  inventory: Inventory,
): ResourcePlace | undefined {
  const { subscriptionId, resourceGroup, type, name } = parseArmId(resourceId);
  if (type === 'microsoft.containerservice/managedclusters') {
    const id = resourceId.split('/').slice(0, 9).join('/');
    const cluster = clusters.get(id);
    return cluster && { cluster, surface: 'cluster', words: `cluster ${cluster.name}` };
  }
  const cluster = nodeGroups.get(`${subscriptionId}/${resourceGroup}`);
  if (cluster) return { cluster, surface: 'node', words: `${name} of cluster ${cluster.name}` };
  if (type === 'microsoft.containerregistry/registries') {
    return { cluster: undefined, surface: 'registry', words: `registry ${name}` };
  }
  if (type === 'microsoft.security/securityconnectors') {
    return { cluster: undefined, surface: 'build', words: `source control connector ${name}` };
  }
  const subscription = inventory.subscriptions.find(({ id }) => id.toLowerCase() === subscriptionId);
  const words = name === '' ? `subscription ${subscription?.name ?? subscriptionId}` : `${type} ${name}`;
  return { cluster: undefined, surface: 'cluster', words };
}

function indexNodeGroups(inventory: Inventory): ReadonlyMap<string, Cluster> {
  return new Map(
    inventory.clusters.map((cluster) => [
      `${cluster.subscriptionId}/${cluster.nodeResourceGroup}`.toLowerCase(),
      cluster,
    ]),
  );
}
