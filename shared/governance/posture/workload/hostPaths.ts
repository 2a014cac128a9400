import { comply, type PostureCheck, violate } from '../check.ts';
import type { WorkloadSubject } from '../subject.ts';

/** Files of the node in volumes. */
export const hostPaths: PostureCheck<WorkloadSubject> = {
  id: 'host-paths',
  check({ pod }) {
    const paths = [...new Set(pod.hostPaths)].sort();
    return paths.length === 0
      ? comply('No volume mounts a path of the node')
      : violate(`Volumes mount paths of the node: ${paths.join(', ')}`);
  },
};
