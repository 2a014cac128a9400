import { comply, type PostureCheck, violate } from '../check.ts';
import type { WorkloadSubject } from '../subject.ts';

/** Process and IPC namespaces of the node; the network has a check of its own. Absent means the pod's own. */
export const hostNamespaces: PostureCheck<WorkloadSubject> = {
  id: 'host-namespaces',
  check({ pod }) {
    const shared = [...(pod.hostProcesses ? ['hostPID'] : []), ...(pod.hostIpc ? ['hostIPC'] : [])];
    return shared.length === 0
      ? comply('No namespace of the node is shared')
      : violate(`Shares the node's ${shared.join(' and ')}`);
  },
};
