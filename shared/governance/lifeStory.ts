import type { Finding, ObservedFinding } from '../model/governance.ts';
import type { Day } from '../model/time.ts';
import { type Chapter, decideDueDate, type Grace } from './due.ts';
import type { Evidence } from './evidence.ts';
import { holds } from './exemption.ts';
import { recordTurn } from './history.ts';

/**
 * One day's readings as the life stories need them. {@link gatherEvidence} gives most of it; of what it tells,
 * only the scopes are a must, and what is not told does not stand in the way of a resolution.
 */
export interface StoryReading extends Partial<Omit<Evidence, 'scopesRead'>>, Grace {
  readonly day: Day;
  readonly scopesRead: Evidence['scopesRead'];
  /** `cluster|source` pairs whose silence means nothing, by {@link listSilent}. */
  readonly silent?: ReadonlySet<string>;
  /** The latest day whose readings were applied, by scope; what the findings remember counts as well. */
  readonly appliedDays?: ReadonlyMap<string, Day>;
}

/** Findings after a day, sorted by id: those to be written, and all of them. */
export interface StoryUpdate {
  /**
   * What differs from before in more than having been seen once more: of a finding that is still there as it
   * was, nothing needs to be kept but the day that its scope was read.
   */
  readonly changed: readonly Finding[];
  readonly all: readonly Finding[];
}

/**
 * Carries the life stories of findings on by one day's readings.
 *
 * A finding is resolved only on evidence: its scope was read that day without showing it, and nothing of
 * {@link Evidence} stands against it; where something does, it is not seen since that day, and stays. Coming back
 * later reopens it, first seen kept. Within one day the last reading counts, so a finding that a second reading
 * of its day shows again was never resolved.
 *
 * A reading older than the latest applied to its scope is ignored as a whole. Applying a reading twice changes
 * nothing. Findings of one cluster cross no others: clusters may be carried on one at a time.
 * @param previous every finding that is open or exempt, and the resolved ones that come back
 */
export function updateFindings(
  previous: readonly Finding[],
  observed: readonly ObservedFinding[],
  reading: StoryReading,
): StoryUpdate {
  const before = new Map(previous.map((finding) => [finding.id, finding]));
  const after = new Map(before);
  const outdated = listOutdatedScopes(previous, reading);
  const current = selectObserved(observed, before, reading.day);
  for (const finding of current.values()) {
    if (outdated.has(finding.scope)) continue;
    after.set(finding.id, continueStory(before.get(finding.id), finding, reading));
  }
  for (const finding of before.values()) {
    if (current.has(finding.id) || outdated.has(finding.scope) || finding.state === 'resolved') continue;
    after.set(finding.id, missFinding(finding, reading));
  }
  const all = [...after.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { all, changed: all.filter((finding) => isWorthKeeping(before.get(finding.id), finding)) };
}

function continueStory(
  previous: Finding | undefined,
  observed: ObservedFinding,
  reading: StoryReading,
): Finding {
  const { day } = reading;
  const state = observed.exempt ? 'exempt' : 'open';
  const seen = { ...observed, state, lastSeen: day, resolvedOn: undefined } as const;
  if (!previous) {
    const said = observed.sourceFirstSeen;
    const firstSeen = said !== undefined && said < day ? said : day;
    const dueOn = decideDueDate({ kind: 'new', firstSeen }, observed, day, reading);
    return turn({ ...seen, firstSeen, reopenedOn: undefined, dueOn, history: [] }, day);
  }
  if (isAhead(previous, day)) return previous;
  const cameBack = previous.resolvedOn !== undefined && previous.resolvedOn < day;
  const chapter: Chapter = { kind: cameBack ? 'reopened' : 'continued', previous };
  const { firstSeen, history } = previous;
  const dueOn = decideDueDate(chapter, observed, day, reading);
  return turn({ ...seen, firstSeen, reopenedOn: cameBack ? day : previous.reopenedOn, dueOn, history }, day);
}

/** A finding that no reading of the day showed: resolved, not seen since, or, its scope not read, as it was. */
function missFinding(finding: Finding, reading: StoryReading): Finding {
  const { day } = reading;
  const { notSeenSince, ...rest } = finding;
  if (isProvenAbsent(finding, reading)) return turn({ ...rest, state: 'resolved', resolvedOn: day }, day);
  const missed = reading.scopesRead.has(finding.scope)
    ? { ...finding, notSeenSince: notSeenSince ?? day }
    : finding;
  return endExemption(missed, reading);
}

/** An exemption that is over excuses nothing, whether or not anybody looked that day. */
function endExemption(finding: Finding, reading: StoryReading): Finding {
  const { exemption, ...rest } = finding;
  if (finding.state !== 'exempt' || exemption === undefined || holds(exemption, reading.day)) return finding;
  const open = { ...rest, exempt: false, state: 'open' } as const;
  const dueOn = decideDueDate({ kind: 'continued', previous: finding }, open, reading.day, reading);
  return turn({ ...open, dueOn }, reading.day);
}

function turn(finding: Finding, day: Day): Finding {
  const { state, severity, actor, dueOn } = finding;
  return { ...finding, history: recordTurn(finding.history, { day, state, severity, actor, dueOn }) };
}

function isProvenAbsent(finding: Finding, evidence: StoryReading): boolean {
  if (!evidence.scopesRead.has(finding.scope)) return false;
  const { podsRead, truncated, undecided, undecidedChecks, silent } = evidence;
  const ofWorkload = finding.workload !== '' || finding.namespace !== '';
  if (ofWorkload && silent?.has(`${finding.clusterId}|${finding.source}`)) return false;
  if (finding.source === 'posture') return !undecidedChecks?.has(finding.id);
  if (finding.source === 'policy') return !(truncated?.has(toPair(finding)) || undecided?.has(finding.id));
  if (finding.source === 'gatekeeper') return !truncated?.has(`${finding.scope}|${finding.control}`);
  return finding.workload === '' || podsRead === undefined || podsRead.has(finding.clusterId);
}

/** Scopes of which a later day has been applied already, as is kept and by what the findings remember. */
function listOutdatedScopes(
  previous: readonly Finding[],
  { day, appliedDays = new Map() }: StoryReading,
): ReadonlySet<string> {
  const remembered = previous.filter((finding) => isAhead(finding, day)).map(({ scope }) => scope);
  return new Set([
    ...remembered,
    ...[...appliedDays].flatMap(([scope, last]) => (last > day ? [scope] : [])),
  ]);
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

/** Compares field by field: stores may leave undefined fields out, within turns and exemptions as well. */
function isWorthKeeping(one: Finding | undefined, other: Finding): boolean {
  if (!one) return true;
  if (one === other) return false;
  const { lastSeen: _one, ...before } = one;
  const { lastSeen: _other, ...after } = other;
  const keys = Object.keys({ ...before, ...after }) as (keyof typeof after)[];
  return keys.some((key) => before[key] !== after[key] && !isSameText(before[key], after[key]));
}

function isSameText(one: unknown, other: unknown): boolean {
  return typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other);
}
