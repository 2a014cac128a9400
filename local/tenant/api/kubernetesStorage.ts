import { listVolumes, type Volume } from '../money/clusterBill.ts';
import { usageOf } from '../world/usage.ts';
import type { World } from '../world/world.ts';

/** A claim and the disk behind it; `isLeft` when the claim is gone and the disk is not. */
interface Claim {
  readonly namespace: string;
  readonly name: string;
  readonly volume: Volume;
  readonly isLeft: boolean;
}

/** The claim that the `index`th pod of a workload mounts, as a StatefulSet names it. */
export function claimName(workload: string, index: number): string {
  return `data-${workload}-${index}`;
}

/** Persistent volume claims of a cluster as it is today. */
export function describeClaims(world: World, cluster: string): readonly unknown[] {
  return listClaims(world, cluster)
    .filter((claim) => !claim.isLeft)
    .map(({ namespace, name, volume }) => ({
      metadata: { name, namespace },
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: `${volume.gib}Gi` } },
        storageClassName: 'managed-csi',
        volumeName: volume.name,
      },
      status: { phase: 'Bound', capacity: { storage: `${volume.gib}Gi` } },
    }));
}

/** Persistent volumes of a cluster, also the one that was retained when its claim was deleted. */
export function describeVolumes(world: World, cluster: string): readonly unknown[] {
  return listClaims(world, cluster).map(({ namespace, name, volume, isLeft }) => ({
    metadata: { name: volume.name },
    spec: {
      capacity: { storage: `${volume.gib}Gi` },
      accessModes: ['ReadWriteOnce'],
      claimRef: { kind: 'PersistentVolumeClaim', apiVersion: 'v1', namespace, name },
      csi: { driver: 'disk.csi.azure.com', volumeHandle: volume.resourceId },
      persistentVolumeReclaimPolicy: isLeft ? 'Retain' : 'Delete',
      storageClassName: 'managed-csi',
    },
    status: { phase: isLeft ? 'Released' : 'Bound' },
  }));
}

function listClaims(world: World, cluster: string): readonly Claim[] {
  const counts = new Map<string, number>();
  return listVolumes(usageOf(world, cluster, world.today)).map((volume) => {
    const workload = volume.workload ?? 'archive';
    const key = `${volume.namespace}/${workload}`;
    const index = counts.get(key) ?? 0;
    counts.set(key, index + 1);
    return {
      namespace: volume.namespace,
      name: claimName(workload, index),
      volume,
      isLeft: volume.workload === undefined,
    };
  });
}
