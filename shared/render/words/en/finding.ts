import type { Actor, AttackSurface, Severity } from '../../../model/governance.ts';

/** Findings, controls and alerts. What controls say of themselves is the control catalogue's, in English. */
export const finding = {
  severities: {
    critical: 'critical',
    high: 'high',
    medium: 'medium',
    low: 'low',
    unknown: 'unknown',
    informational: 'informational',
  } satisfies Record<Severity | 'informational', string> as Readonly<Record<string, string>>,
  surfaces: {
    build: 'Build',
    registry: 'Registry',
    cluster: 'Cluster',
    node: 'Node',
    application: 'Application',
  } satisfies Record<AttackSurface, string>,
  actors: {
    team: 'Teams',
    platform: 'Platform team',
    secops: 'Security operations',
  } satisfies Record<Actor, string>,
  finding: 'Finding',
  severity: 'Severity',
  due: 'Due',
  fixed: 'fixed',
  noDate: 'no date',
  overdue: 'overdue',
  new: 'new',
  reopened: 'reopened',
  fixedIn: (version: string) => `fixed in ${version}`,
  exploited: 'an exploit is known',
  control: 'Control',
  open: 'Open',
  seePage: (control: string) => `${control}: see its page`,
  explained: (why: string, fix: string) => `${why} Fix: ${fix}`,
  alerts: 'Security alerts',
  alert: 'Alert',
  raised: 'Raised',
};
