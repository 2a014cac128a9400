/**
 * An API server on loopback with a cluster of many pods, for `bench/metering.ts`: `node bench/meteredServer.ts PODS`.
 * Prints one line of JSON with its address and authority, and serves until it is ended.
 */
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { makeCertificate } from '../local/tenant/certificate.ts';

const GIB = 1024 ** 3;
const PODS_A_NODE = 30;
const REPLICAS = 4;
const NAMESPACES = 200;
const POOLS = ['system', 'general', 'memory', 'batch', 'gpu'] as const;

const count = Number(process.argv[2] ?? 5000);
const indexes = (length: number): number[] => Array.from({ length }, (_, index) => index);
const poolOf = (workload: number): string => POOLS[workload % POOLS.length] ?? 'system';
const nodeOf = (pod: number): string =>
  `aks-${poolOf(Math.floor(pod / REPLICAS))}-12345678-vmss${Math.floor(pod / PODS_A_NODE / POOLS.length)
    .toString(36)
    .padStart(6, '0')}`;
const nodeNames = [...new Set(indexes(count).map(nodeOf))].sort();
const stamp = '2026-11-20T08:00:00Z';

function namesOf(pod: number) {
  const workload = Math.floor(pod / REPLICAS);
  const namespace = `team-${String(workload % NAMESPACES).padStart(3, '0')}`;
  const hash = (1_000_000 + workload * 7919).toString(36).replaceAll(/[aeiou01l3]/g, 'x');
  const replicaSet = `service-${workload}-${hash}`;
  return { workload, namespace, hash, replicaSet, name: `${replicaSet}-${String(pod).padStart(5, 'b')}` };
}

/** With what a real answer carries beside what is read: managed fields, probes, conditions, environment, statuses. */
function describePod(pod: number): unknown {
  const { workload, namespace, hash, replicaSet, name } = namesOf(pod);
  const node = nodeOf(pod);
  const isStateful = workload % 10 === 0;
  const containers = ['app', 'istio-proxy'].map((container) => ({
    name: container,
    image: `contoso.azurecr.io/${namespace}/${container}:1.4.${workload % 40}`,
    ports: [{ containerPort: 8080, protocol: 'TCP' }],
    env: indexes(8).map((index) => ({ name: `SETTING_${index}`, value: `value-${workload}-${index}` })),
    resources: {
      requests: { cpu: `${100 + (workload % 9) * 50}m`, memory: `${256 + (workload % 7) * 128}Mi` },
      limits: { cpu: '2', memory: '2Gi' },
    },
    volumeMounts: [
      { name: 'kube-api-access', readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' },
    ],
    livenessProbe: { httpGet: { path: '/live', port: 8080, scheme: 'HTTP' }, periodSeconds: 10 },
    readinessProbe: { httpGet: { path: '/ready', port: 8080, scheme: 'HTTP' }, periodSeconds: 10 },
    terminationMessagePath: '/dev/termination-log',
    imagePullPolicy: 'IfNotPresent',
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
  }));
  return {
    metadata: {
      name,
      generateName: `${replicaSet}-`,
      namespace,
      uid: `00000000-0000-4000-8000-${String(pod).padStart(12, '0')}`,
      resourceVersion: String(90_000_000 + pod),
      creationTimestamp: stamp,
      labels: {
        'app.kubernetes.io/name': `service-${workload}`,
        'app.kubernetes.io/part-of': namespace,
        team: `team-${workload % 40}`,
        'pod-template-hash': hash,
      },
      annotations: {
        'prometheus.io/scrape': 'true',
        'checksum/config': 'c3ab8ff13720e8ad9047dd39466b3c8974e592c2fa383d4a3960714caef0c4f2',
      },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: replicaSet,
          uid: `00000000-0000-4000-9000-${String(workload).padStart(12, '0')}`,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
      managedFields: ['kube-controller-manager', 'kubelet'].map((manager) => ({
        manager,
        operation: 'Update',
        apiVersion: 'v1',
        time: stamp,
        fieldsType: 'FieldsV1',
        fieldsV1: {
          'f:metadata': { 'f:labels': { '.': {}, 'f:team': {}, 'f:pod-template-hash': {} } },
          'f:spec': { 'f:containers': { 'k:{"name":"app"}': { '.': {}, 'f:env': {}, 'f:image': {} } } },
        },
      })),
    },
    spec: {
      volumes: [
        {
          name: 'kube-api-access',
          projected: {
            sources: [{ serviceAccountToken: { expirationSeconds: 3607, path: 'token' } }],
            defaultMode: 420,
          },
        },
        ...(isStateful ? [{ name: 'data', persistentVolumeClaim: { claimName: `data-${name}` } }] : []),
      ],
      initContainers: [
        {
          name: 'istio-init',
          image: 'contoso.azurecr.io/istio/proxyv2:1.24',
          resources: { requests: { cpu: '10m', memory: '40Mi' } },
        },
      ],
      containers,
      restartPolicy: 'Always',
      serviceAccountName: 'default',
      nodeName: node,
      tolerations: ['not-ready', 'unreachable'].map((taint) => ({
        key: `node.kubernetes.io/${taint}`,
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: 300,
      })),
    },
    status: {
      phase: 'Running',
      conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
        type,
        status: 'True',
        lastProbeTime: null,
        lastTransitionTime: stamp,
      })),
      hostIP: '10.224.0.4',
      podIP: '10.244.1.7',
      startTime: stamp,
      containerStatuses: containers.map(({ name: container, image }) => ({
        name: container,
        state: { running: { startedAt: stamp } },
        lastState: {},
        ready: true,
        restartCount: 0,
        image,
        imageID: `${image}@sha256:${'ab'.repeat(32)}`,
        containerID: `containerd://${'cd'.repeat(32)}`,
        started: true,
      })),
      qosClass: 'Burstable',
    },
  };
}

