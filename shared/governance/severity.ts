import { SEVERITIES, type Severity } from '../model/governance.ts';

/** True when `one` is graver than `other`; what is unknown is the least grave. */
export function isGraver(one: Severity, other: Severity): boolean {
  return SEVERITIES.indexOf(one) < SEVERITIES.indexOf(other);
}

/** The gravest; `unknown` when there is none. */
export function gravest(severities: readonly Severity[]): Severity {
  return severities.reduce<Severity>((worst, next) => (isGraver(next, worst) ? next : worst), 'unknown');
}
