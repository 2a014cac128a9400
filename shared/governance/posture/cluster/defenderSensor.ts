import { type PostureCheck, requireOn } from '../check.ts';
import type { ClusterSubject } from '../subject.ts';

/** Defender sensor on the nodes. Absent means off. */
export const defenderSensor: PostureCheck<ClusterSubject> = {
  id: 'defender-sensor',
  check: ({ cluster }) =>
    requireOn(cluster.defenderSensor, {
      on: 'The Defender sensor is on',
      off: 'The Defender sensor is off',
      absent: 'The Defender sensor was never installed',
    }),
};
