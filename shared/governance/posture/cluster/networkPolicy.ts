import { comply, doubt, type PostureCheck, violate } from '../check.ts';
import { describeProperty } from '../property.ts';
import type { ClusterSubject } from '../subject.ts';

const ENGINES = ['azure', 'calico', 'cilium'];

/** Engine that enforces network policies. Absent means none, and so does the text `none`. */
export const networkPolicy: PostureCheck<ClusterSubject> = {
  id: 'network-policy',
  check({ cluster }) {
    const property = cluster.networkPolicy;
    if (property.state === 'unreadable') return doubt(describeProperty(property));
    const engine = property.state === 'read' ? property.value.toLowerCase() : 'none';
    if (ENGINES.includes(engine)) return comply(`Network policies are enforced by ${engine}`);
    if (engine === 'none' || engine === '') return violate('Network policies are accepted and ignored');
    return doubt(`The network policy engine ${engine} is not known`);
  },
};
