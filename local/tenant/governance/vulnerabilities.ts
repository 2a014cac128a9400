import { addDays, type Day } from '../../../shared/model/time.ts';
import { drawBetween, drawChance, drawGuid, drawHex, drawNumber, drawOne } from '../world/chance.ts';
import { PRODUCTION, REGISTRY } from '../world/clusters.ts';
import { imageOn } from '../world/pods.ts';
import { usageOf } from '../world/usage.ts';
import type { World } from '../world/world.ts';

/** One recommendation of the individual model: update one piece of software in one image. */
export interface ImageVulnerability {
  /** Key of the recommendation, a GUID. */
  readonly key: string;
  readonly subscriptionId: string;
  readonly repository: string;
  readonly digest: string;
  readonly software: Software;
  readonly installedVersion: string;
  readonly severity: 'Critical' | 'High' | 'Medium' | 'Low' | 'Unknown';
  readonly firstEvaluated: Day;
  /** The property that holds them is a JSON string, so they are kept as Azure writes them. */
  readonly cves: readonly Readonly<Record<string, unknown>>[];
}

interface Software {
  readonly name: string;
  readonly packageType: 'Language' | 'OS';
  readonly language: string;
  /** `''` while the vendor has none. */
  readonly fixedVersion: string;
  readonly severity: ImageVulnerability['severity'];
  readonly score: number | null;
}

const SOFTWARE: readonly [Software, ...Software[]] = [
  known('lodash', 'Language', 'javascript', '4.18.0', 'High', 7.5),
  known('openssl', 'OS', '', '3.0.19-1~deb12u2', 'Critical', 9.8),
  known('log4j-core', 'Language', 'java', '2.25.3', 'Critical', 10),
  known('glibc', 'OS', '', '', 'High', 7.8),
  known('zlib', 'OS', '', '', 'Medium', 6.5),
  known('requests', 'Language', 'python', '2.33.1', 'Medium', 5.6),
  known('golang.org/x/net', 'Language', 'go', '0.47.0', 'High', 7.5),
  known('busybox', 'OS', '', '', 'Unknown', null),
  known('System.Text.Json', 'Language', 'dotnet', '9.0.12', 'High', 7.5),
  known('curl', 'OS', '', '8.17.0-2', 'Low', 3.7),
];

/** A repository that nothing runs any more, and whose images nobody deleted. */
const ABANDONED = `${REGISTRY.loginServer}/tools/migrator`;
/** How often the images of a repository that were replaced are still in the registry. */
const KEPT_REPLACED = 0.1;

/**
 * Vulnerable software in the images of the registry: those that run today, some that were replaced, and some
 * that nobody runs at all. Images of other registries are not scanned.
 */
export function listImageVulnerabilities(world: World): readonly ImageVulnerability[] {
  const images = new Map([[`sha256:${drawHex([ABANDONED])}`, ABANDONED]]);
  for (const { name } of world.clusters) {
    for (const { workload } of usageOf(world, name, world.today).workloads) {
      if (!workload.repository.startsWith(REGISTRY.loginServer)) continue;
      const days = drawChance(KEPT_REPLACED, [world.seed, workload.repository, 'replaced'])
        ? [world.today, addDays(world.today, -workload.rolloutDays)]
        : [world.today];
      for (const day of days) images.set(imageOn(world, workload, day).digest, workload.repository);
    }
  }
  return [...images]
    .flatMap(([digest, repository]) =>
      SOFTWARE.filter(
        (software) => repository === ABANDONED || drawChance(0.05, [world.seed, repository, software.name]),
      ).map((software) => describeVulnerability(world, digest, repository, software)),
    )
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

function describeVulnerability(
  world: World,
  digest: string,
  repository: string,
  software: Software,
): ImageVulnerability {
  const key = [world.seed, repository, software.name];
  const count = 1 + (drawNumber([...key, 'count']) % 3);
  return {
    key: drawGuid([...key, digest]),
    subscriptionId: PRODUCTION,
    repository: repository.slice(REGISTRY.loginServer.length + 1),
    digest,
    software,
    installedVersion: `1.${drawNumber([...key, 'installed']) % 20}.3`,
    severity: software.severity,
    firstEvaluated: addDays(world.today, -1 - Math.floor(drawBetween(0, 60, [...key, 'seen']))),
    cves: Array.from({ length: count }, (_, index) => describeCve(software, index)),
  };
}

/** The exploit fields have two spellings in the wild, and whole repositories come without a CVSS score. */
function describeCve(software: Software, index: number): Readonly<Record<string, unknown>> {
  const number = 1000 + (drawNumber([software.name, index]) % 40_000);
  const published = index % 2 === 0;
  const exploit =
    index % 2 === 0
      ? { IsInExploitKit: software.name === 'log4j-core', IsPubliclyDisclosed: published, IsVerified: false }
      : { IsInExploitKit: false, ExploitStepsPublished: published, ExploitStepsVerified: false };
  return {
    CveId: `CVE-2026-${number}`,
    Severity: software.severity,
    Cvss:
      software.score === null && index > 0
        ? []
        : [{ Key: '3', Value: { Base: software.score, CvssVectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N' } }],
    FixStatus: software.fixedVersion
      ? 'FixAvailable'
      : drawOne(['NoFixAvailable', 'WillNotFix'], [software.name, index]),
    FixedVersion: software.fixedVersion,
    PublishedDate: '2026-06-01T00:00:00Z',
    ExploitabilityDetails: exploit,
  };
}

function known(
  name: string,
  packageType: Software['packageType'],
  language: string,
  fixedVersion: string,
  severity: Software['severity'],
  score: number | null,
): Software {
  return { name, packageType, language, fixedVersion, severity, score };
}
