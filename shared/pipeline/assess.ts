import { type Evidence, gatherEvidence } from '../governance/evidence.ts';
import { excuseFinding } from '../governance/exemption.ts';
import { adoptFormer } from '../governance/formerControls.ts';
import { type StoryReading, updateFindings } from '../governance/lifeStory.ts';
import { observeFindings } from '../governance/observe.ts';
import { assignActor } from '../governance/responsibility.ts';
import { listSilent } from '../governance/silence.ts';
import type { ArmId, Inventory } from '../model/estate.ts';
import type { Finding, ObservedFinding } from '../model/governance.ts';
import { addDays, type Day } from '../model/time.ts';
import type { ReportingApp } from './app.ts';
import { loadInventory } from './inventory.ts';
import { ObservedBook } from './observedBook.ts';
import { eachPortion } from './portions.ts';
import { recordRun } from './runs.ts';

/** Resolved findings that are older than this are new ones when they come back. */
const MEMORY_DAYS = 400;

const NOTHING_READ: Evidence = {
  scopesRead: new Set(),
  podsRead: new Set(),
  truncated: new Set(),
  undecided: new Set(),
  undecidedChecks: new Set(),
};

/** What an assessment came to. */
export interface Assessment {
  /** Findings that the day's readings show. */
  readonly observed: number;
  /** Findings that were written, because something about them changed. */
  readonly changed: number;
}

/**
 * Holds a day's governance readings against the life stories kept, and writes only what changed. A scope
 * that was not read that day changes nothing: silence is no evidence. Readings are taken some subscriptions at a
 * time and stories a cluster at a time; of the whole estate only what is observed is held.
 */
export async function assessFindings(
  app: ReportingApp,
  day: Day,
  run: string,
  traceparent?: string,
): Promise<Assessment> {
  const unit = { run, stage: 'assess', subject: `findings ${day}` } as const;
  const about = { from: day, to: day, ...(traceparent !== undefined && { traceparent }) };
  const assess = async (): Promise<Assessment> => {
    const inventory = (await loadInventory(app, day)) ?? { subscriptions: [], clusters: [], registries: [] };
    const { book, evidence } = await observeDay(app, inventory, day);
    const { findings: store } = app.store;
    const { graceDays, graceRules, reopened } = app.config.governance;
    const reading: StoryReading = {
      ...evidence,
      ...{ day, graceDays, graceRules, reopened },
      silent: listSilent(inventory),
      appliedDays: await store.listAppliedDays(),
    };
    let observed = 0;
    let changed = 0;
    const carryOn = async (clusterId: ArmId, kept: readonly Finding[]): Promise<void> => {
      const shown = book.take(clusterId);
      observed += shown.length;
      changed += await updateCluster(app, clusterId, kept, shown, reading);
    };
    for await (const { clusterId, findings } of store.eachCluster(day)) await carryOn(clusterId, findings);
    for (const clusterId of book.listClusters()) await carryOn(clusterId, []);
    await store.putAppliedDays(new Map([...reading.scopesRead].map((scope) => [scope, day])));
    return { observed, changed };
  };
  return recordRun(app, unit, assess, about);
}

/** Everything that the day's readings show, by cluster, and what they prove. */
async function observeDay(app: ReportingApp, inventory: Inventory, day: Day) {
  const book = new ObservedBook();
  const { exemptions } = app.config.governance;
  let evidence = NOTHING_READ;
  for await (const { input, podsRead } of eachPortion(app, inventory, day)) {
    evidence = joinEvidence(evidence, gatherEvidence(input, podsRead));
    const settled = observeFindings(input, podsRead).map((finding) =>
      excuseFinding({ ...finding, actor: assignActor(finding) }, exemptions, day),
    );
    book.add(settled);
  }
  return { book, evidence };
}

/** @returns how many findings were written */
async function updateCluster(
  app: ReportingApp,
  clusterId: ArmId,
  kept: readonly Finding[],
  observed: readonly ObservedFinding[],
  reading: StoryReading,
): Promise<number> {
  const { findings: store } = app.store;
  const known = new Set(kept.map(({ id }) => id));
  const unknown = observed.map(({ id }) => id).filter((id) => !known.has(id));
  const since = addDays(reading.day, -MEMORY_DAYS);
  const resolved = unknown.length === 0 ? [] : await store.findResolved(clusterId, unknown, since);
  const { previous, adopted, replaced } = adoptFormer([...kept, ...resolved], observed);
  const { all, changed } = updateFindings(previous, observed, reading);
  const ids = new Set([...adopted, ...changed.map(({ id }) => id)]);
  const written = adopted.size === 0 ? changed : all.filter(({ id }) => ids.has(id));
  if (written.length > 0) await store.putFindings(written);
  if (replaced.length > 0) await store.removeFindings(replaced);
  return written.length;
}

function joinEvidence(one: Evidence, other: Evidence): Evidence {
  return {
    scopesRead: one.scopesRead.union(other.scopesRead),
    podsRead: one.podsRead.union(other.podsRead),
    truncated: one.truncated.union(other.truncated),
    undecided: one.undecided.union(other.undecided),
    undecidedChecks: one.undecidedChecks.union(other.undecidedChecks),
  };
}
