import type { PostureVerdict } from '../../model/posture.ts';
import { doubt, type PostureOutcome } from './check.ts';
import { WORKLOAD_CHECKS } from './checks.ts';
import type { PodSpec } from './pod.ts';
import type { WorkloadSubject } from './subject.ts';

/**
 * Asks every check of a workload about its pods, and keeps what is not well, by check. One bad pod makes the
 * workload bad, so that a rollout that goes on does not hide what still runs; one pod that cannot be read leaves
 * open what the others do well.
 * @param pods undefined for each that cannot be read
 */
export function judgePods(
  pods: readonly (PodSpec | undefined)[],
  settings: WorkloadSubject['settings'],
): readonly PostureVerdict[] {
  const different = new Map(pods.map((pod) => [JSON.stringify(pod) ?? '', pod]));
  const inOrder = [...different].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, pod]) => pod);
  return WORKLOAD_CHECKS.flatMap(({ id, check }) => {
    const outcomes = inOrder.map(
      (pod): PostureOutcome =>
        pod ? check({ pod, settings }) : doubt('The specification of a pod cannot be read'),
    );
    const bad = outcomes.find(({ state }) => state === 'nonCompliant');
    const told = bad ?? outcomes.find(({ state }) => state === 'unknown');
    if (told === undefined) return [];
    return [{ check: id, state: bad ? 'nonCompliant' : 'unknown', detail: told.detail } as const];
  });
}
