import { comply, doubt, type PostureCheck, violate } from '../check.ts';
import { describeProperty, valueOr } from '../property.ts';
import type { ClusterSubject } from '../subject.ts';

/**
 * Authorisation by Azure roles, which needs Entra integration. Absent means that rights are in role bindings
 * of the cluster. With local accounts on, whoever may fetch the admin kubeconfig passes by both.
 */
export const azureRbac: PostureCheck<ClusterSubject> = {
  id: 'azure-rbac',
  check({ cluster }) {
    if (cluster.azureRbac.state === 'unreadable') return doubt(describeProperty(cluster.azureRbac));
    if (cluster.entraProfile.state === 'absent') {
      return violate('Without Entra integration every kubeconfig is a certificate of cluster-admin');
    }
    if (!valueOr(cluster.azureRbac, false)) return violate('Rights are in role bindings of the cluster only');
    if (!valueOr(cluster.localAccountsDisabled, false)) {
      return comply('Azure RBAC decides, but the admin kubeconfig of local accounts passes by it');
    }
    return comply('Azure RBAC decides');
  },
};