function describeMetrics(pod: number): unknown {
  const { namespace, name, workload } = namesOf(pod);
  return {
    metadata: { name, namespace, creationTimestamp: stamp, labels: { team: `team-${workload % 40}` } },
    timestamp: stamp,
    window: '15s',
    containers: ['app', 'istio-proxy'].map((container, index) => ({
      name: container,
      usage: { cpu: `${12_345_678 + pod * 1000 + index}n`, memory: `${(200 + (pod % 300)) * 1024}Ki` },
    })),
  };
}

function describeNode(name: string): unknown {
  const pool = /^aks-(\w+)-/.exec(name)?.[1] ?? '';
  const size = { cpu: '15740m', memory: `${58 * 1024 * 1024}Ki`, pods: '110' };
  return {
    metadata: {
      name,
      labels: { agentpool: pool, 'node.kubernetes.io/instance-type': 'Standard_D16s_v5' },
    },
    spec: { providerID: `azure:///${name}` },
    status: {
      capacity: { ...size, cpu: '16', memory: `${64 * 1024 * 1024}Ki` },
      allocatable: size,
      images: indexes(50).map((index) => ({
        names: [`contoso.azurecr.io/image-${index}@sha256:${'ef'.repeat(32)}`],
        sizeBytes: GIB,
      })),
    },
  };
}

const stateful = indexes(count).filter((pod) => Math.floor(pod / REPLICAS) % 10 === 0);

function describeClaim(pod: number): unknown {
  const { namespace, name } = namesOf(pod);
  return {
    metadata: { name: `data-${name}`, namespace },
    spec: { volumeName: `pvc-${pod}`, storageClassName: 'managed-csi' },
    status: { phase: 'Bound', capacity: { storage: '32Gi' } },
  };
}

function describeVolume(pod: number): unknown {
  const { namespace, name } = namesOf(pod);
  return {
    metadata: { name: `pvc-${pod}` },
    spec: {
      capacity: { storage: '32Gi' },
      storageClassName: 'managed-csi',
      claimRef: { kind: 'PersistentVolumeClaim', namespace, name: `data-${name}` },
      csi: {
        driver: 'disk.csi.azure.com',
        volumeHandle: `/subscriptions/s/resourceGroups/mc_bench/providers/Microsoft.Compute/disks/pvc-${pod}`,
      },
    },
  };
}

function describeService(index: number): unknown {
  return {
    metadata: { name: `service-${index}`, namespace: `team-${String(index % NAMESPACES).padStart(3, '0')}` },
    spec: { type: index % 50 === 0 ? 'LoadBalancer' : 'ClusterIP', clusterIP: '10.0.0.1' },
  };
}

function describeNamespace(index: number): unknown {
  return {
    metadata: { name: `team-${String(index).padStart(3, '0')}`, labels: { team: `team-${index % 40}` } },
  };
}

/** Items as text, written once: answering is not what is measured. */
const write = <T>(keys: readonly T[], describe: (key: T) => unknown): string[] =>
  keys.map((key) => JSON.stringify(describe(key)));
const lists: Readonly<Record<string, { readonly kind: string; readonly items: readonly string[] }>> = {
  '/api/v1/pods': { kind: 'PodList', items: write(indexes(count), describePod) },
  '/api/v1/nodes': { kind: 'NodeList', items: write(nodeNames, describeNode) },
  '/api/v1/persistentvolumeclaims': {
    kind: 'PersistentVolumeClaimList',
    items: write(stateful, describeClaim),
  },
  '/api/v1/persistentvolumes': { kind: 'PersistentVolumeList', items: write(stateful, describeVolume) },
  '/api/v1/services': {
    kind: 'ServiceList',
    items: write(indexes(Math.ceil(count / REPLICAS)), describeService),
  },
  '/api/v1/namespaces': { kind: 'NamespaceList', items: write(indexes(NAMESPACES), describeNamespace) },
  '/apis/metrics.k8s.io/v1beta1/pods': {
    kind: 'PodMetricsList',
    items: write(indexes(count), describeMetrics),
  },
};

const certificate = await makeCertificate();
const server = createServer(certificate, (request, response) => {
  const url = new URL(request.url ?? '/', 'https://127.0.0.1');
  const list = lists[url.pathname];
  response.setHeader('content-type', 'application/json');
  if (list === undefined) {
    response.writeHead(404).end('{"kind":"Status","status":"Failure","message":"not found","code":404}');
    return;
  }
  // metrics-server knows no pages.
  const limit = url.pathname.startsWith('/apis/') ? 0 : Number(url.searchParams.get('limit') ?? 0);
  const from = Number(url.searchParams.get('continue') ?? 0);
  const to = limit === 0 ? list.items.length : Math.min(list.items.length, from + limit);
  const next = to < list.items.length ? `,"continue":"${to}"` : '';
  const items = list.items.slice(from, to).join(',');
  response.end(
    `{"kind":"${list.kind}","apiVersion":"v1","metadata":{"resourceVersion":"1"${next}},"items":[${items}]}`,
  );
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ url: `https://127.0.0.1:${port}`, ca: certificate.cert }));
});
