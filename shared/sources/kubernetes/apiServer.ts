import { CoreV1Api, type KubeConfig } from '@kubernetes/client-node';
import type { KubernetesState, Node } from '../../model/estate.ts';
import type { SourcePlace } from '../http/failure.ts';
import { readConstraints } from './constraints.ts';
import { callOptions, ListReader, type ServerParts } from './listReader.ts';
import { NamespaceSchema, NodeSchema, PodSchema } from './objects.ts';
import { gatherWorkloads } from './workloads.ts';

const REMEDIES = {
  unauthorized:
    'Check that the identity of Purser is in the tenant of the cluster; a cluster without Entra needs kubernetes.access.',
  forbidden:
    'Grant the identity "Azure Kubernetes Service RBAC Reader", and get and list of nodes, pods and namespaces, on the cluster.',
  unavailable:
    'Check that the cluster is running and that its API server can be reached from where Purser runs.',
} as const;

/**
 * Reads namespaces, pods, nodes and what Gatekeeper found, and gives them in the words of the model, sorted.
 * @throws SourceError
 */
export async function readApiServer(
  kubeConfig: KubeConfig,
  place: SourcePlace,
  parts: ServerParts & { readonly trustedRegistries?: readonly string[] },
): Promise<KubernetesState> {
  const api = kubeConfig.makeApiClient(CoreV1Api);
  const options = callOptions(parts.timeoutMs);
  const reader = new ListReader(place, parts, REMEDIES);
  const namespaces = await reader.readAll('namespaces', NamespaceSchema, (page) =>
    api.listNamespace(page, options),
  );
  const pods = await reader.readAll('pods', PodSchema, (page) => api.listPodForAllNamespaces(page, options));
  const nodes = await reader.readAll('nodes', NodeSchema, (page) => api.listNode(page, options));
  const constraints = await readConstraints(kubeConfig, place, parts);
  return {
    namespaces: namespaces
      .map(({ metadata }) => ({ name: metadata.name, labels: sortLabels(metadata.labels) }))
      .sort(byName),
    workloads: gatherWorkloads(pods, parts.trustedRegistries),
    nodes: nodes.map(({ metadata }) => toNode(metadata.name, metadata.labels)).sort(byName),
    ...constraints,
  };
}

/** Node labels of AKS: learn.microsoft.com, "Reserved labels" of node pools. */
export function toNode(name: string, labels: Readonly<Record<string, string>>): Node {
  return {
    name,
    pool: labels['kubernetes.azure.com/agentpool'] ?? labels.agentpool ?? '',
    size: labels['node.kubernetes.io/instance-type'] ?? labels['beta.kubernetes.io/instance-type'] ?? '',
    spot: labels['kubernetes.azure.com/scalesetpriority'] === 'spot',
    imageVersion: labels['kubernetes.azure.com/node-image-version'] ?? '',
  };
}

export function sortLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}
