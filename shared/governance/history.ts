import type { Finding, FindingState, Turn } from '../model/governance.ts';
import type { Day } from '../model/time.ts';

/** Turns that are kept; what flaps for longer loses the oldest but the very first. */
const MOST_TURNS = 40;

/** Adds how a finding stands since a day; within one day the last word counts, and what stays the same adds none. */
export function recordTurn(history: readonly Turn[], turn: Turn): readonly Turn[] {
  const before = history.at(-1)?.day === turn.day ? history.slice(0, -1) : history;
  const last = before.at(-1);
  if (last && isSameStand(last, turn)) return before;
  const [first, ...others] = before;
  return first && before.length >= MOST_TURNS ? [first, ...others.slice(1), turn] : [...before, turn];
}

/** The turn that held on a day; undefined before the first. */
export function findTurn(history: readonly Turn[], day: Day): Turn | undefined {
  return history.findLast((turn) => turn.day <= day);
}

/**
 * A finding as it stood on a day, for a report of a week that is over. What turns do not tell, such as its
 * title and detail, is as it was last read.
 * @returns undefined when no reading had shown it by then
 */
export function findingAsOf(finding: Finding, day: Day): Finding | undefined {
  const turn = findTurn(finding.history, day);
  if (!turn) return undefined;
  const { exemption, notSeenSince, ...rest } = finding;
  const { state, severity, actor, dueOn } = turn;
  const exempt = state === 'resolved' ? finding.exempt : state === 'exempt';
  const seen = finding.lastSeen < day ? finding.lastSeen : day;
  return {
    ...rest,
    ...{ state, severity, actor, dueOn, exempt },
    ...(exempt && exemption ? { exemption } : {}),
    ...(state !== 'resolved' && notSeenSince !== undefined && notSeenSince <= day ? { notSeenSince } : {}),
    lastSeen: seen,
    resolvedOn: state === 'resolved' ? turn.day : undefined,
    reopenedOn: findReopening(finding, day),
  };
}

/** What became of a finding between two days; each finding is one of these, never two. */
export type Change =
  /** Shown by a reading for the first time, and still there. */
  | 'new'
  /** Back after having been resolved, and still there. */
  | 'reopened'
  /** Open before and still. */
  | 'open'
  | 'exempt'
  | 'resolved';

/**
 * What became of a finding since the last report.
 * @param since the last day of that report's readings; undefined when the audience never had one
 * @param day the last day of this report's readings
 * @returns undefined for what was resolved by then already, or not known by `day`
 */
export function tellChange(finding: Finding, since: Day | undefined, day: Day): Change | undefined {
  const now = findTurn(finding.history, day);
  if (!now) return undefined;
  const before = since === undefined ? undefined : findTurn(finding.history, since);
  if (now.state === 'resolved')
    return before?.state === 'resolved' && before === now ? undefined : 'resolved';
  if (now.state === 'exempt') return 'exempt';
  if (!before) return 'new';
  const reopened = findReopening(finding, day);
  return reopened !== undefined && since !== undefined && reopened > since ? 'reopened' : 'open';
}

/** Times that a finding was open or exempt, from the first day to the day it was resolved, if it was. */
export interface Episode {
  readonly from: Day;
  readonly resolvedOn: Day | undefined;
}

/** The episodes of a finding, the oldest first; the first begins when its source first saw it. */
export function listEpisodes({
  firstSeen,
  history,
}: Pick<Finding, 'firstSeen' | 'history'>): readonly Episode[] {
  const episodes: Episode[] = [];
  let from: Day | undefined;
  for (const { day, state } of history) {
    if (state !== 'resolved') from ??= episodes.length === 0 ? firstSeen : day;
    else if (from !== undefined) {
      episodes.push({ from, resolvedOn: day });
      from = undefined;
    }
  }
  return from === undefined ? episodes : [...episodes, { from, resolvedOn: undefined }];
}

function findReopening({ history, reopenedOn }: Finding, day: Day): Day | undefined {
  for (let index = history.length - 1; index > 0; index--) {
    const turn = history[index];
    if (!turn || turn.day > day || turn.state === 'resolved') continue;
    if (history[index - 1]?.state === 'resolved') return turn.day;
  }
  // Findings that an earlier version kept have no turn of their return, and long histories lose theirs.
  return reopenedOn !== undefined && reopenedOn <= day ? reopenedOn : undefined;
}

/** The history of a finding that was kept before findings had one, as far as its days tell it. */
export function reconstructHistory(finding: Omit<Finding, 'history'>): readonly Turn[] {
  const { severity, actor, dueOn, firstSeen, resolvedOn, reopenedOn } = finding;
  const stand = { severity, actor, dueOn };
  const state: FindingState = finding.exempt ? 'exempt' : 'open';
  const seen = recordTurn([{ ...stand, day: firstSeen, state }], {
    ...stand,
    day: reopenedOn ?? firstSeen,
    state,
  });
  return resolvedOn === undefined ? seen : recordTurn(seen, { ...stand, day: resolvedOn, state: 'resolved' });
}

function isSameStand(one: Turn, other: Turn): boolean {
  return (
    one.state === other.state &&
    one.severity === other.severity &&
    one.actor === other.actor &&
    one.dueOn === other.dueOn
  );
}
