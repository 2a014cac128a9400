import { comply, doubt, type PostureCheck, violate } from '../check.ts';
import { valueOr } from '../property.ts';
import type { ClusterSubject } from '../subject.ts';

const COMMUNITY_SUPPORT = 'KubernetesOfficial';

/**
 * Kubernetes version against the versions that Azure supports in the cluster's region under its support plan.
 * An absent plan is the community's; without the list of versions nothing is known, since support ends by
 * date.
 */
export const supportedVersion: PostureCheck<ClusterSubject> = {
  id: 'supported-version',
  check({ cluster, supportedVersions }) {
    const version = valueOr(cluster.currentKubernetesVersion, '') || valueOr(cluster.kubernetesVersion, '');
    const minor = /^v?(\d+\.\d+)(\.|$)/.exec(version)?.[1];
    if (minor === undefined) return doubt('Azure names no Kubernetes version');
    if (supportedVersions === undefined || supportedVersions.length === 0) {
      return doubt(`${version}; the supported versions were not read`);
    }
    const plan = valueOr(cluster.supportPlan, COMMUNITY_SUPPORT);
    const support = supportedVersions.find((candidate) => candidate.minor === minor);
    if (support?.plans.some((candidate) => candidate.toLowerCase() === plan.toLowerCase())) {
      return comply(`${version} is supported (${plan})`);
    }
    const other = support?.plans[0];
    if (other !== undefined) return violate(`${version} is supported under ${other} only, not under ${plan}`);
    return violate(`${version} is not supported any more`);
  },
};
