import { comply, type PostureCheck, violate } from '../check.ts';
import type { WorkloadSubject } from '../subject.ts';

/** Secrets that are written out in variables. A reference to a secret of the cluster is none. */
export const secretsInEnvironment: PostureCheck<WorkloadSubject> = {
  id: 'secrets-in-environment',
  check({ pod }) {
    const named = pod.containers.flatMap(({ name, secretVariables }) =>
      secretVariables.map((variable) => `${variable} of ${name}`),
    );
    return named.length === 0
      ? comply('No variable looks like a secret')
      : violate(`Variables look like secrets: ${named.sort().join(', ')}`);
  },
};
