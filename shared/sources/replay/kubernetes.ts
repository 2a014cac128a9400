import { posix } from 'node:path';
import type { z } from 'zod';
import type { ArmId, Cluster, KubernetesState, Node } from '../../model/estate.ts';
import { NamespaceSchema, NodeSchema, PodSchema } from '../kubernetes/objects.ts';
import { gatherWorkloads } from '../kubernetes/workloads.ts';
import { isRecord } from './answer.ts';
import { findCluster } from './clusters.ts';
import type { KubernetesItem } from './recognition.ts';
import type { Warning } from './warning.ts';

/** Objects of one file, and the cluster they are of where `replay.yaml` says it. */
export interface RecordedObjects {
  readonly file: string;
  readonly namedCluster: string | undefined;
  readonly items: readonly KubernetesItem[];
}

export interface GatheredStates {
  readonly states: ReadonlyMap<ArmId, KubernetesState>;
  readonly warnings: readonly Warning[];
}

/**
 * Gives recorded objects to clusters. Files of one folder belong together; whose they are is told by
 * `replay.yaml`, by the nodes (AKS labels them with the node resource group), by a folder or file named like
 * the cluster, or by there being only one.
 */
export function gatherStates(
  recorded: readonly RecordedObjects[],
  clusters: readonly Cluster[],
): GatheredStates {
  const warnings: Warning[] = [];
  const items = new Map<ArmId, KubernetesItem[]>();
  const groups = Map.groupBy(recorded, (file) => file.namedCluster ?? posix.dirname(file.file));
  for (const [, files] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const { file, items: own, namedCluster } of files) {
      const cluster =
        (namedCluster !== undefined && findCluster(clusters, namedCluster)) ||
        findByNodes(files, clusters) ||
        findByPath(file, clusters) ||
        (clusters.length === 1 ? clusters[0] : undefined);
      if (cluster) items.set(cluster.id, [...(items.get(cluster.id) ?? []), ...own]);
      else warnings.push({ place: file, warning: 'It does not tell its cluster; name it in replay.yaml.' });
    }
  }
  const states = new Map<ArmId, KubernetesState>();
  for (const [id, objects] of items) {
    const { state, unreadable } = readState(objects);
    states.set(id, state);
    if (unreadable > 0)
      warnings.push({ place: '', warning: `${unreadable} Kubernetes objects of ${id} cannot be read.` });
  }
  return { states, warnings };
}

function findByNodes(files: readonly RecordedObjects[], clusters: readonly Cluster[]): Cluster | undefined {
  for (const { kind, item } of files.flatMap((file) => file.items)) {
    if (kind !== 'Node' || !isRecord(item)) continue;
    const labels = isRecord(item.metadata) && isRecord(item.metadata.labels) ? item.metadata.labels : {};
    const provider = isRecord(item.spec) ? String(item.spec.providerID ?? '') : '';
    const group = labels['kubernetes.azure.com/cluster'] ?? /\/resourcegroups\/([^/]+)/i.exec(provider)?.[1];
    const cluster = typeof group === 'string' ? findCluster(clusters, group) : undefined;
    if (cluster) return cluster;
  }
  return undefined;
}

function findByPath(file: string, clusters: readonly Cluster[]): Cluster | undefined {
  const words = file.split('/').flatMap((part) => [part, part.replace(/(\.[A-Za-z]+)+$/, '')]);
  return words.map((word) => findCluster(clusters, word)).find((cluster) => cluster !== undefined);
}

function readState(items: readonly KubernetesItem[]): {
  readonly state: KubernetesState;
  readonly unreadable: number;
} {
  let unreadable = 0;
  const read = <S extends z.ZodType>(wanted: KubernetesItem['kind'], schema: S): z.output<S>[] =>
    items.flatMap(({ kind, item }) => {
      if (kind !== wanted) return [];
      const parsed = schema.safeParse(item);
      if (!parsed.success) unreadable++;
      return parsed.success ? [parsed.data] : [];
    });
  const state: KubernetesState = {
    namespaces: read('Namespace', NamespaceSchema)
      .map(({ metadata }) => ({ name: metadata.name, labels: metadata.labels }))
      .sort(byName),
    workloads: gatherWorkloads(read('Pod', PodSchema)),
    nodes: read('Node', NodeSchema)
      .map(({ metadata }) => toNode(metadata.name, metadata.labels))
      .sort(byName),
    constraints: [],
    constraintsRead: false,
    warnings: [],
  };
  return { state, unreadable };
}

/** Reserved node labels of AKS: learn.microsoft.com, "Use labels in an AKS cluster". */
function toNode(name: string, labels: Readonly<Record<string, string>>): Node {
  return {
    name,
    pool: labels['kubernetes.azure.com/agentpool'] ?? labels.agentpool ?? '',
    size: labels['node.kubernetes.io/instance-type'] ?? '',
    spot: labels['kubernetes.azure.com/scalesetpriority'] === 'spot',
    imageVersion: labels['kubernetes.azure.com/node-image-version'] ?? '',
  };
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}
