import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { ArmId } from '../model/estate.ts';
import type { ObservedFinding } from '../model/governance.ts';

/**
 * Holds what a day's readings show until the stories of its cluster are carried on. A registry's readings tell of
 * clusters of any subscription, so that all must be there before the first is: packed, findings of a large estate
 * take a tenth of the memory.
 */
export class ObservedBook {
  readonly #pages = new Map<ArmId, Buffer[]>();

  /** Adds what some readings show, of whatever clusters. */
  add(findings: readonly ObservedFinding[]): void {
    for (const [clusterId, own] of Map.groupBy(findings, (finding) => finding.clusterId)) {
      const page = deflateRawSync(JSON.stringify(own), { level: 1 });
      const pages = this.#pages.get(clusterId);
      if (pages) pages.push(page);
      else this.#pages.set(clusterId, [page]);
    }
  }

  /** Takes out everything of one cluster; empty when there is nothing, or no more. */
  take(clusterId: ArmId): readonly ObservedFinding[] {
    const pages = this.#pages.get(clusterId) ?? [];
    this.#pages.delete(clusterId);
    return pages.flatMap((page) => JSON.parse(inflateRawSync(page).toString('utf8')) as ObservedFinding[]);
  }

  /** Clusters of which something is left, in order of ids. */
  listClusters(): readonly ArmId[] {
    return [...this.#pages.keys()].sort();
  }
}
