import type { ArmId } from '../model/estate.ts';
import type { ObservedFinding } from '../model/governance.ts';
import { findControl } from './catalogue.ts';
import type { CataloguedControl } from './control.ts';
import { addToGroup } from './grouping.ts';
import { identifyFinding, identifyResourceFinding } from './identity.ts';
import { type GovernanceInput, indexClusters, listByKey } from './input.ts';
import type { PostureOutcome } from './posture/check.ts';
import { type JudgedResource, judgeResources } from './posture/judgements.ts';
import { toLine } from './wording.ts';
import { placeWorkload } from './workload.ts';

/** What Purser's own checks found. */
export interface PostureObservation {
  /** Of workloads. */
  readonly components: readonly ObservedFinding[];
  /** Of clusters, registries and subscriptions as a whole. */
  readonly resources: readonly ObservedFinding[];
}

/** A check's answer where its finding would be. */
interface Sighting {
  readonly state: PostureOutcome['state'];
  readonly finding: ObservedFinding;
}

/**
 * Holds the day's readings against Purser's own checks, one finding a control and place, also where several checks
 * mean the same control.
 * @param podsRead clusters whose pods were read that very day, where the input holds older readings as well: what
 *   ran some days ago proves nothing
 */
export function observePosture(
  input: GovernanceInput,
  podsRead: ReadonlySet<ArmId> = new Set(input.kubernetes.keys()),
): PostureObservation {
  return {
    components: gatherFindings(listWorkloadSightings(input, podsRead)),
    resources: gatherFindings(listResourceSightings(input)),
  };
}

/** Ids of findings that a check could not decide on: that the day does not show them proves nothing. */
export function listUndecidedChecks(
  input: GovernanceInput,
  podsRead: ReadonlySet<ArmId> = new Set(input.kubernetes.keys()),
): ReadonlySet<string> {
  const sightings = [...listResourceSightings(input), ...listWorkloadSightings(input, podsRead)];
  return new Set(sightings.flatMap(({ state, finding }) => (state === 'unknown' ? finding.id : [])));
}

function gatherFindings(sightings: Iterable<Sighting>): readonly ObservedFinding[] {
  const groups = new Map<string, ObservedFinding[]>();
  for (const { state, finding } of sightings) {
    if (state === 'nonCompliant') addToGroup(groups, finding.id, finding);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ ...first, detail: describe(group) }] : [];
  });
}

/** What was seen, each thing once, in one order. */
function describe(findings: readonly ObservedFinding[]): string {
  return toLine([...new Set(findings.map(({ detail }) => detail))].sort().join('; '));
}

function* listResourceSightings(input: GovernanceInput): Iterable<Sighting> {
  for (const { check, resource, state, detail } of judgeResources(input)) {
    const control = findControl('posture', check);
    if (!control || (state !== 'nonCompliant' && state !== 'unknown')) continue;
    const words = toLine(`${resource.kind} ${resource.name}: ${detail}`);
    yield { state, finding: { ...toResourceFinding(control, resource), detail: words } };
  }
}

function toResourceFinding(control: CataloguedControl, resource: JudgedResource): ObservedFinding {
  const { id, subscriptionId, cluster } = resource;
  return {
    ...toFinding(control),
    id: identifyResourceFinding(control.id, id),
    scope: `posture:${subscriptionId}`,
    actor: 'platform',
    clusterId: cluster?.id ?? '',
    clusterName: cluster?.name ?? '',
  };
}

function* listWorkloadSightings(
  { inventory, kubernetes }: GovernanceInput,
  podsRead: ReadonlySet<ArmId>,
): Iterable<Sighting> {
  const clusters = indexClusters(inventory);
  for (const [clusterId, { workloads }] of listByKey(kubernetes)) {
    const cluster = clusters.get(clusterId);
    if (!cluster || !podsRead.has(clusterId)) continue;
    for (const workload of workloads) {
      const place = placeWorkload(workload);
      for (const { check, state, detail } of workload.posture ?? []) {
        const control = findControl('posture', check);
        if (!control) continue;
        const parts = [cluster.id, workload.namespace, 'workload', place.stableName];
        const finding: ObservedFinding = {
          ...toFinding(control),
          id: identifyFinding(control.id, parts),
          scope: `pods:${cluster.id}`,
          clusterId: cluster.id,
          clusterName: cluster.name,
          namespace: workload.namespace,
          workload: place.display,
          detail,
        };
        yield { state, finding };
      }
    }
  }
}

/** A finding of a control that is nowhere yet. */
function toFinding(control: CataloguedControl): ObservedFinding {
  return {
    id: '',
    source: 'posture',
    scope: '',
    control: control.id,
    title: control.title,
    severity: control.severity,
    surface: control.surface,
    actor: control.actor,
    clusterId: '',
    clusterName: '',
    namespace: '',
    workload: '',
    detail: '',
    fixAvailable: undefined,
    fixedVersion: '',
    exempt: false,
    sourceFirstSeen: undefined,
    link: control.link,
  };
}
