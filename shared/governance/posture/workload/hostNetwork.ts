import { comply, type PostureCheck, violate } from '../check.ts';
import type { WorkloadSubject } from '../subject.ts';

/** Network and ports of the node. Absent means neither; on the host's network every port is the node's. */
export const hostNetwork: PostureCheck<WorkloadSubject> = {
  id: 'host-network',
  check({ pod }) {
    if (pod.hostNetwork) return violate("Is on the node's network");
    const ports = pod.containers.flatMap(({ hostPorts }) => hostPorts).sort((a, b) => a - b);
    return ports.length === 0
      ? comply("Keeps off the node's network")
      : violate(`Opens ports of the node: ${ports.join(', ')}`);
  },
};
