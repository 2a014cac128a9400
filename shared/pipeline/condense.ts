import { readAssessedImage } from '../governance/image.ts';
import type { KubernetesState } from '../model/estate.ts';
import type { DefenderState, PolicyState } from '../model/governance.ts';

/*
 * A report tells of single violations out of the findings that are kept, so that of the readings of a large estate
 * it needs no more than what tells of subscriptions, clusters and registries as a whole.
 */

/** Of image vulnerabilities, one a registry: that it was scanned. */
export function condenseDefender(state: DefenderState): DefenderState {
  const scanned = new Set<string>();
  const assessments = state.assessments.filter((assessment) => {
    const registryId = assessment.software && readAssessedImage(assessment)?.registryId;
    if (!registryId || scanned.has(registryId)) return false;
    scanned.add(registryId);
    return true;
  });
  return { ...state, assessments };
}

/** Of components, those that an exemption spares, and one an assignment: that it looks at anything. */
export function condensePolicy(state: PolicyState): PolicyState {
  const judging = new Set<string>();
  const components = state.components.filter(({ exemptionId, assignmentId }) => {
    const isFirst = !judging.has(assignmentId);
    judging.add(assignmentId);
    return isFirst || exemptionId !== '';
  });
  return { ...state, components };
}

/** Without the names of pods. */
export function condenseKubernetes(state: KubernetesState): KubernetesState {
  return { ...state, workloads: state.workloads.map((workload) => ({ ...workload, pods: [] })) };
}
