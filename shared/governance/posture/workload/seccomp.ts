import { exclude, type PostureCheck } from '../check.ts';
import { judgeContainers } from '../containers.ts';
import type { WorkloadSubject } from '../subject.ts';

const PROFILES = ['RuntimeDefault', 'Localhost'];

/**
 * Seccomp profiles. Absent means `Unconfined`, unless the kubelet's own default says otherwise, which no pod
 * shows.
 */
export const seccomp: PostureCheck<WorkloadSubject> = {
  id: 'seccomp',
  check({ pod }) {
    if (pod.windows) return exclude('Windows has no seccomp');
    return judgeContainers(
      pod,
      (container) => !PROFILES.includes(container.seccomp ?? ''),
      'Without a seccomp profile',
      'Every container has a seccomp profile',
    );
  },
};
