import { comply, type PostureOutcome, violate } from './check.ts';
import type { PodContainer, PodSpec } from './pod.ts';

/**
 * Judges a pod by its containers: it complies when none is wrong.
 * @param fault what is said before the names of containers that are wrong: `Privileged`
 * @param praise what is said when none is: `No container is privileged`
 */
export function judgeContainers(
  pod: PodSpec,
  isWrong: (container: PodContainer) => boolean,
  fault: string,
  praise: string,
): PostureOutcome {
  const wrong = pod.containers.filter(isWrong).map(({ name }) => name);
  return wrong.length === 0 ? comply(praise) : violate(`${fault}: ${wrong.sort().join(', ')}`);
}
