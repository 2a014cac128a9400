import type { Actor, ObservedFinding } from '../model/governance.ts';

/**
 * Who is to act on a finding: whoever the control names while there is something to do, and security operations
 * while the vendor has no fix, or defers or refuses one (Cloud Adoption Framework, AKS platform security: a
 * vulnerability with a vendor fix is the developer's). An image that nobody runs stays its registry's keeper's,
 * who can delete it.
 */
export function assignActor({ actor, fixAvailable, surface }: ObservedFinding): Actor {
  return fixAvailable === false && surface !== 'registry' ? 'secops' : actor;
}
