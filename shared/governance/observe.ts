import type { ArmId } from '../model/estate.ts';
import type { ObservedFinding } from '../model/governance.ts';
import type { GovernanceInput } from './input.ts';
import { observePolicy } from './policy.ts';
import { observePosture } from './posture.ts';
import { observeResources } from './recommendation.ts';
import { observeImages } from './vulnerability.ts';

/**
 * Everything that one day's readings show to be wrong, by id. The same readings give the same findings, in
 * whatever order they come; nothing is left out but what is on clusters that are not watched.
 *
 * A violation that several sources tell of counts once: components stand before what anybody says of their cluster
 * as a whole. Of the same place Azure Policy stands before Purser's own checks, because it knows of exemptions, and
 * Defender before both, because it knows since when.
 * @param podsRead clusters whose pods were read that very day, where the input holds older readings as well
 */
export function observeFindings(
  input: GovernanceInput,
  podsRead: ReadonlySet<ArmId> = new Set(input.kubernetes.keys()),
): readonly ObservedFinding[] {
  const policy = observePolicy(input);
  const posture = observePosture(input, podsRead);
  const components = new Map(
    [...posture.components, ...policy.components].map((finding) => [finding.id, finding]),
  );
  const told = new Set([...components.values()].map(toPair));
  const whole = new Map<string, ObservedFinding>();
  for (const finding of [...posture.resources, ...policy.resources, ...observeResources(input)]) {
    if (!told.has(toPair(finding))) whole.set(finding.id, finding);
  }
  const findings = [...components.values(), ...observeImages(input), ...whole.values()];
  return findings.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function toPair({ clusterId, control }: ObservedFinding): string {
  return `${clusterId}|${control}`;
}
