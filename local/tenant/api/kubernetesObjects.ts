import { drawGuid } from '../world/chance.ts';
import { findCluster } from '../world/clusters.ts';
import { listNodeNames, listPods, type TenantPod } from '../world/pods.ts';
import { usageOf } from '../world/usage.ts';
import { namespacesOn, type World } from '../world/world.ts';
import { NODE_IMAGE } from './managedClusters.ts';

/** Namespaces of a cluster as it is today. */
export function describeNamespaces(world: World, cluster: string): readonly unknown[] {
  return namespacesOn(world, cluster, world.today).map((namespace) => ({
    metadata: {
      name: namespace.name,
      uid: drawGuid([cluster, namespace.name]),
      labels: namespace.labels,
      creationTimestamp: `${namespace.from ?? '2025-03-01'}T08:00:00Z`,
    },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  }));
}

/** Pods of a cluster as it is today. */
export function describePods(world: World, cluster: string): readonly unknown[] {
  return listPods(world, cluster, world.today).map((pod) => describePod(world, pod));
}

function describePod(world: World, pod: TenantPod): unknown {
  const { workload, owner } = pod;
  const container = workload.labels['app.kubernetes.io/component'] ?? 'main';
  const repository = pod.image.slice(0, pod.image.lastIndexOf(':'));
  return {
    metadata: {
      name: pod.name,
      namespace: workload.namespace,
      uid: drawGuid([workload.cluster, workload.namespace, pod.name]),
      labels: pod.labels,
      creationTimestamp: `${world.to}T05:00:00Z`,
      ...(owner
        ? {
            ownerReferences: [
              {
                apiVersion: owner.kind === 'Job' ? 'batch/v1' : 'apps/v1',
                kind: owner.kind,
                name: owner.name,
                uid: drawGuid([workload.cluster, workload.namespace, owner.name]),
                controller: true,
                blockOwnerDeletion: true,
              },
            ],
          }
        : {}),
    },
    spec: {
      nodeName: pod.node,
      containers: [
        {
          name: container,
          image: pod.image,
          resources: {
            requests: {
              cpu: `${Math.round(workload.cores * 1000)}m`,
              memory: `${Math.round(workload.ramGiB * 1024)}Mi`,
            },
          },
        },
      ],
    },
    status: {
      phase: 'Running',
      containerStatuses: [
        {
          name: container,
          ready: true,
          restartCount: 0,
          image: pod.image,
          imageID: `${repository}@${pod.digest}`,
          containerID: `containerd://${pod.digest.slice('sha256:'.length)}`,
          state: { running: { startedAt: `${world.to}T05:00:07Z` } },
        },
      ],
    },
  };
}

/** Nodes of a cluster as it is today. */
export function describeNodes(world: World, clusterName: string): readonly unknown[] {
  const cluster = findCluster(clusterName);
  const { nodes } = usageOf(world, clusterName, world.today);
  return cluster.pools.flatMap((pool) =>
    listNodeNames(pool.scaleSet, nodes.get(pool.name) ?? 0).map((name) => ({
      metadata: {
        name,
        uid: drawGuid([clusterName, name]),
        creationTimestamp: `${world.from}T08:00:00Z`,
        labels: {
          agentpool: pool.name,
          'kubernetes.azure.com/agentpool': pool.name,
          'kubernetes.azure.com/mode': pool.mode.toLowerCase(),
          'kubernetes.azure.com/node-image-version': NODE_IMAGE,
          'kubernetes.io/hostname': name,
          'kubernetes.io/os': 'linux',
          'node.kubernetes.io/instance-type': pool.size.name,
          'topology.kubernetes.io/region': cluster.location,
          ...(pool.spot ? { 'kubernetes.azure.com/scalesetpriority': 'spot' } : {}),
        },
      },
      spec: {
        providerID: `azure:///subscriptions/${cluster.subscriptionId}/resourceGroups/${cluster.nodeResourceGroup.toLowerCase()}/providers/Microsoft.Compute/virtualMachineScaleSets/${pool.scaleSet}/virtualMachines/0`,
      },
      status: {
        capacity: { cpu: String(pool.size.cores), memory: `${pool.size.ramGiB * 1024 * 1024}Ki` },
        conditions: [{ type: 'Ready', status: 'True' }],
        nodeInfo: { kubeletVersion: `v${cluster.kubernetesVersion}`, osImage: 'Ubuntu 22.04.5 LTS' },
      },
    })),
  );
}
