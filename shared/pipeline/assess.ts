import { gatherEvidence } from '../governance/evidence.ts';
import { updateFindings } from '../governance/lifeStory.ts';
import { observeFindings } from '../governance/observe.ts';
import type { Finding } from '../model/governance.ts';
import type { Day } from '../model/time.ts';
import { addDays } from '../model/time.ts';
import type { ReportingApp } from './app.ts';
import { loadInventory, loadLatest } from './inventory.ts';
import { recordRun } from './runs.ts';

/** Days back in which a cluster's workloads still tell which one a pod belonged to. */
const WORKLOAD_DAYS = 7;
/** Resolved findings that are older than this are new ones when they come back. */
const MEMORY_DAYS = 400;

/**
 * Holds a day's governance readings against the life stories kept, and writes only what changed. A scope
 * that was not read that day changes nothing: silence is no evidence.
 * @returns the findings that changed
 */
export async function assessFindings(app: ReportingApp, day: Day, run: string): Promise<readonly Finding[]> {
  return recordRun(app, { run, stage: 'assess', subject: `findings ${day}` }, async () => {
    const inventory = (await loadInventory(app, day)) ?? { subscriptions: [], clusters: [], registries: [] };
    const [policy, defender, kubernetes] = await Promise.all([
      loadLatest(app, 'policy', day, day),
      loadLatest(app, 'defender', day, day),
      loadLatest(app, 'kubernetes', addDays(day, -WORKLOAD_DAYS), day),
    ]);
    const input = {
      day,
      inventory,
      policy: dataOf(policy),
      defender: dataOf(defender),
      kubernetes: dataOf(kubernetes),
    };
    // Workloads of some days ago tell whose a pod was; only today's prove that an image runs no more.
    const podsRead = new Set([...kubernetes].filter(([, { day: read }]) => read === day).map(([id]) => id));
    const evidence = gatherEvidence(input, podsRead);
    const previous = await app.store.findings.listFindings(addDays(day, -MEMORY_DAYS));
    const { changed } = updateFindings(previous, observeFindings(input), {
      ...evidence,
      day,
      graceDays: app.config.governance.graceDays,
    });
    await app.store.findings.putFindings(changed);
    return changed;
  });
}

function dataOf<T>(snapshots: ReadonlyMap<string, { readonly data: T }>): ReadonlyMap<string, T> {
  return new Map([...snapshots].map(([scope, { data }]) => [scope, data]));
}
