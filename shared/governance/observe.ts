import type { ObservedFinding } from '../model/governance.ts';
import type { GovernanceInput } from './input.ts';
import { observePolicy } from './policy.ts';
import { observeResources } from './recommendation.ts';
import { observeImages } from './vulnerability.ts';

/**
 * Everything that one day's readings show to be wrong, by id. The same readings give the same findings, in
 * whatever order they come; nothing is left out but what is on clusters that are not watched.
 *
 * A violation that several sources tell of counts once: components stand before what Azure Policy or Defender
 * says of their cluster as a whole, and of these two Defender, which knows since when.
 */
export function observeFindings(input: GovernanceInput): readonly ObservedFinding[] {
  const { components, resources } = observePolicy(input);
  const told = new Set(components.map(toPair));
  const whole = new Map<string, ObservedFinding>();
  for (const finding of [...resources, ...observeResources(input)]) {
    if (!told.has(toPair(finding))) whole.set(finding.id, finding);
  }
  const findings = [...components, ...observeImages(input), ...whole.values()];
  return findings.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function toPair({ clusterId, control }: ObservedFinding): string {
  return `${clusterId}|${control}`;
}
