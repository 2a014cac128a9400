import type { PostureCheck } from './check.ts';
import { authorizedIpRanges } from './cluster/authorizedIpRanges.ts';
import { azureRbac } from './cluster/azureRbac.ts';
import { controlPlaneAuditLogs } from './cluster/controlPlaneAuditLogs.ts';
import { defenderSensor } from './cluster/defenderSensor.ts';
import { entraIntegration } from './cluster/entraIntegration.ts';
import { imageCleaner } from './cluster/imageCleaner.ts';
import { keyVaultSecretsRotation } from './cluster/keyVaultSecretsRotation.ts';
import { localAccounts } from './cluster/localAccounts.ts';
import { networkPolicy } from './cluster/networkPolicy.ts';
import { nodeImageAge } from './cluster/nodeImageAge.ts';
import { nodeOsUpgradeChannel } from './cluster/nodeOsUpgradeChannel.ts';
import { nodeResourceGroupLock } from './cluster/nodeResourceGroupLock.ts';
import { policyAddon } from './cluster/policyAddon.ts';
import { privateCluster } from './cluster/privateCluster.ts';
import { runCommand } from './cluster/runCommand.ts';
import { supportedVersion } from './cluster/supportedVersion.ts';
import { upgradeChannel } from './cluster/upgradeChannel.ts';
import { workloadIdentity } from './cluster/workloadIdentity.ts';
import { adminUser } from './registry/adminUser.ts';
import { anonymousPull } from './registry/anonymousPull.ts';
import { perLandingZone } from './registry/perLandingZone.ts';
import { privateLink } from './registry/privateLink.ts';
import { publicAccess } from './registry/publicAccess.ts';
import { retention } from './registry/retention.ts';
import type { ClusterSubject, RegistrySubject, SubscriptionSubject, WorkloadSubject } from './subject.ts';
import { activityLogExport } from './subscription/activityLogExport.ts';
import { activityLogRetention } from './subscription/activityLogRetention.ts';
import { allowedLocations } from './subscription/allowedLocations.ts';
import { appArmor } from './workload/appArmor.ts';
import { hostNamespaces } from './workload/hostNamespaces.ts';
import { hostNetwork } from './workload/hostNetwork.ts';
import { hostPaths } from './workload/hostPaths.ts';
import { imageDigest } from './workload/imageDigest.ts';
import { latestTag } from './workload/latestTag.ts';
import { privileged } from './workload/privileged.ts';
import { readOnlyRoot } from './workload/readOnlyRoot.ts';
import { runAsRoot } from './workload/runAsRoot.ts';
import { seccomp } from './workload/seccomp.ts';
import { secretsInEnvironment } from './workload/secretsInEnvironment.ts';
import { untrustedRegistry } from './workload/untrustedRegistry.ts';

/** What is asked of a managed cluster. In order of their ids. */
export const CLUSTER_CHECKS: readonly PostureCheck<ClusterSubject>[] = [
  authorizedIpRanges,
  azureRbac,
  upgradeChannel,
  controlPlaneAuditLogs,
  defenderSensor,
  entraIntegration,
  imageCleaner,
  keyVaultSecretsRotation,
  localAccounts,
  networkPolicy,
  nodeImageAge,
  nodeOsUpgradeChannel,
  nodeResourceGroupLock,
  policyAddon,
  privateCluster,
  runCommand,
  supportedVersion,
  workloadIdentity,
];

/** What is asked of a container registry. In order of their ids. */
export const REGISTRY_CHECKS: readonly PostureCheck<RegistrySubject>[] = [
  adminUser,
  anonymousPull,
  perLandingZone,
  privateLink,
  publicAccess,
  retention,
];

/** What is asked of a subscription. In order of their ids. */
export const SUBSCRIPTION_CHECKS: readonly PostureCheck<SubscriptionSubject>[] = [
  activityLogExport,
  activityLogRetention,
  allowedLocations,
];

/** What is asked of a workload, by its pod template or one of its pods. In order of their ids. */
export const WORKLOAD_CHECKS: readonly PostureCheck<WorkloadSubject>[] = [
  appArmor,
  hostNamespaces,
  hostNetwork,
  hostPaths,
  imageDigest,
  latestTag,
  privileged,
  readOnlyRoot,
  runAsRoot,
  seccomp,
  secretsInEnvironment,
  untrustedRegistry,
];
