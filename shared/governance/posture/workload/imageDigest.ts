import type { PostureCheck } from '../check.ts';
import { judgeContainers } from '../containers.ts';
import { parseImageReference } from '../imageReference.ts';
import type { WorkloadSubject } from '../subject.ts';

/** Digests of images, as the manifest writes them; the one that a kubelet reports pins nothing. */
export const imageDigest: PostureCheck<WorkloadSubject> = {
  id: 'image-digest',
  check: ({ pod }) =>
    judgeContainers(
      pod,
      ({ image }) => parseImageReference(image).digest === '',
      'Image without a digest',
      'Every image is pinned by digest',
    ),
};
