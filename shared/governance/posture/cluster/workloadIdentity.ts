import { doubt, type PostureCheck, requireOn, violate } from '../check.ts';
import { describeProperty, valueOr } from '../property.ts';
import type { ClusterSubject } from '../subject.ts';

/** Workload identity. Absent means off; without an OIDC issuer, tokens of pods cannot be exchanged. */
export const workloadIdentity: PostureCheck<ClusterSubject> = {
  id: 'workload-identity',
  check({ cluster }) {
    const outcome = requireOn(cluster.workloadIdentity, {
      on: 'Workload identity is on',
      off: 'Workload identity is off',
      absent: 'Workload identity was never enabled',
    });
    if (outcome.state !== 'compliant') return outcome;
    if (cluster.oidcIssuer.state === 'unreadable') return doubt(describeProperty(cluster.oidcIssuer));
    return valueOr(cluster.oidcIssuer, false) ? outcome : violate('Workload identity lacks its OIDC issuer');
  },
};
