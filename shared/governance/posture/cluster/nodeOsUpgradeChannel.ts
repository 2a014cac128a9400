import { comply, doubt, type PostureCheck, violate } from '../check.ts';
import { describeProperty } from '../property.ts';
import type { ClusterSubject } from '../subject.ts';

const FAULTS: ReadonlyMap<string, string> = new Map([
  ['none', 'The channel is None: nodes keep the image they started with'],
  ['unmanaged', 'The channel is Unmanaged: patches wait for reboots that nobody plans'],
]);

/**
 * Channel of node OS upgrades. Absent means none on clusters from before 2023-06; newer ones state
 * `NodeImage` (learn.microsoft.com, AKS "Auto-upgrade node OS images").
 */
export const nodeOsUpgradeChannel: PostureCheck<ClusterSubject> = {
  id: 'node-os-upgrade-channel',
  check({ cluster }) {
    const property = cluster.nodeOsUpgradeChannel;
    if (property.state === 'unreadable') return doubt(describeProperty(property));
    if (property.state === 'absent') return violate('No channel was chosen: nodes keep their image');
    const channel = property.value.toLowerCase();
    const fault = FAULTS.get(channel);
    if (fault !== undefined) return violate(fault);
    if (channel === 'nodeimage' || channel === 'securitypatch') return comply(`Patched by ${property.value}`);
    return doubt(`The channel ${property.value} is not known`);
  },
};
