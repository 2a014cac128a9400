import { describeHardening } from '../governance/hardening.ts';
import { drawBetween, drawGuid } from '../world/chance.ts';
import { findCluster } from '../world/clusters.ts';
import { listNodeNames, listPods, type TenantPod } from '../world/pods.ts';
import { usageOf } from '../world/usage.ts';
import { namespacesOn, type World } from '../world/world.ts';
import { claimName } from './kubernetesStorage.ts';
import { nodeImageOf } from './managedClusters.ts';

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
  const counts = new Map<TenantPod['workload'], number>();
  return listPods(world, cluster, world.today).map((pod) => {
    const index = counts.get(pod.workload) ?? 0;
    counts.set(pod.workload, index + 1);
    return describePod(world, pod, index);
  });
}

/** What metrics-server measures of each pod; it knows no pages and answers them all at once. */
export function describePodMetrics(world: World, cluster: string): readonly unknown[] {
  return listPods(world, cluster, world.today).map(({ name, labels, workload }) => {
    const load = workload.efficiency * drawBetween(0.9, 1.1, [world.seed, cluster, name, 'load']);
    return {
      metadata: {
        name,
        namespace: workload.namespace,
        labels,
        creationTimestamp: `${world.today}T11:59:42Z`,
      },
      timestamp: `${world.today}T11:59:30Z`,
      window: '15.021s',
      containers: [
        {
          name: containerOf(workload),
          usage: {
            cpu: `${Math.round(workload.cores * load * 1e9)}n`,
            memory: `${Math.round(workload.ramGiB * Math.min(1, load * 1.15) * 1024 * 1024)}Ki`,
          },
        },
      ],
    };
  });
}

/** Services of a cluster: one for each Deployment and StatefulSet, some of them load balancers. */
export function describeServices(world: World, cluster: string): readonly unknown[] {
  return usageOf(world, cluster, world.today)
    .workloads.filter(({ workload }) => workload.kind === 'Deployment' || workload.kind === 'StatefulSet')
    .map(({ workload }) => ({
      metadata: { name: workload.name, namespace: workload.namespace, labels: workload.labels },
      spec: {
        type: workload.loadBalancer ? 'LoadBalancer' : 'ClusterIP',
        selector: workload.labels,
        ports: [{ port: 80, targetPort: 8080, protocol: 'TCP' }],
      },
      status: { loadBalancer: workload.loadBalancer ? { ingress: [{ ip: '20.50.2.40' }] } : {} },
    }));
}

function listClaims({ diskGiB, name }: TenantPod['workload'], index: number): readonly unknown[] {
  return diskGiB > 0 ? [{ name: 'data', persistentVolumeClaim: { claimName: claimName(name, index) } }] : [];
}

/** As the device plugin writes it, where there is one. */
function gpuQuantity(count: number): Readonly<Record<string, string>> {
  return count > 0 ? { 'nvidia.com/gpu': String(count) } : {};
}

function containerOf(workload: TenantPod['workload']): string {
  return workload.labels['app.kubernetes.io/component'] ?? 'main';
}

function describePod(world: World, pod: TenantPod, index: number): unknown {
  const { workload, owner } = pod;
  const container = containerOf(workload);
  const repository = pod.image.slice(0, pod.image.lastIndexOf(':'));
  const hardening = describeHardening(world, pod);
  const volumes = [...listClaims(workload, index), ...hardening.volumes];
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
      ...hardening.pod,
      ...(volumes.length > 0 && { volumes }),
      containers: [
        {
          name: container,
          image: hardening.pinned ? `${pod.image}@${pod.digest}` : pod.image,
          ...hardening.container,
          resources: {
            requests: {
              cpu: `${Math.round(workload.cores * 1000)}m`,
              memory: `${Math.round(workload.ramGiB * 1024)}Mi`,
              ...gpuQuantity(workload.gpus),
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
          'kubernetes.azure.com/node-image-version': nodeImageOf(pool),
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
        capacity: {
          cpu: String(pool.size.cores),
          memory: `${pool.size.ramGiB * 1024 * 1024}Ki`,
          ...gpuQuantity(pool.size.gpus),
          pods: '110',
        },
        allocatable: {
          cpu: `${pool.size.cores * 1000 - 140}m`,
          memory: `${Math.round(pool.size.ramGiB * 0.89 * 1024 * 1024)}Ki`,
          ...gpuQuantity(pool.size.gpus),
          pods: '110',
        },
        conditions: [{ type: 'Ready', status: 'True' }],
        nodeInfo: { kubeletVersion: `v${cluster.kubernetesVersion}`, osImage: 'Ubuntu 22.04.5 LTS' },
      },
    })),
  );
}
