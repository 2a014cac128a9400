import { drawBetween, drawNumber, drawOne } from './chance.ts';
import { REGISTRY } from './clusters.ts';
import type { Purpose, TenantNamespace } from './namespaces.ts';

export type WorkloadKind = 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'CronJob' | 'Pod';

export interface TenantWorkload {
  readonly cluster: string;
  readonly namespace: string;
  readonly kind: WorkloadKind;
  readonly name: string;
  /** Node pool it runs on; a DaemonSet runs on all of them. */
  readonly pool: string;
  /** Labels of its pods, as written. */
  readonly labels: Readonly<Record<string, string>>;
  readonly replicas: number;
  /** Requests of one replica. */
  readonly cores: number;
  readonly ramGiB: number;
  readonly gpus: number;
  /** Usage over request, from 0 to 1. */
  readonly efficiency: number;
  /** Size of each replica's volume, 0 without one. */
  readonly diskGiB: number;
  readonly loadBalancer: boolean;
  /** Traffic to the internet in a day. */
  readonly egressGiB: number;
  /** Repository with its registry, without a tag. */
  readonly repository: string;
  /** Days between rollouts. */
  readonly rolloutDays: number;
}

interface Role {
  readonly name: string;
  readonly kind: WorkloadKind;
  readonly diskGiB?: number;
  readonly image?: string;
  readonly egress?: number;
  readonly loadBalancer?: boolean;
}

const WEB: readonly Role[] = [
  { name: 'api', kind: 'Deployment', egress: 6 },
  { name: 'web', kind: 'Deployment', egress: 12 },
  { name: 'worker', kind: 'Deployment' },
  { name: 'cache', kind: 'StatefulSet', diskGiB: 32, image: 'docker.io/library/redis' },
  { name: 'events', kind: 'Deployment' },
  { name: 'cleanup', kind: 'CronJob' },
  { name: 'admin', kind: 'Deployment' },
];
const STATELESS: readonly Role[] = WEB.filter((role) => role.kind === 'Deployment');
const DATA: readonly Role[] = [
  { name: 'store', kind: 'StatefulSet', diskGiB: 128 },
  { name: 'api', kind: 'Deployment', egress: 3 },
  { name: 'indexer', kind: 'Deployment' },
  { name: 'trainer', kind: 'CronJob' },
  { name: 'queue', kind: 'StatefulSet', diskGiB: 64 },
  { name: 'exporter', kind: 'Deployment' },
  { name: 'compactor', kind: 'CronJob' },
];
const BATCH: readonly Role[] = [
  { name: 'scheduler', kind: 'Deployment' },
  { name: 'runner', kind: 'Deployment' },
  { name: 'nightly', kind: 'CronJob' },
  { name: 'hourly', kind: 'CronJob' },
  { name: 'state', kind: 'StatefulSet', diskGiB: 64 },
  { name: 'loader', kind: 'Deployment' },
  { name: 'archive', kind: 'CronJob' },
  { name: 'report', kind: 'CronJob' },
];
const SANDBOX: readonly Role[] = [
  { name: 'debug-shell', kind: 'Pod', image: 'docker.io/library/ubuntu' },
  { name: 'demo', kind: 'Deployment', egress: 1 },
  { name: 'scratch-db', kind: 'StatefulSet', diskGiB: 32, image: 'docker.io/library/postgres' },
  { name: 'prototype', kind: 'Deployment' },
];
const ROLES: Readonly<Record<Exclude<Purpose, 'system'>, readonly Role[]>> = {
  service: WEB,
  data: DATA,
  batch: BATCH,
  sandbox: SANDBOX,
};
const SYSTEM_ROLES: Readonly<Record<string, readonly Role[]>> = {
  'kube-system': [
    { name: 'coredns', kind: 'Deployment', image: 'mcr.microsoft.com/oss/kubernetes/coredns' },
    { name: 'metrics-server', kind: 'Deployment', image: 'mcr.microsoft.com/oss/kubernetes/metrics-server' },
    {
      name: 'azure-policy',
      kind: 'Deployment',
      image: 'mcr.microsoft.com/azure-policy/policy-kubernetes-addon',
    },
    {
      name: 'konnectivity-agent',
      kind: 'Deployment',
      image: 'mcr.microsoft.com/oss/kubernetes/konnectivity',
    },
    {
      name: 'csi-azuredisk-node',
      kind: 'DaemonSet',
      image: 'mcr.microsoft.com/oss/kubernetes-csi/azuredisk-csi',
    },
    { name: 'ama-logs', kind: 'DaemonSet', image: 'mcr.microsoft.com/azuremonitor/containerinsights' },
  ],
  'gatekeeper-system': [
    {
      name: 'gatekeeper-audit',
      kind: 'Deployment',
      image: 'mcr.microsoft.com/oss/open-policy-agent/gatekeeper',
    },
    {
      name: 'gatekeeper-controller',
      kind: 'Deployment',
      image: 'mcr.microsoft.com/oss/open-policy-agent/gatekeeper',
    },
  ],
  'ingress-nginx': [
    {
      name: 'ingress-nginx-controller',
      kind: 'Deployment',
      image: 'registry.k8s.io/ingress-nginx/controller',
      loadBalancer: true,
      egress: 40,
    },
    { name: 'default-backend', kind: 'Deployment', image: 'registry.k8s.io/defaultbackend' },
  ],
  monitoring: [
    { name: 'prometheus', kind: 'StatefulSet', diskGiB: 256, image: 'quay.io/prometheus/prometheus' },
    { name: 'grafana', kind: 'Deployment', image: 'docker.io/grafana/grafana' },
    { name: 'node-exporter', kind: 'DaemonSet', image: 'quay.io/prometheus/node-exporter' },
    { name: 'alertmanager', kind: 'StatefulSet', diskGiB: 32, image: 'quay.io/prometheus/alertmanager' },
  ],
  opencost: [{ name: 'opencost', kind: 'Deployment', image: 'ghcr.io/opencost/opencost' }],
  kubecost: [{ name: 'kubecost-cost-analyzer', kind: 'Deployment', image: 'gcr.io/kubecost1/cost-model' }],
};

