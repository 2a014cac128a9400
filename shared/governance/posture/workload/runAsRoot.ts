import { exclude, type PostureCheck } from '../check.ts';
import { judgeContainers } from '../containers.ts';
import type { WorkloadSubject } from '../subject.ts';

/**
 * Containers that may run as root. Absent means that the image decides, and most images say root, so that a
 * manifest has to name a user above 0 or forbid root (kubernetes.io, Pod Security Standards, restricted).
 */
export const runAsRoot: PostureCheck<WorkloadSubject> = {
  id: 'run-as-root',
  check({ pod }) {
    if (pod.windows) return exclude('Windows has no root');
    return judgeContainers(
      pod,
      ({ runAsNonRoot, runAsUser }) => runAsUser === 0 || (runAsUser === undefined && runAsNonRoot !== true),
      'May run as root',
      'No container may run as root',
    );
  },
};
