import type { ContainerDemand, ContainerUsage } from '../../metering/demand.ts';
import {
  type ObservedClaim,
  type ObservedNode,
  type ObservedPod,
  type ObservedVolume,
  poolInName,
} from '../../metering/observation.ts';
import type { Remarks } from '../../metering/remarks.ts';
import { NO_RESOURCES, type OnUnusable, readResources, readStorage } from '../../metering/resources.ts';
import { sortLabels, toNode } from './apiServer.ts';
import { ownerOf } from './owner.ts';
import type { PodMetrics, SampledClaim, SampledNode, SampledPod, SampledVolume } from './sampledObjects.ts';
import { isWritten } from './workloads.ts';

/** API objects in the words of metering. What of them cannot be used is remarked and left out. */

export function observeNode({ metadata, status }: SampledNode, remarks: Remarks): ObservedNode {
  const { name, pool, size, spot } = toNode(metadata.name, metadata.labels);
  const onUnusable = remarkOn(remarks, [name]);
  const capacity = { ...NO_RESOURCES, ...readResources(status.capacity, onUnusable) };
  const allocatable = { ...capacity, ...readResources(status.allocatable, onUnusable) };
  return { name, nodePool: pool || poolInName(name), size, spot, allocatable, capacity };
}

export function observePod(pod: SampledPod, remarks: Remarks): ObservedPod {
  const { metadata, spec, status } = pod;
  const owner = ownerOf(pod);
  const onUnusable = remarkOn(remarks, [metadata.namespace, metadata.name]);
  const demand = (container: SampledPod['spec']['containers'][number]): ContainerDemand => ({
    name: container.name,
    request: { ...NO_RESOURCES, ...readResources(container.resources, onUnusable) },
  });
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    controllerKind: owner.kind,
    controller: owner.name,
    labels: sortLabels(Object.fromEntries(Object.entries(metadata.labels).filter(([key]) => isWritten(key)))),
    node: spec.nodeName,
    phase: status.phase,
    demand: {
      containers: spec.containers.map(demand),
      initContainers: spec.initContainers.map((container) => ({
        ...demand(container),
        restartable: container.restartPolicy === 'Always',
      })),
      overhead: { ...NO_RESOURCES, ...readResources(spec.overhead, onUnusable) },
      podLevel: readResources(spec.resources, onUnusable),
    },
    claims: claimsOf(pod),
  };
}

/** A generic ephemeral volume has a claim of its own, called after pod and volume. */
function claimsOf({ metadata, spec }: SampledPod): string[] {
  return spec.volumes.flatMap((volume) => {
    if (volume.persistentVolumeClaim) return [volume.persistentVolumeClaim.claimName];
    return volume.ephemeral ? [`${metadata.name}-${volume.name}`] : [];
  });
}

export function observeUsage({ metadata, containers }: PodMetrics, remarks: Remarks): ContainerUsage {
  const onUnusable = remarkOn(remarks, [metadata.namespace, metadata.name]);
  return new Map(
    containers.map(({ name, usage }) => {
      const { cpu, ram } = { ...NO_RESOURCES, ...readResources(usage, onUnusable) };
      return [name, { cpu, ram }];
    }),
  );
}

export function observeClaim({ metadata, spec, status }: SampledClaim, remarks: Remarks): ObservedClaim {
  const { namespace, name } = metadata;
  const onUnusable = remarkOn(remarks, [namespace, name]);
  return {
    namespace,
    name,
    volumeName: spec.volumeName,
    bytes: readStorage(status, onUnusable) ?? readStorage(spec.resources, onUnusable) ?? 0,
    storageClass: spec.storageClassName,
  };
}

export function observeVolume({ metadata, spec }: SampledVolume, remarks: Remarks): ObservedVolume {
  return {
    name: metadata.name,
    bytes: readStorage(spec.capacity, remarkOn(remarks, [metadata.name])) ?? 0,
    storageClass: spec.storageClassName,
    handle: (spec.csi?.volumeHandle ?? spec.azureDisk?.diskURI ?? '').toLowerCase(),
    claim: spec.claimRef ? { namespace: spec.claimRef.namespace, name: spec.claimRef.name } : undefined,
  };
}

function remarkOn(remarks: Remarks, place: readonly string[]): OnUnusable {
  return (key) => remarks.add(`a quantity that cannot be (${key}) counts as none`, place);
}
