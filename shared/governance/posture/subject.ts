import type { ArmId } from '../../model/estate.ts';
import type {
  AssignmentExemption,
  DiagnosticSetting,
  LocationAssignment,
  ManagedCluster,
  RegistryResource,
  SupportedVersion,
} from '../../model/posture.ts';
import type { Day } from '../../model/time.ts';
import type { PodSpec } from './pod.ts';

/** What an organisation asks for beyond what Azure calls good or bad. */
export interface PostureSettings {
  /** Days after which a node image is old; Microsoft publishes one about every week. */
  readonly nodeImageDays: number;
  /** Days that the activity log has to be kept. */
  readonly activityLogDays: number;
  /** Patterns of registries that images may come from, such as `*.azurecr.io`; none means that all may. */
  readonly trustedRegistries: readonly string[];
}

/** What the checks of a cluster look at; what is undefined was not read. */
export interface ClusterSubject {
  readonly cluster: ManagedCluster;
  readonly diagnostics: readonly DiagnosticSetting[] | undefined;
  readonly supportedVersions: readonly SupportedVersion[] | undefined;
  readonly settings: PostureSettings;
  readonly day: Day;
}

/** What the checks of a registry look at; what is undefined was not read. */
export interface RegistrySubject {
  readonly registry: RegistryResource;
  /** Clusters that run images of it. */
  readonly pulledBy: readonly ArmId[] | undefined;
}

/** What the checks of a subscription look at; what is undefined was not read. */
export interface SubscriptionSubject {
  readonly subscriptionId: string;
  /** Management groups above it, as Resource Graph's `managementGroupAncestorsChain` tells. */
  readonly ancestors: readonly ArmId[];
  readonly diagnostics: readonly DiagnosticSetting[] | undefined;
  /** Days that the table AzureActivity is kept, archive included, by the workspace's id in lower case. */
  readonly activityLogDays: ReadonlyMap<string, number> | undefined;
  readonly locationAssignments: readonly LocationAssignment[] | undefined;
  readonly exemptions: readonly AssignmentExemption[];
  readonly settings: PostureSettings;
  readonly day: Day;
}

/** What the checks of a workload look at. */
export interface WorkloadSubject {
  readonly pod: PodSpec;
  readonly settings: Pick<PostureSettings, 'trustedRegistries'>;
}
