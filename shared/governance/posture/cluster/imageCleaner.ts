import { type PostureCheck, requireOn } from '../check.ts';
import type { ClusterSubject } from '../subject.ts';

/** Image cleaner on the nodes. Absent means off. */
export const imageCleaner: PostureCheck<ClusterSubject> = {
  id: 'image-cleaner',
  check: ({ cluster }) =>
    requireOn(cluster.imageCleaner, {
      on: 'The image cleaner is on',
      off: 'The image cleaner is off',
      absent: 'The image cleaner was never enabled',
    }),
};
