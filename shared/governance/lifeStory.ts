import type { Finding, ObservedFinding } from '../model/governance.ts';
import type { Day } from '../model/time.ts';
import { type Chapter, decideDueDate, type GraceDays } from './due.ts';
import type { Evidence } from './evidence.ts';

/**
 * One day's readings as the life stories need them. {@link gatherEvidence} gives all but day and grace; of what
 * it tells, only the scopes are a must, and what is not told does not stand in the way of a resolution.
 */
export interface StoryReading extends Partial<Omit<Evidence, 'scopesRead'>> {
  readonly day: Day;
  readonly scopesRead: Evidence['scopesRead'];
  readonly graceDays: GraceDays;
}

/** Findings after a day, sorted by id: those that differ from before, which are to be kept, and all of them. */
export interface StoryUpdate {
  readonly changed: readonly Finding[];
  readonly all: readonly Finding[];
}

/**
 * Carries the life stories of findings on by one day's readings.
 *
 * A finding is resolved only on evidence: its scope was read that day without showing it, and nothing of
 * {@link Evidence} stands against it. Coming back later reopens it, first seen kept. Within one day the last
 * reading counts, so a finding that a second reading of its day shows again was never resolved.
 *
 * A reading older than the latest applied to its scope is ignored as a whole. Applying a reading twice changes
 * nothing. `lastSeen` is part of the story: a finding still there is changed, and so written, once a day.
 * @param previous every finding that is open or exempt, and the resolved ones that are still remembered
 */
export function updateFindings(
  previous: readonly Finding[],
  observed: readonly ObservedFinding[],
  reading: StoryReading,
): StoryUpdate {
  const before = new Map(previous.map((finding) => [finding.id, finding]));
  const after = new Map(before);
  const outdated = listOutdatedScopes(previous, reading.day);
  const current = selectObserved(observed, before, reading.day);
  for (const finding of current.values()) {
    if (outdated.has(finding.scope)) continue;
    after.set(finding.id, continueStory(before.get(finding.id), finding, reading));
  }
  for (const finding of before.values()) {
    if (current.has(finding.id) || outdated.has(finding.scope) || finding.state === 'resolved') continue;
    if (!isProvenAbsent(finding, reading)) continue;
    after.set(finding.id, { ...finding, state: 'resolved', resolvedOn: reading.day });
  }
  const all = [...after.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { all, changed: all.filter((finding) => !isSame(before.get(finding.id), finding)) };
}

function continueStory(
  previous: Finding | undefined,
  observed: ObservedFinding,
  { day, graceDays }: StoryReading,
): Finding {
  const state = observed.exempt ? 'exempt' : 'open';
  const seen = { ...observed, state, lastSeen: day, resolvedOn: undefined } as const;
  if (!previous) {
    const said = observed.sourceFirstSeen;
    const firstSeen = said !== undefined && said < day ? said : day;
    const dueOn = decideDueDate({ kind: 'new', firstSeen }, observed, day, graceDays);
    return { ...seen, firstSeen, reopenedOn: undefined, dueOn };
  }
  if (isAhead(previous, day)) return previous;
  const cameBack = previous.resolvedOn !== undefined && previous.resolvedOn < day;
  const chapter: Chapter = cameBack ? { kind: 'reopened' } : { kind: 'continued', previous };
  return {
    ...seen,
    firstSeen: previous.firstSeen,
    reopenedOn: cameBack ? day : previous.reopenedOn,
    dueOn: decideDueDate(chapter, observed, day, graceDays),
  };
}

function isProvenAbsent(finding: Finding, evidence: StoryReading): boolean {
  if (!evidence.scopesRead.has(finding.scope)) return false;
  const { podsRead, truncated, undecided } = evidence;
  if (finding.source === 'policy') return !(truncated?.has(toPair(finding)) || undecided?.has(finding.id));
  return finding.workload === '' || podsRead === undefined || podsRead.has(finding.clusterId);
}

/** Scopes of which a later day has been applied already, by what the findings remember. */
function listOutdatedScopes(previous: readonly Finding[], day: Day): ReadonlySet<string> {
  return new Set(previous.filter((finding) => isAhead(finding, day)).map(({ scope }) => scope));
}

function isAhead({ lastSeen, resolvedOn }: Finding, day: Day): boolean {
  return lastSeen > day || (resolvedOn ?? day) > day;
}

/**
 * Leaves out what Defender says of a cluster as a whole while policy findings of the same control are unresolved
 * there, or were resolved this very day: it is the same violation, on a day when policy was not read, or
 * Defender lagging behind the fix. Of a finding observed twice, one stays, whatever their order.
 */
function selectObserved(
  observed: readonly ObservedFinding[],
  before: ReadonlyMap<string, Finding>,
  day: Day,
): ReadonlyMap<string, ObservedFinding> {
  const live = [...before.values()].filter(({ resolvedOn }) => (resolvedOn ?? day) >= day);
  const liveIds = new Set(live.map(({ id }) => id));
  const byPolicy = new Set(live.filter(({ source }) => source === 'policy').map(toPair));
  const selected = new Map<string, ObservedFinding>();
  for (const finding of observed) {
    const ofCluster = finding.source === 'defender' && finding.clusterId !== '' && finding.workload === '';
    if (ofCluster && !liveIds.has(finding.id) && byPolicy.has(toPair(finding))) continue;
    const other = selected.get(finding.id);
    if (!other || JSON.stringify(finding) < JSON.stringify(other)) selected.set(finding.id, finding);
  }
  return selected;
}

function toPair({ clusterId, control }: ObservedFinding): string {
  return `${clusterId}|${control}`;
}

/** Compares field by field: stores may leave undefined fields out. */
function isSame(one: Finding | undefined, other: Finding): boolean {
  if (!one) return false;
  const keys = Object.keys({ ...one, ...other }) as (keyof Finding)[];
  return keys.every((key) => one[key] === other[key]);
}
