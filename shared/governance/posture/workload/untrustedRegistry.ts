import { matchesPattern } from '../../../config/pattern.ts';
import { exclude, type PostureCheck } from '../check.ts';
import { judgeContainers } from '../containers.ts';
import { parseImageReference } from '../imageReference.ts';
import type { WorkloadSubject } from '../subject.ts';

/** Registries of images. A reference that names none means Docker Hub. */
export const untrustedRegistry: PostureCheck<WorkloadSubject> = {
  id: 'untrusted-registry',
  check({ pod, settings }) {
    if (settings.trustedRegistries.length === 0) return exclude('No registries are named as trusted');
    return judgeContainers(
      pod,
      ({ image }) => {
        const { registry } = parseImageReference(image);
        return !settings.trustedRegistries.some((pattern) => matchesPattern(registry, pattern));
      },
      'Image of a registry that is not trusted',
      'Every image is of a trusted registry',
    );
  },
};
