import type { RunningImage } from '../../model/estate.ts';
import type { PodObject } from './objects.ts';

const DIGEST = /@(sha256:[0-9a-f]{64})$/;

/**
 * The images of some pods: text as the specification has it, digest as the kubelet reports it in `imageID`
 * (with or without `docker-pullable://`). A bare `sha256:…` there is the image's configuration and no digest
 * that a registry knows. An image pinned by digest has it before it is pulled.
 */
export function imagesOf(pods: readonly PodObject[]): RunningImage[] {
  const digestsByImage = new Map<string, Set<string>>();
  for (const { spec, status } of pods) {
    const imageIds = new Map<string, string>();
    for (const container of [
      ...(status?.containerStatuses ?? []),
      ...(status?.initContainerStatuses ?? []),
      ...(status?.ephemeralContainerStatuses ?? []),
    ]) {
      imageIds.set(container.name, container.imageID ?? '');
    }
    for (const { name, image } of [...spec.containers, ...spec.initContainers, ...spec.ephemeralContainers]) {
      if (!image) continue;
      const digest = digestIn(imageIds.get(name) ?? '') || digestIn(image);
      const digests = digestsByImage.get(image) ?? new Set();
      digestsByImage.set(image, digests.add(digest));
    }
  }
  return [...digestsByImage]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([image, digests]) => {
      const known = [...digests].filter((digest) => digest !== '').sort();
      return (known.length > 0 ? known : ['']).map((digest) => ({ image, digest }));
    });
}

function digestIn(text: string): string {
  return DIGEST.exec(text)?.[1] ?? '';
}
