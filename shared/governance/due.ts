import type { Config } from '../config/schema.ts';
import type { Finding, ObservedFinding } from '../model/governance.ts';
import { addDays, type Day } from '../model/time.ts';
import { isGraver } from './severity.ts';

export type GraceDays = Config['governance']['graceDays'];

/** Where a finding stands in its story when its due date is decided. */
export type Chapter =
  | { readonly kind: 'new'; readonly firstSeen: Day }
  | { readonly kind: 'reopened' }
  | { readonly kind: 'continued'; readonly previous: Finding };

/**
 * The day until which a finding is to be fixed. A date that was announced never moves to later by itself:
 * - new: first seen plus the grace of its severity; reopened: the day it came back plus grace;
 * - graver than before: that day plus the new grace, if that is sooner, so that nobody is overdue at once;
 * - with security operations there is no date, since no vendor fix exists; the day one appears, and likewise
 *   the day an exemption ends for something that was exempt from the first, grace begins;
 * - an exemption keeps the date it found, and so does a changed configuration.
 */
export function decideDueDate(
  chapter: Chapter,
  observed: ObservedFinding,
  day: Day,
  graceDays: GraceDays,
): Day | undefined {
  if (observed.actor === 'secops') return undefined;
  if (observed.exempt) return chapter.kind === 'continued' ? chapter.previous.dueOn : undefined;
  const grace = graceDays[observed.severity];
  if (chapter.kind === 'new') return addDays(chapter.firstSeen, grace);
  const fromToday = addDays(day, grace);
  const announced = chapter.kind === 'continued' ? chapter.previous.dueOn : undefined;
  if (chapter.kind === 'reopened' || announced === undefined) return fromToday;
  const risen = isGraver(observed.severity, chapter.previous.severity);
  return risen && fromToday < announced ? fromToday : announced;
}
