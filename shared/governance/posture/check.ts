import type { Property } from '../../model/posture.ts';
import type { PostureCheckId } from '../control.ts';
import { toLine } from '../wording.ts';
import { describeProperty } from './property.ts';

/**
 * What a check found. `unknown` is neither good nor bad: the payload does not tell, or could not be read;
 * `notApplicable` means that the question does not arise.
 */
export interface PostureOutcome {
  readonly state: 'compliant' | 'nonCompliant' | 'notApplicable' | 'unknown';
  /** One sentence of one line on what was seen. */
  readonly detail: string;
}

/**
 * One of Purser's own checks; what it checks is a control of the catalogue (`findControl('posture', id)`).
 */
export interface PostureCheck<Subject> {
  readonly id: PostureCheckId;
  readonly check: (subject: Subject) => PostureOutcome;
}

export function comply(detail: string): PostureOutcome {
  return { state: 'compliant', detail: toLine(detail) };
}

export function violate(detail: string): PostureOutcome {
  return { state: 'nonCompliant', detail: toLine(detail) };
}

export function exclude(detail: string): PostureOutcome {
  return { state: 'notApplicable', detail: toLine(detail) };
}

export function doubt(detail: string): PostureOutcome {
  return { state: 'unknown', detail: toLine(detail) };
}

/** What is said of a property in one of its states. */
export interface SwitchWording {
  readonly on: string;
  readonly off: string;
  /** What Azure takes an absent property for, and how that is said. */
  readonly absent: string;
}

/** Judges a setting that has to be on, where Azure takes an absent one for off. */
export function requireOn(property: Property<boolean>, wording: SwitchWording): PostureOutcome {
  if (property.state === 'unreadable') return doubt(describeProperty(property));
  if (property.state === 'absent') return violate(wording.absent);
  return property.value ? comply(wording.on) : violate(wording.off);
}

/** Judges a setting that has to be off, where Azure takes an absent one for off. */
export function requireOff(property: Property<boolean>, wording: SwitchWording): PostureOutcome {
  if (property.state === 'unreadable') return doubt(describeProperty(property));
  if (property.state === 'absent') return comply(wording.absent);
  return property.value ? violate(wording.on) : comply(wording.off);
}
