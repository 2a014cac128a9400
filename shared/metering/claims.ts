import { compareText } from '../model/order.ts';
import type { ObservedClaim, ObservedVolume } from './observation.ts';
import type { ClaimUse, UseKey } from './sample.ts';

/**
 * Joins volumes to the claims they are or were bound to: a volume is billed for as long as it exists, so one whose
 * claim is gone still counts, to the namespace that the claim was in. A claim without a volume costs nothing.
 * Either list alone tells most of it where the other may not be read.
 * @param claims undefined when they could not be read: each volume is then taken to be bound to the claim it names
 */
export function joinVolumes(
  claims: readonly ObservedClaim[] | undefined,
  volumes: readonly ObservedVolume[],
  findMounts: (namespace: string, name: string) => readonly UseKey[],
): ClaimUse[] {
  const claimOf = new Map(claims?.map((claim) => [claim.volumeName, claim]));
  const listed = new Set(volumes.map((volume) => volume.name));
  const existing = volumes.map((volume): ClaimUse => {
    const { bytes, storageClass, handle } = volume;
    const bound = claims === undefined ? volume.claim : claimOf.get(volume.name);
    const { namespace, name } = bound ?? volume.claim ?? { namespace: '', name: volume.name };
    const mountedBy = bound === undefined ? [] : findMounts(namespace, name);
    return { namespace, name, bytes, storageClass, volume: handle, mountedBy };
  });
  const unlisted = (claims ?? [])
    .filter(({ volumeName }) => volumeName !== '' && !listed.has(volumeName))
    .map(({ namespace, name, bytes, storageClass }): ClaimUse => {
      const mountedBy = findMounts(namespace, name);
      return { namespace, name, bytes, storageClass, volume: '', mountedBy };
    });
  return [...existing, ...unlisted].sort(
    (a, b) =>
      compareText(a.namespace, b.namespace) || compareText(a.name, b.name) || compareText(a.volume, b.volume),
  );
}
