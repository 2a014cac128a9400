import type { ArmId } from '../model/estate.ts';
import { createPlacement } from './component.ts';
import type { GovernanceInput } from './input.ts';
import { listUndecidedChecks } from './posture.ts';
import { listTruncated, listUntold } from './truncation.ts';

/** What a day's readings can prove: that a finding is absent is no proof that it is fixed. */
export interface Evidence {
  /**
   * `policy:<subscription>`, `defender:<subscription>`, `posture:<subscription>`, `pods:<cluster>` and, where all
   * constraints of Gatekeeper were read, `kubernetes:<cluster>`; empty when there is no estate to hold them against.
   * A subscription of which rows could not be read is not there: a finding that is missing may be in one of them.
   */
  readonly scopesRead: ReadonlySet<string>;
  /** Clusters whose pods were read, without which nobody knows who runs an image. */
  readonly podsRead: ReadonlySet<ArmId>;
  /**
   * `cluster|control` pairs, as findings have them, whose list of components Azure cut short, and
   * `kubernetes:<cluster>|control` for what Gatekeeper did not tell in full.
   */
  readonly truncated: ReadonlySet<string>;
  /** Ids of findings that Azure Policy could not decide on: their components are in error or conflict. */
  readonly undecided: ReadonlySet<string>;
  /** Ids of findings that Purser's own checks could not decide on: the payload does not tell, or was not read. */
  readonly undecidedChecks: ReadonlySet<string>;
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
    ...[...input.policy].flatMap(([id, state]) => (state.componentsLost > 0 ? [] : `policy:${id}`)),
    ...[...input.defender].flatMap(([id, state]) => (state.assessmentsLost > 0 ? [] : `defender:${id}`)),
    ...[...input.posture.keys()].map((id) => `posture:${id}`),
    ...[...input.kubernetes.keys()].flatMap((id) => (podsRead.has(id) ? `pods:${id}` : [])),
    ...[...input.kubernetes].flatMap(([id, state]) =>
      state.constraintsRead && podsRead.has(id) ? `kubernetes:${id}` : [],
    ),
  ];
  return {
    scopesRead: new Set(input.inventory.clusters.length === 0 ? [] : scopes),
    podsRead,
    truncated: listTruncated(input.policy).union(listUntold(input.kubernetes, input.day)),
    undecided: listUndecided(input),
    undecidedChecks: listUndecidedChecks(input, podsRead),
  };
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
