import { exclude, type PostureCheck } from '../check.ts';
import { judgeContainers } from '../containers.ts';
import type { WorkloadSubject } from '../subject.ts';

/** Read-only root file systems. Absent means writable; Windows containers cannot have one. */
export const readOnlyRoot: PostureCheck<WorkloadSubject> = {
  id: 'read-only-root',
  check({ pod }) {
    if (pod.windows) return exclude('Windows has no read-only root file systems');
    return judgeContainers(
      pod,
      (container) => !container.readOnlyRoot,
      'With a writable root file system',
      'Every root file system is read-only',
    );
  },
};
