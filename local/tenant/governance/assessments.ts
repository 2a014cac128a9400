import { addDays } from '../../../shared/model/time.ts';
import { drawGuid } from '../world/chance.ts';
import { DEVELOPMENT, PRODUCTION, REGISTRY, type TenantCluster } from '../world/clusters.ts';
import type { World } from '../world/world.ts';
import { type ImageVulnerability, listImageVulnerabilities } from './vulnerabilities.ts';

/** An assessment as Resource Graph has it; `resourceId` is what it hangs on. */
export interface TenantAssessment {
  readonly subscriptionId: string;
  readonly resourceId: string;
  readonly key: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A classic recommendation: key, title and severity from Defender's reference of recommendations. */
interface Recommendation {
  readonly key: string;
  readonly title: string;
  readonly severity: 'High' | 'Medium' | 'Low';
  readonly categories: readonly string[];
}

const DEFENDER_PROFILE: Recommendation = {
  key: '56a83a6e-c417-42ec-b567-1e6fcb3d09a9',
  title: 'Azure Kubernetes Service clusters should have Defender profile enabled',
  severity: 'High',
  categories: ['Compute'],
};
const RESTRICTED_ACCESS: Recommendation = {
  key: '1a2b5b4c-f80d-46e7-ac81-b51a9fb363de',
  title: 'Kubernetes API server should be configured with restricted access',
  severity: 'High',
  categories: ['Networking'],
};
const DIAGNOSTIC_LOGS: Recommendation = {
  key: 'bb318338-de6a-42ff-8428-8274c897d564',
  title: 'Diagnostic logs in Kubernetes services should be enabled',
  severity: 'Low',
  categories: ['Compute'],
};
const PRIVATE_LINK: Recommendation = {
  key: '13e7d036-6903-821c-6018-962938929bf0',
  title: 'Container registries should use private link',
  severity: 'Medium',
  categories: ['Networking'],
};

/** Every assessment of a subscription. */
export function listAssessments(world: World, subscriptionId: string): readonly TenantAssessment[] {
  const clusters = world.clusters.filter((cluster) => cluster.subscriptionId === subscriptionId);
  return [
    ...clusters.flatMap((cluster) => [...assessCluster(world, cluster), ...assessMachines(world, cluster)]),
    ...(subscriptionId === PRODUCTION
      ? [
          classic(world, REGISTRY.id, PRIVATE_LINK, 'Unhealthy'),
          ...listImageVulnerabilities(world).map((vulnerability) => individual(vulnerability)),
          exposedSecret(world),
        ]
      : []),
  ];
}

function assessCluster(world: World, cluster: TenantCluster): readonly TenantAssessment[] {
  const sensor = cluster.defenderSensor ? 'Healthy' : 'Unhealthy';
  return [
    classic(world, cluster.id, DEFENDER_PROFILE, sensor),
    classic(
      world,
      cluster.id,
      RESTRICTED_ACCESS,
      cluster.name === 'aks-payments-prod' ? 'Healthy' : 'Unhealthy',
    ),
    classic(
      world,
      cluster.id,
      DIAGNOSTIC_LOGS,
      cluster.subscriptionId === DEVELOPMENT ? 'Exempt' : 'Unhealthy',
    ),
  ];
}

/** An exempt resource is not healthy: it is not applicable, with the cause `Exempt`. */
function classic(
  world: World,
  resourceId: string,
  recommendation: Recommendation,
  state: 'Healthy' | 'Unhealthy' | 'Exempt',
): TenantAssessment {
  const since = `${addDays(world.today, -40)}T06:12:31.0000000Z`;
  return {
    subscriptionId: /\/subscriptions\/([^/]+)/.exec(resourceId)?.[1] ?? '',
    resourceId,
    key: recommendation.key,
    properties: {
      displayName: recommendation.title,
      status: {
        code: state === 'Exempt' ? 'NotApplicable' : state,
        ...(state === 'Exempt' ? { cause: 'Exempt', description: 'Accepted for development' } : {}),
        firstEvaluationDate: since,
        statusChangeDate: since,
      },
      resourceDetails: { Source: 'Azure', Id: resourceId },
      additionalData: {},
      metadata: {
        displayName: recommendation.title,
        assessmentType: 'BuiltIn',
        severity: recommendation.severity,
        categories: recommendation.categories,
        userImpact: 'Low',
        implementationEffort: 'Moderate',
      },
      links: { azurePortal: portalLink(recommendation.key, resourceId) },
    },
  };
}

/** What the sisters of `SoftwareUpdate` say of a cluster and of the machines of its last pool. */
function assessMachines(world: World, cluster: TenantCluster): readonly TenantAssessment[] {
  if (cluster.tier === 'Standard') return [];
  const scaleSet = cluster.pools.at(-1)?.scaleSet ?? '';
  const machines = `/subscriptions/${cluster.subscriptionId}/resourceGroups/${cluster.nodeResourceGroup}/providers/Microsoft.Compute/virtualMachineScaleSets/${scaleSet}`;
  return [
    sister(world, cluster.id, 'ServiceUpgrade', 'Update the node image', 'Medium'),
    sister(world, machines, 'HostMisconfigurations', 'Core dumps are not restricted', 'Low'),
  ];
}

function exposedSecret(world: World): TenantAssessment {
  const [vulnerability] = listImageVulnerabilities(world);
  const { repository = '', digest = '' } = vulnerability ?? {};
  const imageId = `${REGISTRY.id}/repositories-${repository.replaceAll('/', '-')}-images-${digest}`;
  const { properties, ...rest } = sister(world, REGISTRY.id, 'ExposedSecrets', 'SSH private key', 'High');
  const about = { Source: 'Azure', Id: imageId, ResourceType: '.containerimage', ResourceName: repository };
  return { ...rest, properties: { ...properties, resourceDetails: about } };
}

/** An individual recommendation of another category than `SoftwareUpdate`. */
function sister(
  world: World,
  resourceId: string,
  recommendationCategory: string,
  displayName: string,
  severity: Recommendation['severity'],
): TenantAssessment {
  const key = drawGuid([world.seed, resourceId, displayName]);
  const recommendation = { key, title: displayName, severity, categories: ['Compute'] };
  const { properties, ...rest } = classic(world, resourceId, recommendation, 'Unhealthy');
  const metadata = { ...(properties.metadata as object), recommendationCategory };
  return { ...rest, properties: { ...properties, metadata } };
}

function individual(vulnerability: ImageVulnerability): TenantAssessment {
  const { software, repository, digest, key } = vulnerability;
  const since = `${vulnerability.firstEvaluated}T02:40:00.0000000Z`;
  const imageId = `${REGISTRY.id}/repositories-${repository.replaceAll('/', '-')}-images-${digest}`;
  const scores = vulnerability.severity === 'Unknown' ? {} : { MaxCvssScore: String(software.score) };
  return {
    subscriptionId: vulnerability.subscriptionId,
    resourceId: REGISTRY.id,
    key,
    properties: {
      displayName: `Update ${software.name}`,
      status: { code: 'Unhealthy', firstEvaluationDate: since, statusChangeDate: since },
      resourceDetails: {
        Source: 'Azure',
        Id: imageId,
        ResourceType: '.containerimage',
        ResourceName: repository,
      },
      metadata: {
        displayName: `Update ${software.name}`,
        assessmentType: 'BuiltIn',
        severity: vulnerability.severity === 'Critical' ? 'High' : vulnerability.severity,
        recommendationCategory: 'SoftwareUpdate',
      },
      additionalData: {
        SoftwareName: software.name,
        Language: software.language,
        PackageType: software.packageType,
        FixedVersion: software.fixedVersion,
        ...scores,
        CvesDetails: JSON.stringify(vulnerability.cves),
        ScannersDetails: JSON.stringify({
          mdvm: { DetectedSoftwareVersions: [vulnerability.installedVersion] },
        }),
      },
      resourceAdditionalData: JSON.stringify({
        Digest: digest,
        RepositoryDetails: { RepositoryName: repository, LastPushedToRegistryUTC: since },
      }),
      links: { azurePortal: portalLink(key, imageId) },
    },
  };
}

function portalLink(key: string, resourceId: string): string {
  return `portal.azure.com/#blade/Microsoft_Azure_Security/RecommendationsBlade/assessmentKey/${key}/resourceId/${encodeURIComponent(resourceId)}`;
}
