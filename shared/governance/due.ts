import type { Config } from '../config/schema.ts';
import type { Finding, ObservedFinding } from '../model/governance.ts';
import { addDays, type Day } from '../model/time.ts';
import { isGraver } from './severity.ts';

export type GraceDays = Config['governance']['graceDays'];
export type GraceRule = Config['governance']['graceRules'][number];

/** How long findings may stay open. */
export interface Grace {
  readonly graceDays: GraceDays;
  /** Exceptions from {@link graceDays}; the first that matches decides. None when missing. */
  readonly graceRules?: readonly GraceRule[];
  /** Whether the clock of what comes back starts anew, which it does when nothing is said. */
  readonly reopened?: Config['governance']['reopened'];
}

/** Where a finding stands in its story when its due date is decided. */
export type Chapter =
  | { readonly kind: 'new'; readonly firstSeen: Day }
  | { readonly kind: 'reopened'; readonly previous: Finding }
  | { readonly kind: 'continued'; readonly previous: Finding };

/**
 * The day until which a finding is to be fixed. A date that was announced never moves to later by itself:
 * - a governance rule of Defender decides wherever it set a date, and where it sets another one;
 * - new: first seen plus grace; reopened: the day it came back plus grace, or the date it had, as configured;
 * - graver than before, or exploited at last: that day plus the new grace, if that is sooner, so that nobody is
 *   overdue at once;
 * - with security operations there is no date, since no vendor fix exists; the day one appears, and likewise
 *   the day an exemption ends for something that was exempt from the first, grace begins;
 * - an exemption keeps the date it found, and so does a changed configuration.
 */
export function decideDueDate(
  chapter: Chapter,
  observed: ObservedFinding,
  day: Day,
  grace: Grace,
): Day | undefined {
  if (observed.sourceDueOn !== undefined) return observed.sourceDueOn;
  if (observed.actor === 'secops') return undefined;
  if (observed.exempt) return chapter.kind === 'continued' ? chapter.previous.dueOn : undefined;
  const days = findGrace(observed, grace);
  if (chapter.kind === 'new') return addDays(chapter.firstSeen, days);
  const fromToday = addDays(day, days);
  const announced = chapter.previous.dueOn;
  const restarts = chapter.kind === 'reopened' && grace.reopened !== 'continue';
  if (restarts || announced === undefined) return fromToday;
  return isWorse(observed, chapter.previous) && fromToday < announced ? fromToday : announced;
}

/** Days that a finding is given; what no source tells of, a fix or an exploit, is not there. */
export function findGrace(finding: ObservedFinding, { graceDays, graceRules = [] }: Grace): number {
  const { severity, fixAvailable = false, exploited = false } = finding;
  const rule = graceRules.find(
    (one) =>
      (one.severity ?? severity) === severity &&
      (one.fixAvailable ?? fixAvailable) === fixAvailable &&
      (one.exploited ?? exploited) === exploited,
  );
  return rule?.days ?? graceDays[severity];
}

/** Where a finding stands against its due date on a day; `none` for what is not open or has no date. */
export type Urgency = 'overdue' | 'thisWeek' | 'later' | 'none';

/** Tells how urgent a finding is: due this week is within the seven days that begin with `day`. */
export function judgeUrgency({ state, dueOn }: Pick<Finding, 'state' | 'dueOn'>, day: Day): Urgency {
  if (state !== 'open' || dueOn === undefined) return 'none';
  if (dueOn < day) return 'overdue';
  return dueOn < addDays(day, 7) ? 'thisWeek' : 'later';
}

function isWorse(observed: ObservedFinding, previous: Finding): boolean {
  return (
    isGraver(observed.severity, previous.severity) || (observed.exploited === true && !previous.exploited)
  );
}
