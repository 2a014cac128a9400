import { comply, doubt, type PostureCheck, violate } from '../check.ts';
import { describeProperty } from '../property.ts';
import type { ClusterSubject } from '../subject.ts';

/** Lock of the node resource group. Absent means `Unrestricted`. */
export const nodeResourceGroupLock: PostureCheck<ClusterSubject> = {
  id: 'node-resource-group-lock',
  check({ cluster }) {
    const property = cluster.nodeResourceGroupLock;
    if (property.state === 'unreadable') return doubt(describeProperty(property));
    const level = property.state === 'read' ? property.value.toLowerCase() : 'unrestricted';
    if (level === 'readonly') return comply('The node resource group is read-only');
    if (level === 'unrestricted') return violate('The node resource group can be changed by hand');
    return doubt(`The restriction level ${level} is not known`);
  },
};
