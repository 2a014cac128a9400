import { exclude, type PostureCheck } from '../check.ts';
import { judgeContainers } from '../containers.ts';
import type { WorkloadSubject } from '../subject.ts';

/**
 * AppArmor profiles. Absent means the runtime's default on nodes that have AppArmor, so that only
 * `Unconfined` is wrong.
 */
export const appArmor: PostureCheck<WorkloadSubject> = {
  id: 'apparmor',
  check({ pod }) {
    if (pod.windows) return exclude('Windows has no AppArmor');
    return judgeContainers(
      pod,
      (container) => container.appArmor === 'Unconfined',
      'Without AppArmor',
      'No container switches AppArmor off',
    );
  },
};
