import { comply, doubt, type PostureCheck, violate } from '../check.ts';
import { describeProperty } from '../property.ts';
import type { ClusterSubject } from '../subject.ts';

const CHANNELS = ['rapid', 'stable', 'patch'];

/**
 * Channel of automatic cluster upgrades. Absent means `none`; `node-image` renews nodes only and leaves
 * Kubernetes as it is (learn.microsoft.com, AKS "Auto-upgrade cluster").
 */
export const upgradeChannel: PostureCheck<ClusterSubject> = {
  id: 'cluster-upgrade-channel',
  check({ cluster }) {
    const property = cluster.upgradeChannel;
    if (property.state === 'unreadable') return doubt(describeProperty(property));
    if (property.state === 'absent') return violate('No channel was chosen: Kubernetes stays on its version');
    const channel = property.value.toLowerCase();
    if (CHANNELS.includes(channel)) return comply(`Upgraded by the channel ${channel}`);
    if (channel === 'none') return violate('The channel is none: Kubernetes stays on its version');
    if (channel === 'node-image') return violate('The channel node-image renews nodes, not Kubernetes');
    return doubt(`The channel ${property.value} is not known`);
  },
};
