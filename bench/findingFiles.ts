import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../shared/model/governance.ts';
import type { Day } from '../shared/model/time.ts';
import { fillLastSeen } from '../shared/store/lastSeen.ts';
import type { FindingStore } from '../shared/store/store.ts';

/** What a store was asked to do, in entities. */
export interface EntityCounts {
  read: number;
  written: number;
}

const APPLIED = 'applied.json';

/**
 * Keeps findings as the table does, JSON by partition, but in plain files: no service is timed, nothing kept is in
 * memory, and what is read and written is counted.
 */
export function createFileFindings(folder: string): { store: FindingStore; counts: EntityCounts } {
  mkdirSync(folder, { recursive: true });
  const counts: EntityCounts = { read: 0, written: 0 };
  const names = new Map<string, string>();
  const nameOf = (clusterId: string): string => {
    const name = names.get(clusterId) ?? `c-${Buffer.from(clusterId).toString('hex').slice(-80)}.json`;
    names.set(clusterId, name);
    return name;
  };
  const load = (name: string): Finding[] =>
    existsSync(join(folder, name)) ? JSON.parse(readFileSync(join(folder, name), 'utf8')) : [];
  const save = (name: string, findings: Iterable<Finding>): void =>
    writeFileSync(join(folder, name), JSON.stringify([...findings]));
  const loadApplied = (): Map<string, Day> =>
    new Map(existsSync(join(folder, APPLIED)) ? JSON.parse(readFileSync(join(folder, APPLIED), 'utf8')) : []);
  const isWanted = (finding: Finding, since: Day): boolean => (finding.resolvedOn ?? since) >= since;

  const store: FindingStore = {
    async listFindings(resolvedSince) {
      const all: Finding[] = [];
      for await (const { findings } of store.eachCluster(resolvedSince)) all.push(...findings);
      return all.sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    async *eachCluster(resolvedSince) {
      const applied = loadApplied();
      for (const name of readdirSync(folder)
        .filter((one) => one.startsWith('c-'))
        .sort()) {
        const findings = load(name)
          .filter((finding) => isWanted(finding, resolvedSince))
          .map((finding) => fillLastSeen(finding, applied));
        counts.read += findings.length;
        const [first] = findings;
        if (first) yield { clusterId: first.clusterId, findings };
      }
    },
    async findResolved(clusterId, ids, resolvedSince) {
      const wanted = new Set(ids);
      const found = load(nameOf(clusterId)).filter(
        (finding) =>
          wanted.has(finding.id) && finding.state === 'resolved' && isWanted(finding, resolvedSince),
      );
      counts.read += found.length;
      return found;
    },
    async putFindings(changed) {
      counts.written += changed.length;
      for (const [clusterId, own] of Map.groupBy(changed, (finding) => finding.clusterId)) {
        const kept = new Map(load(nameOf(clusterId)).map((finding) => [finding.id, finding]));
        for (const finding of own) kept.set(finding.id, finding);
        save(nameOf(clusterId), kept.values());
      }
    },
    async removeFindings(replaced) {
      counts.written += replaced.length;
      for (const { clusterId, id } of replaced) {
        save(
          nameOf(clusterId),
          load(nameOf(clusterId)).filter((finding) => finding.id !== id),
        );
      }
    },
    async listAppliedDays() {
      const applied = loadApplied();
      counts.read += applied.size;
      return applied;
    },
    async putAppliedDays(days) {
      counts.written += days.size;
      writeFileSync(join(folder, APPLIED), JSON.stringify([...new Map([...loadApplied(), ...days])]));
    },
  };
  return { store, counts };
}
