import { type PostureCheck, requireOn } from '../check.ts';
import type { ClusterSubject } from '../subject.ts';

/**
 * Private API server. Absent means public. VNet integration alone leaves the public address as it is, and a
 * public name of a private cluster still leads to its private address.
 */
export const privateCluster: PostureCheck<ClusterSubject> = {
  id: 'private-cluster',
  check: ({ cluster }) =>
    requireOn(cluster.privateCluster, {
      on: 'The API server has a private address',
      off: 'The API server has a public address',
      absent: 'The API server has a public address, as nothing else was chosen',
    }),
};
