import type { PodObject } from './objects.ts';

/** What stands behind a pod, as people name it. */
export interface PodOwner {
  readonly kind: string;
  readonly name: string;
}

/** Kubernetes writes generated suffixes without vowels and without 0, 1 and 3 (`rand.SafeEncodeString`). */
const TEMPLATE_HASH = /-[bcdfghjklmnpqrstvwxz2456789]{5,10}$/;
/** A CronJob names its jobs after the minute they are due, eight digits since 1989. */
const SCHEDULED_MINUTE = /-\d{8,}$/;

/**
 * Names the workload of a pod from its owner reference: a ReplicaSet stands for its Deployment, a Job with a
 * scheduled minute for its CronJob. Static pods, which the kubelet owns, and bare pods are `Pod`.
 */
export function ownerOf(pod: Pick<PodObject, 'metadata'>): PodOwner {
  const { ownerReferences, labels, name } = pod.metadata;
  const owner = ownerReferences.find((reference) => reference.controller) ?? ownerReferences[0];
  if (owner === undefined) return { kind: 'Pod', name };
  if (owner.kind === 'Node') return { kind: 'Pod', name: withoutSuffix(name, `-${owner.name}`) };
  if (owner.kind === 'ReplicaSet') return ownerOfReplicaSet(owner.name, labels['pod-template-hash']);
  if (owner.kind === 'Job' && SCHEDULED_MINUTE.test(owner.name)) {
    return { kind: 'CronJob', name: owner.name.replace(SCHEDULED_MINUTE, '') };
  }
  return { kind: owner.kind, name: owner.name };
}

function ownerOfReplicaSet(name: string, hash: string | undefined): PodOwner {
  const deployment = hash ? withoutSuffix(name, `-${hash}`) : name.replace(TEMPLATE_HASH, '');
  return deployment === name ? { kind: 'ReplicaSet', name } : { kind: 'Deployment', name: deployment };
}

function withoutSuffix(text: string, suffix: string): string {
  return text.length > suffix.length && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;
}
