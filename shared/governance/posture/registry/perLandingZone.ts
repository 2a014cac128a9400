import { parseArmId } from '../../../model/estate.ts';
import { comply, doubt, exclude, type PostureCheck, violate } from '../check.ts';
import type { RegistrySubject } from '../subject.ts';

/**
 * A registry of its own for each landing zone, which is a subscription: clusters of several subscriptions
 * that run images of one registry share it.
 */
export const perLandingZone: PostureCheck<RegistrySubject> = {
  id: 'registry-per-landing-zone',
  check({ pulledBy }) {
    if (pulledBy === undefined) return doubt('The images that clusters run were not read');
    const subscriptions = new Set(pulledBy.map((cluster) => parseArmId(cluster).subscriptionId));
    if (subscriptions.size === 0) return exclude('No cluster is known to run images of it');
    if (subscriptions.size === 1) return comply('One landing zone runs images of it');
    return violate(`Clusters of ${subscriptions.size} landing zones run images of it`);
  },
};
