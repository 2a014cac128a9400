import type { ArmId, Cluster, Inventory } from '../model/estate.ts';
import { parseArmId } from '../model/estate.ts';
import { type Assessment, MATCH_QUALITIES, type MatchQuality } from '../model/governance.ts';
import { addToGroup } from './grouping.ts';
import type { GovernanceInput } from './input.ts';
import { placeWorkload, type WorkloadPlace } from './workload.ts';

/** The image that an assessment is about. */
export interface AssessedImage {
  /** The registry's resource id, `''` when the image is in none of Azure's. */
  readonly registryId: ArmId;
  readonly repository: string;
  readonly digest: string;
  /** Of the index that lists the image, `''` when it is not told. */
  readonly indexDigest: string;
  readonly tags: readonly string[];
}

/** A workload that runs an image. */
export interface RunningPlace {
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly workload: WorkloadPlace;
}

/** A workload that runs an image, and how surely. */
export interface Runner {
  readonly place: RunningPlace;
  readonly quality: MatchQuality;
}

/** Who runs an image. */
export interface ImageMatch {
  /** Each workload once. */
  readonly runners: readonly Runner[];
  /** True when nobody is known to run this image, but somebody runs another of its repository. */
  readonly otherDigestRuns: boolean;
}

interface Use extends RunningPlace {
  /** Login server, `''` when the reference names none. */
  readonly host: string;
  readonly tag: string;
  /** As the kubelet tells it, else as the pod pins it; `''` when neither does. */
  readonly digest: string;
  /** As the pod pins it where the kubelet tells another: the digest of an index. */
  readonly pinned: string;
}

/** Finds who runs an assessed image in the clusters that were read. */
export interface ImageIndex {
  readonly byDigest: ReadonlyMap<string, readonly Use[]>;
  readonly byRepository: ReadonlyMap<string, readonly Use[]>;
  readonly loginServers: ReadonlyMap<ArmId, string>;
  /** Clusters that run images of a registry, by its login server. */
  readonly clustersByHost: ReadonlyMap<string, ReadonlySet<ArmId>>;
  /** Clusters whose workloads were read. */
  readonly clustersRead: ReadonlySet<ArmId>;
}

/** Indexes what the workloads of every read cluster of the estate run. */
export function indexImages(input: Pick<GovernanceInput, 'inventory' | 'kubernetes'>): ImageIndex {
  const byDigest = new Map<string, Use[]>();
  const byRepository = new Map<string, Use[]>();
  const clustersByHost = new Map<string, Set<ArmId>>();
  for (const cluster of input.inventory.clusters) {
    for (const workload of input.kubernetes.get(cluster.id)?.workloads ?? []) {
      const place = { cluster, namespace: workload.namespace, workload: placeWorkload(workload) };
      for (const { image, digest } of workload.images) {
        const { repository, ...reference } = parseReference(image);
        const told = toDigest(digest);
        const pinned = told === reference.pinned ? '' : reference.pinned;
        const use = { ...place, ...reference, digest: told || pinned, pinned: told === '' ? '' : pinned };
        for (const known of new Set([use.digest, use.pinned])) {
          if (known !== '') addToGroup(byDigest, known, use);
        }
        addToGroup(byRepository, repository, use);
        clustersByHost.set(use.host, (clustersByHost.get(use.host) ?? new Set()).add(cluster.id));
      }
    }
  }
  const loginServers = indexLoginServers(input.inventory);
  const clustersRead = new Set(input.kubernetes.keys());
  return { byDigest, byRepository, loginServers, clustersByHost, clustersRead };
}

/**
 * Matches an assessed image with who runs it, each by the surest thing that ties them. A digest of the same
 * repository that is not the assessed one is no match unless both carry the same tag: old images stay in
 * registries, and a team that rolled a fix out must not be told otherwise; but a kubelet may tell the digest
 * of an index where Defender tells that of one platform's image.
 */
