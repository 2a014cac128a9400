import { type PostureCheck, requireOn } from '../check.ts';
import type { ClusterSubject } from '../subject.ts';

/** Azure Policy add-on. Absent means off, so that nothing inside the cluster is evaluated. */
export const policyAddon: PostureCheck<ClusterSubject> = {
  id: 'policy-addon',
  check: ({ cluster }) =>
    requireOn(cluster.policyAddon, {
      on: 'The Azure Policy add-on is on',
      off: 'The Azure Policy add-on is off',
      absent: 'The Azure Policy add-on was never installed',
    }),
};
