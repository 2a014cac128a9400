import { drawGuid } from '../world/chance.ts';
import { PRODUCTION } from '../world/clusters.ts';
import type { NamedProperties } from './posture.ts';

/** A control of the score: its points are its maximum times the share of healthy resources. */
interface ScoreControl {
  readonly title: string;
  readonly max: number;
  readonly healthy: number;
  readonly unhealthy: number;
  readonly notApplicable: number;
}

/** Maximum points as Azure has them. */
const PRODUCTION_CONTROLS: readonly ScoreControl[] = [
  control('Enable MFA', 10, 2, 0),
  control('Secure management ports', 8, 6, 0),
  control('Remediate vulnerabilities', 6, 3, 9),
  control('Apply system updates', 6, 9, 3),
  control('Manage access and permissions', 4, 4, 4),
  control('Enable encryption at rest', 4, 11, 0, 3),
  control('Encrypt data in transit', 4, 15, 1),
  control('Restrict unauthorized network access', 4, 2, 6),
  control('Remediate security configurations', 4, 9, 27),
  control('Protect applications against DDoS attacks', 2, 1, 0, 28),
  control('Apply adaptive application control', 3, 0, 4, 2),
  control('Enable auditing and logging', 1, 3, 3),
  control('Implement security best practices', 0, 44, 131),
];

const DEVELOPMENT_CONTROLS: readonly ScoreControl[] = [
  control('Enable MFA', 10, 1, 1),
  control('Secure management ports', 8, 1, 1),
  control('Remediate vulnerabilities', 6, 2, 10),
  control('Apply system updates', 6, 4, 8),
  control('Manage access and permissions', 4, 3, 5),
  control('Encrypt data in transit', 4, 4, 0),
  control('Apply adaptive application control', 3, 0, 3),
];

/** Secure score of a subscription; `percentage` is a fraction, rounded to four digits. */
export function describeSecureScore(subscriptionId: string): Readonly<Record<string, unknown>> {
  const controls = controlsOf(subscriptionId);
  return {
    displayName: 'ASC score',
    environment: 'Azure',
    score: describePoints(
      controls.reduce((sum, { max }) => sum + max, 0),
      controls.reduce((sum, each) => sum + pointsOf(each), 0),
    ),
    weight: subscriptionId === PRODUCTION ? 412 : 96,
  };
}

/** The controls of a subscription's secure score. */
export function listSecureScoreControls(subscriptionId: string): readonly NamedProperties[] {
  return controlsOf(subscriptionId).map((each) => ({
    name: drawGuid(['secure score control', each.title]),
    properties: {
      displayName: each.title,
      environment: 'Azure',
      healthyResourceCount: each.healthy,
      unhealthyResourceCount: each.unhealthy,
      notApplicableResourceCount: each.notApplicable,
      score: describePoints(each.max, pointsOf(each)),
      weight: each.healthy + each.unhealthy,
    },
  }));
}

function controlsOf(subscriptionId: string): readonly ScoreControl[] {
  return subscriptionId === PRODUCTION ? PRODUCTION_CONTROLS : DEVELOPMENT_CONTROLS;
}

function pointsOf({ max, healthy, unhealthy }: ScoreControl): number {
  return (max * healthy) / (healthy + unhealthy);
}

function describePoints(max: number, current: number): Readonly<Record<string, unknown>> {
  return { max, current, percentage: max === 0 ? 0 : Math.round((current / max) * 10_000) / 10_000 };
}

function control(
  title: string,
  max: number,
  healthy: number,
  unhealthy: number,
  notApplicable = 0,
): ScoreControl {
  return { title, max, healthy, unhealthy, notApplicable };
}
