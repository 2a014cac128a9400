import { toArmId } from '../../../model/estate.ts';
import type { LocationAssignment } from '../../../model/posture.ts';
import { comply, doubt, type PostureCheck, type PostureOutcome, violate } from '../check.ts';
import type { SubscriptionSubject } from '../subject.ts';

/**
 * The policy "Allowed locations": an assignment has to reach the whole subscription, be enforced, name
 * locations, and be neither cut out nor exempted there; by itself or within an initiative.
 */
export const allowedLocations: PostureCheck<SubscriptionSubject> = {
  id: 'allowed-locations',
  check(subject) {
    if (subject.locationAssignments === undefined) return doubt('The policy assignments were not read');
    const outcomes = subject.locationAssignments
      .filter(({ scope }) => isAround(subject, scope))
      .map((assignment) => judge(assignment, subject));
    const good = outcomes.find(({ state }) => state === 'compliant');
    return good ?? outcomes[0] ?? violate('The policy on allowed locations is not assigned');
  },
};

function judge(assignment: LocationAssignment, subject: SubscriptionSubject): PostureOutcome {
  const { name, enforcementMode, locations, notScopes } = assignment;
  if (enforcementMode.toLowerCase() === 'donotenforce') return violate(`${name} is not enforced`);
  if (locations.length === 0) return violate(`${name} names no locations`);
  if (notScopes.some((scope) => isAround(subject, scope))) {
    return violate(`${name} leaves this subscription out`);
  }
  const exemption = subject.exemptions.find(
    ({ assignmentId, scope, until }) =>
      assignmentId === assignment.id &&
      isAround(subject, scope) &&
      (until === undefined || until >= subject.day),
  );
  if (exemption)
    return violate(`${name} is exempted ${exemption.until ? `until ${exemption.until}` : 'for good'}`);
  return comply(`${name} allows ${[...locations].sort().join(', ')}`);
}

/** True for the subscription itself and the management groups above it, not for a resource group within. */
function isAround({ subscriptionId, ancestors }: SubscriptionSubject, scope: string): boolean {
  return [`/subscriptions/${subscriptionId}`, ...ancestors].some((id) => toArmId(id) === toArmId(scope));
}
