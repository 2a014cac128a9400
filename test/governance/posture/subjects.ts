import { parseManagedCluster } from '../../../shared/governance/posture/managedCluster.ts';
import { type PodSpec, parsePodSpec } from '../../../shared/governance/posture/pod.ts';
import { parseRegistryResource } from '../../../shared/governance/posture/registryResource.ts';
import type {
  ClusterSubject,
  PostureSettings,
  RegistrySubject,
  SubscriptionSubject,
  WorkloadSubject,
} from '../../../shared/governance/posture/subject.ts';
import type { ManagedCluster, RegistryResource } from '../../../shared/model/posture.ts';

export const SETTINGS: PostureSettings = {
  nodeImageDays: 30,
  activityLogDays: 365,
  trustedRegistries: ['contoso.azurecr.io', 'mcr.microsoft.com'],
};
export const CLUSTER_ID =
  '/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/aks/providers/Microsoft.ContainerService/managedClusters/prod';
export const ROOT_GROUP = '/providers/Microsoft.Management/managementGroups/root';
const REGISTRY_ID =
  '/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/images/providers/Microsoft.ContainerRegistry/registries/contoso';

export function managedCluster(properties: unknown): ManagedCluster {
  return required(parseManagedCluster({ id: CLUSTER_ID, name: 'prod', properties }));
}

export function clusterSubject(properties: unknown, more: Partial<ClusterSubject> = {}): ClusterSubject {
  return {
    cluster: managedCluster(properties),
    diagnostics: undefined,
    supportedVersions: undefined,
    settings: SETTINGS,
    day: '2026-11-20',
    ...more,
  };
}

export function registrySubject(resource: object, more: Partial<RegistrySubject> = {}): RegistrySubject {
  const registry: RegistryResource = required(parseRegistryResource({ id: REGISTRY_ID, ...resource }));
  return { registry, pulledBy: undefined, ...more };
}

export function subscriptionSubject(more: Partial<SubscriptionSubject> = {}): SubscriptionSubject {
  return {
    subscriptionId: '11111111-1111-4111-8111-111111111111',
    ancestors: [ROOT_GROUP],
    diagnostics: undefined,
    activityLogDays: undefined,
    locationAssignments: undefined,
    exemptions: [],
    settings: SETTINGS,
    day: '2026-11-20',
    ...more,
  };
}

export function workloadSubject(spec: object, settings = SETTINGS, metadata: object = {}): WorkloadSubject {
  const pod: PodSpec = required(
    parsePodSpec({
      metadata,
      spec: { containers: [{ name: 'api', image: 'contoso.azurecr.io/api:1' }], ...spec },
    }),
  );
  return { pod, settings };
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the twin is not what the parser reads');
  return value;
}