/** What runs in a namespace. */
export function listWorkloads(seed: number, namespace: TenantNamespace): readonly TenantWorkload[] {
  const roles =
    namespace.purpose === 'system'
      ? (SYSTEM_ROLES[namespace.name] ?? [])
      : namespace.doublesFrom
        ? STATELESS
        : ROLES[namespace.purpose];
  return roles.slice(0, namespace.workloads).map((role) => buildWorkload(seed, namespace, role));
}

function buildWorkload(seed: number, namespace: TenantNamespace, role: Role): TenantWorkload {
  const system = namespace.purpose === 'system';
  const name = system || namespace.purpose === 'sandbox' ? role.name : `${namespace.name}-${role.name}`;
  const key = [seed, namespace.cluster, namespace.name, name];
  const busy = namespace.cluster === 'aks-devtest' ? 0.5 : 1;
  const stateful = role.kind === 'StatefulSet';
  const labels: Record<string, string> = {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/component': role.name,
    ...namespace.workloadLabel,
  };
  return {
    cluster: namespace.cluster,
    namespace: namespace.name,
    kind: role.kind,
    name,
    pool: choosePool(namespace, role),
    gpus: usesGpu(namespace, role) ? 1 : 0,
    labels,
    replicas: replicasOf(role, busy, key),
    cores: system
      ? drawOne([0.05, 0.1, 0.2], [...key, 'cores'])
      : drawOne([0.25, 0.25, 0.5, 0.5, 1], [...key, 'cores']) * (stateful ? 1.5 : 1),
    ramGiB: system
      ? drawOne([0.125, 0.25, 0.5], [...key, 'ram'])
      : drawOne([0.5, 1, 1, 2, 3], [...key, 'ram']) * (stateful ? 1.5 : 1),
    efficiency: drawBetween(0.15, 0.92, [...key, 'efficiency']),
    diskGiB: role.diskGiB ?? 0,
    loadBalancer: role.loadBalancer ?? false,
    egressGiB: (role.egress ?? 0) * busy * drawBetween(0.5, 1.5, [...key, 'egress']),
    repository: role.image ?? `${REGISTRY.loginServer}/${imageOwner(namespace)}/${role.name}`,
    rolloutDays: 3 + (drawNumber([...key, 'rollout']) % 12),
  };
}

function replicasOf(role: Role, busy: number, key: readonly (string | number)[]): number {
  if (role.kind === 'Pod' || role.kind === 'CronJob') return 1;
  if (role.kind === 'StatefulSet') return busy < 1 ? 1 : drawOne([1, 2, 3], [...key, 'replicas']);
  return busy < 1 ? drawOne([1, 1, 2], [...key, 'replicas']) : drawOne([2, 2, 3, 4], [...key, 'replicas']);
}

/** The same code runs in development and production, so both use one repository. */
function imageOwner(namespace: TenantNamespace): string {
  const name = namespace.name.replace(/^(dev|test)-/, '');
  return name.split('-')[0] ?? name;
}

/** Two teams train models on the shared cluster. */
function usesGpu(namespace: TenantNamespace, role: Role): boolean {
  return role.name === 'trainer' && ['fraud-models', 'lending-scoring'].includes(namespace.name);
}

function choosePool(namespace: TenantNamespace, role: Role): string {
  if (usesGpu(namespace, role)) return 'gpu';
  if (namespace.purpose === 'system') return 'system';
  if (namespace.cluster === 'aks-payments-prod') return 'secure';
  if (namespace.cluster === 'aks-devtest') return role.kind === 'StatefulSet' ? 'system' : 'spot';
  return namespace.purpose === 'batch' && role.kind !== 'StatefulSet' ? 'batch' : 'general';
}
