import type { PostureCheck } from '../check.ts';
import { judgeContainers } from '../containers.ts';
import type { WorkloadSubject } from '../subject.ts';

/** Privileged containers. Absent means not privileged. */
export const privileged: PostureCheck<WorkloadSubject> = {
  id: 'privileged',
  check: ({ pod }) =>
    judgeContainers(pod, (container) => container.privileged, 'Privileged', 'No container is privileged'),
};