export function matchImage(index: ImageIndex, image: AssessedImage): ImageMatch {
  const isOurs = createRegistryTest(index, image.registryId);
  const repository = image.repository.toLowerCase();
  const sameRepository = repository === '' ? [] : (index.byRepository.get(repository) ?? []).filter(isOurs);
  const sameDigest = [image.digest, image.indexDigest].flatMap((digest) =>
    digest === '' ? [] : (index.byDigest.get(digest) ?? []).filter(isOurs),
  );
  const runners = new Map<string, Runner>();
  for (const use of new Set([...sameDigest, ...sameRepository])) {
    const quality = compareUse(use, image);
    if (quality === undefined) continue;
    const key = JSON.stringify([use.cluster.id, use.namespace, use.workload.display]);
    const known = runners.get(key);
    if (!known || isSurer(quality, known.quality)) runners.set(key, { place: use, quality });
  }
  return { runners: [...runners.values()], otherDigestRuns: runners.size === 0 && sameRepository.length > 0 };
}

function isSurer(one: MatchQuality, other: MatchQuality): boolean {
  return MATCH_QUALITIES.indexOf(one) < MATCH_QUALITIES.indexOf(other);
}

/** @returns undefined when the two are not known to be the same image */
function compareUse(use: Use, image: AssessedImage): MatchQuality | undefined {
  if (use.digest !== '' && use.digest === image.digest) return 'digest';
  const listed = [use.digest, use.pinned].filter((digest) => digest !== '');
  if (listed.includes(image.indexDigest) || listed.includes(image.digest)) return 'index';
  if (use.tag !== '' && image.tags.includes(use.tag)) return 'tag';
  const sayNothing = use.digest === '' && (use.tag === '' || image.tags.length === 0);
  return sayNothing ? 'repository' : undefined;
}

/** Whether a use may be of a registry: by its login server, or by its name where the inventory does not know it. */
function createRegistryTest(index: ImageIndex, registryId: ArmId): (use: Use) => boolean {
  const server = index.loginServers.get(registryId);
  if (server !== undefined) return ({ host }) => host === '' || host === server;
  if (registryId === '') return () => true;
  const { name } = parseArmId(registryId);
  return ({ host }) => host === '' || host.startsWith(`${name}.`) || host.startsWith(`${name}-`);
}

/**
 * The image that an assessment is about: as the source names it, or from a resource id such as
 * `…/registries/contoso/repositories-shop-api-images-sha256:4af8…`.
 * @returns undefined when the assessment is about something else
 */
export function readAssessedImage(assessment: Assessment): AssessedImage | undefined {
  const { resourceId, resourceType, software } = assessment;
  const inId = /\/repositories-(.+)-images-(sha256:[0-9a-f]+)$/.exec(resourceId);
  const named = software !== undefined && (software.repository !== '' || software.digest !== '');
  if (resourceType !== '.containerimage' && !inId && !named) return undefined;
  const registryId = /^.*\/providers\/microsoft\.containerregistry\/registries\/[^/]+/.exec(resourceId)?.[0];
  return {
    registryId: registryId ?? '',
    repository: software?.repository || inId?.[1] || parseArmId(resourceId).name,
    digest: toDigest(software?.digest || inId?.[2] || ''),
    indexDigest: toDigest(software?.indexDigest ?? ''),
    tags: software?.tags ?? [],
  };
}

function indexLoginServers(inventory: Inventory): ReadonlyMap<ArmId, string> {
  return new Map(inventory.registries.map(({ id, loginServer }) => [id, loginServer.toLowerCase()]));
}

interface ImageReference {
  readonly host: string;
  readonly repository: string;
  readonly tag: string;
  readonly pinned: string;
}

/** Takes `host/repository:tag@digest` apart; only a first part with a dot or a port names a host. */
function parseReference(image: string): ImageReference {
  const [reference = '', pinned = ''] = image.split('@');
  const name = reference.replace(/:[^:/]*$/, '').toLowerCase();
  const tag = reference.slice(name.length + 1);
  const slash = name.indexOf('/');
  const host = name.slice(0, Math.max(slash, 0));
  const rest = { tag, pinned: toDigest(pinned) };
  return /[.:]/.test(host)
    ? { ...rest, host, repository: name.slice(slash + 1) }
    : { ...rest, host: '', repository: name };
}

/** `docker-pullable://host/repository@sha256:…` and `sha256:…` are the same digest. */
function toDigest(text: string): string {
  return text.slice(text.lastIndexOf('@') + 1).toLowerCase();
}
