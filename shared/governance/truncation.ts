import type { ArmId, KubernetesState } from '../model/estate.ts';
import type { PolicyComponent, PolicyState } from '../model/governance.ts';
import type { Day } from '../model/time.ts';
import { toSourceKey } from './catalogue.ts';
import { controlOf } from './component.ts';
import { controlOfConstraint, countTotals, isAudited } from './gatekeeper.ts';
import { type GovernanceInput, listByKey } from './input.ts';

/**
 * Azure Policy reports 500 non-compliant records of one policy and cluster at most (learn.microsoft.com,
 * "Understand Azure Policy for Kubernetes clusters", Limitations).
 */
const MOST_RECORDS = 500;

/** How many objects of a cluster break a control. */
export interface ViolationCount {
  readonly clusterId: ArmId;
  /** Id of the control, as findings have it. */
  readonly control: string;
  readonly count: number;
  /** True when Azure cut its list short and nobody tells the true number: to be shown as `500+`. */
  readonly atLeast: boolean;
}

/** `cluster|control` pairs, as findings have them, whose list of components Azure cut short. */
export function listTruncated(policies: ReadonlyMap<string, PolicyState>): ReadonlySet<string> {
  return new Set(countRecords(policies).flatMap(({ pair, isCut }) => (isCut ? [pair] : [])));
}

/**
 * `kubernetes:<cluster>|control` pairs of which Gatekeeper does not tell all: it lists some violations of more, or
 * has not looked on the day.
 */
export function listUntold(kubernetes: ReadonlyMap<ArmId, KubernetesState>, day: Day): ReadonlySet<string> {
  const untold = new Set<string>();
  for (const [clusterId, { constraints }] of kubernetes) {
    for (const constraint of constraints) {
      const { totalViolations = Number.POSITIVE_INFINITY, violations } = constraint;
      if (isAudited(constraint, day) && totalViolations <= violations.length) continue;
      untold.add(`kubernetes:${clusterId}|${controlOfConstraint(constraint).id}`);
    }
  }
  return untold;
}

/**
 * Counts what breaks each control in each cluster: the longest list of Azure's, which Gatekeeper's total stands
 * before where it audited that day. Sorted by cluster and control.
 */
export function countViolations(
  input: Pick<GovernanceInput, 'day' | 'policy' | 'kubernetes'>,
): readonly ViolationCount[] {
  const counts = new Map<string, ViolationCount>();
  for (const { pair, clusterId, control, count, isCut } of countRecords(input.policy)) {
    const known = counts.get(pair);
    const atLeast = isCut || (known?.atLeast ?? false);
    counts.set(pair, { clusterId, control, count: Math.max(count, known?.count ?? 0), atLeast });
  }
  for (const [clusterId, { constraints }] of listByKey(input.kubernetes)) {
    const audited = constraints.filter((constraint) => isAudited(constraint, input.day));
    for (const [control, count] of countTotals(audited)) {
      const pair = `${clusterId}|${control}`;
      if (count > 0 || counts.has(pair)) counts.set(pair, { clusterId, control, count, atLeast: false });
    }
  }
  return listByKey(counts).map(([, count]) => count);
}

/** `12`, or `500+` for a list that was cut short. */
export function formatViolations({ count, atLeast }: ViolationCount): string {
  return atLeast ? `${count}+` : String(count);
}

interface Records {
  readonly pair: string;
  readonly clusterId: ArmId;
  readonly control: string;
  readonly count: number;
  readonly isCut: boolean;
}

/** Non-compliant records of each policy of each assignment and cluster. */
function countRecords(policies: ReadonlyMap<string, PolicyState>): readonly Records[] {
  const records = new Map<string, { readonly first: PolicyComponent; count: number }>();
  for (const { components } of policies.values()) {
    for (const component of components) {
      if (component.state !== 'noncompliant') continue;
      const { clusterId, assignmentId, referenceId, definitionId } = component;
      const key = JSON.stringify([clusterId, assignmentId, referenceId, toSourceKey(definitionId)]);
      const known = records.get(key);
      if (known) known.count += 1;
      else records.set(key, { first: component, count: 1 });
    }
  }
  return [...records.values()].map(({ first, count }) => {
    const control = controlOf(first).id;
    const pair = `${first.clusterId}|${control}`;
    return { pair, clusterId: first.clusterId, control, count, isCut: count >= MOST_RECORDS };
  });
}
