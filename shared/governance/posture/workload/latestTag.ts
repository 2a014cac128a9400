import type { PostureCheck } from '../check.ts';
import { judgeContainers } from '../containers.ts';
import { parseImageReference } from '../imageReference.ts';
import type { WorkloadSubject } from '../subject.ts';

/** Tags of images. None means `latest`; beside a digest a tag means nothing. */
export const latestTag: PostureCheck<WorkloadSubject> = {
  id: 'latest-tag',
  check: ({ pod }) =>
    judgeContainers(
      pod,
      ({ image }) => {
        const { tag, digest } = parseImageReference(image);
        return digest === '' && (tag === '' || tag.toLowerCase() === 'latest');
      },
      'Image without a version',
      'Every image has a version',
    ),
};
