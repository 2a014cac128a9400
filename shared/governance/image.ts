import type { ArmId, Cluster, Inventory } from '../model/estate.ts';
import { parseArmId } from '../model/estate.ts';
import type { Assessment } from '../model/governance.ts';
import { addToGroup } from './grouping.ts';
import type { GovernanceInput } from './input.ts';
import { placeWorkload, type WorkloadPlace } from './workload.ts';

/** The image that an assessment is about. */
export interface AssessedImage {
  /** The registry's resource id, `''` when the image is in none of Azure's. */
  readonly registryId: ArmId;
  readonly repository: string;
  readonly digest: string;
}

/** A workload that runs an image. */
export interface RunningPlace {
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly workload: WorkloadPlace;
}

/** Who runs an image, and how surely: by its very digest, or by its repository where a kubelet told no digest. */
export interface ImageMatch {
  readonly places: readonly RunningPlace[];
  readonly quality: 'digest' | 'repository';
  /** True when nobody is known to run this image, but somebody runs another of its repository. */
  readonly otherDigestRuns: boolean;
}

interface Use extends RunningPlace {
  /** Login server, `''` when the reference names none. */
  readonly host: string;
}

/** Finds who runs an assessed image in the clusters that were read. */
export interface ImageIndex {
  readonly byDigest: ReadonlyMap<string, readonly Use[]>;
  readonly byRepository: ReadonlyMap<string, readonly Use[]>;
  readonly withoutDigest: ReadonlyMap<string, readonly Use[]>;
  readonly loginServers: ReadonlyMap<ArmId, string>;
}

/** Indexes what the workloads of every read cluster of the estate run. */
export function indexImages(input: Pick<GovernanceInput, 'inventory' | 'kubernetes'>): ImageIndex {
  const byDigest = new Map<string, Use[]>();
  const byRepository = new Map<string, Use[]>();
  const withoutDigest = new Map<string, Use[]>();
  for (const cluster of input.inventory.clusters) {
    for (const workload of input.kubernetes.get(cluster.id)?.workloads ?? []) {
      for (const { image, digest } of workload.images) {
        const { host, repository } = parseReference(image);
        const use = { cluster, namespace: workload.namespace, workload: placeWorkload(workload), host };
        const sha = toDigest(digest || image.slice(image.indexOf('@') + 1 || image.length));
        addToGroup(sha === '' ? withoutDigest : byDigest, sha || repository, use);
        addToGroup(byRepository, repository, use);
      }
    }
  }
  return { byDigest, byRepository, withoutDigest, loginServers: indexLoginServers(input.inventory) };
}

/**
 * Matches an assessed image with who runs it. A digest of the same repository that is not the assessed one is
 * no match: old images stay in registries, and a team that rolled a fix out must not be told otherwise.
 */
export function matchImage(index: ImageIndex, image: AssessedImage): ImageMatch {
  const server = index.loginServers.get(image.registryId);
  const inRegistry = (uses: readonly Use[] | undefined): readonly Use[] =>
    (uses ?? []).filter(({ host }) => server === undefined || host === '' || host === server);
  const repository = image.repository.toLowerCase();
  const exact = image.digest === '' ? [] : inRegistry(index.byDigest.get(toDigest(image.digest)));
  if (exact.length > 0) return { places: exact, quality: 'digest', otherDigestRuns: false };
  const likely = repository === '' ? [] : inRegistry(index.withoutDigest.get(repository));
  if (likely.length > 0) return { places: likely, quality: 'repository', otherDigestRuns: false };
  const otherDigestRuns = inRegistry(index.byRepository.get(repository)).length > 0;
  return { places: [], quality: 'digest', otherDigestRuns };
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
  };
}

function indexLoginServers(inventory: Inventory): ReadonlyMap<ArmId, string> {
  return new Map(inventory.registries.map(({ id, loginServer }) => [id, loginServer.toLowerCase()]));
}

/** Takes `host/repository:tag@digest` apart; only a first part with a dot or a port names a host. */
function parseReference(image: string): { readonly host: string; readonly repository: string } {
  const name = (image.split('@')[0] ?? '').replace(/:[^:/]*$/, '').toLowerCase();
  const slash = name.indexOf('/');
  const host = name.slice(0, Math.max(slash, 0));
  return /[.:]/.test(host) ? { host, repository: name.slice(slash + 1) } : { host: '', repository: name };
}

/** `docker-pullable://host/repository@sha256:…` and `sha256:…` are the same digest. */
function toDigest(text: string): string {
  return text.slice(text.lastIndexOf('@') + 1).toLowerCase();
}
