import { comply, doubt, type PostureCheck, violate } from '../check.ts';
import { describeProperty, valueOr } from '../property.ts';
import type { ClusterSubject } from '../subject.ts';

/**
 * Sign-in with Entra ID. An absent profile means that people sign in with certificates; one that is not
 * managed is the legacy integration with applications of one's own, which gets no more support.
 */
export const entraIntegration: PostureCheck<ClusterSubject> = {
  id: 'entra-integration',
  check({ cluster }) {
    for (const property of [cluster.entraProfile, cluster.entraManaged]) {
      if (property.state === 'unreadable') return doubt(describeProperty(property));
    }
    if (cluster.entraProfile.state === 'absent') return violate('There is no Entra integration');
    if (!valueOr(cluster.entraManaged, false)) return violate('The Entra integration is the legacy one');
    const groups = valueOr(cluster.adminGroups, []).length;
    return comply(groups === 0 ? 'Entra ID, no admin group' : `Entra ID, admin groups: ${groups}`);
  },
};
