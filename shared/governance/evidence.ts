import type { ArmId } from '../model/estate.ts';
import type { PolicyState } from '../model/governance.ts';
import { toSourceKey } from './catalogue.ts';
import { controlOf, createPlacement } from './component.ts';
import type { GovernanceInput } from './input.ts';

/**
 * Azure Policy reports 500 non-compliant records of one policy and cluster at most (learn.microsoft.com,
 * "Understand Azure Policy for Kubernetes clusters", Limitations).
 */
const MOST_RECORDS = 500;

/** What a day's readings can prove: that a finding is absent is no proof that it is fixed. */
export interface Evidence {
  /** `policy:<subscription>` and `defender:<subscription>`; empty when there is no estate to hold them against. */
  readonly scopesRead: ReadonlySet<string>;
  /** Clusters whose pods were read, without which nobody knows who runs an image. */
  readonly podsRead: ReadonlySet<ArmId>;
  /** `cluster|control` pairs, as findings have them, whose list of components Azure cut short. */
  readonly truncated: ReadonlySet<string>;
  /** Ids of findings that Azure Policy could not decide on: their components are in error or conflict. */
  readonly undecided: ReadonlySet<string>;
}

/**
 * Tells what the absence of a finding from a day's readings proves.
 * @param podsRead clusters whose pods were read that very day, where the input holds older readings as well
 */
export function gatherEvidence(
  input: GovernanceInput,
  podsRead: ReadonlySet<ArmId> = new Set(input.kubernetes.keys()),
): Evidence {
  const scopes = [
    ...[...input.policy.keys()].map((id) => `policy:${id}`),
    ...[...input.defender.keys()].map((id) => `defender:${id}`),
  ];
  return {
    scopesRead: new Set(input.inventory.clusters.length === 0 ? [] : scopes),
    podsRead,
    truncated: listTruncated(input.policy),
    undecided: listUndecided(input),
  };
}

function listTruncated(policies: ReadonlyMap<string, PolicyState>): ReadonlySet<string> {
  const records = new Map<string, number>();
  const truncated = new Set<string>();
  for (const { components } of policies.values()) {
    for (const component of components) {
      if (component.state !== 'noncompliant') continue;
      const { clusterId, assignmentId, referenceId, definitionId } = component;
      const key = JSON.stringify([clusterId, assignmentId, referenceId, toSourceKey(definitionId)]);
      const count = (records.get(key) ?? 0) + 1;
      records.set(key, count);
      if (count === MOST_RECORDS) truncated.add(`${clusterId}|${controlOf(component).id}`);
    }
  }
  return truncated;
}

function listUndecided(input: GovernanceInput): ReadonlySet<string> {
  const place = createPlacement(input);
  const undecided = new Set<string>();
  for (const { components } of input.policy.values()) {
    for (const component of components) {
      const isUndecided = ['error', 'conflict', 'unknown'].includes(component.state);
      const placed = isUndecided ? place(component) : undefined;
      if (placed) undecided.add(placed.id);
    }
  }
  return undecided;
}
