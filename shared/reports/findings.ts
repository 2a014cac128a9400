import type { Config } from '../config/schema.ts';
import { UNOWNED } from '../model/cost.ts';
import type { Finding, SecurityAlert, Severity } from '../model/governance.ts';
import { SEVERITIES } from '../model/governance.ts';
import { compareText } from '../model/order.ts';
import type { Owner } from '../model/ownership.ts';
import { addDays, type Day, type Period } from '../model/time.ts';
import type { AlertLine, FindingLine } from './report.ts';

/** Whose a place in the estate is; several teams when it is split between them. */
export type FindOwner = (place: {
  readonly clusterName: string;
  readonly namespace: string;
  readonly workload: string;
}) => Owner;

/** A finding with the teams it concerns: `platform` findings concern nobody's team. */
export interface OwnedFinding {
  readonly finding: Finding;
  readonly teams: readonly string[];
}

/** Name under which reports list what belongs to the platform rather than to a team. */
export const PLATFORM = 'platform';

/**
 * The days whose readings belong to a report of the period. Readings are made in the morning and tell of
 * the day before, so a week's readings are those of Tuesday to the Monday after.
 */
export function readingDays(period: Period): { readonly from: Day; readonly to: Day } {
  return { from: addDays(period.from, 1), to: addDays(period.to, 1) };
}

/** Gives every finding its teams; what hangs on no namespace, or on a shared one, is the platform's. */
export function ownFindings(
  findings: readonly Finding[],
  findOwner: FindOwner,
  config: Config,
): readonly OwnedFinding[] {
  return findings.map((finding) => ({ finding, teams: teamsOf(finding, findOwner, config) }));
}

/** The teams that a place concerns. */
export function teamsOf(
  place: { readonly clusterName: string; readonly namespace: string; readonly workload: string },
  findOwner: FindOwner,
  config: Config,
): readonly string[] {
  if (place.namespace === '') return [PLATFORM];
  const owner = findOwner(place);
  if (owner.kind === 'team') return [owner.team];
  if (owner.kind === 'split') return owner.shares.map((share) => share.team).sort();
  return owner.kind === 'shared' ? [config.cost.platformTeam ?? PLATFORM] : [UNOWNED];
}

/** A finding as reports list it. `overdue` is judged on the last day of the report's readings. */
export function toFindingLine({ finding, teams }: OwnedFinding, today: Day): FindingLine {
  const { id, title, severity, surface, actor, clusterName, namespace, workload, detail, fixedVersion } =
    finding;
  const { firstSeen, dueOn, state, source } = finding;
  const overdue = state === 'open' && dueOn !== undefined && dueOn < today;
  return {
    ...{ id, title, severity, surface, actor, clusterName, namespace, workload, detail, fixedVersion },
    ...{ firstSeen, dueOn, state, source, overdue },
    team: teams.join(', '),
  };
}

export function toAlertLine(alert: SecurityAlert, clusterName: string, teams: readonly string[]): AlertLine {
  const { title, severity, namespace, workload, tactic, raisedAt, link } = alert;
  return {
    title,
    severity,
    clusterName,
    namespace,
    workload,
    tactic,
    raisedAt,
    team: teams.join(', '),
    link,
  };
}

/** Was it resolved by a reading of the days `from` to `to`? */
export function wasFixed({ finding: { resolvedOn } }: OwnedFinding, from: Day, to: Day): boolean {
  return resolvedOn !== undefined && resolvedOn >= from && resolvedOn <= to;
}

/** First what is due first, then what is worse, then by place. */
export function compareFindings(a: FindingLine, b: FindingLine): number {
  return (
    compareText(a.dueOn ?? '9999', b.dueOn ?? '9999') ||
    rank(a.severity) - rank(b.severity) ||
    compareText(a.clusterName, b.clusterName) ||
    compareText(a.namespace, b.namespace) ||
    compareText(a.id, b.id)
  );
}

function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}
