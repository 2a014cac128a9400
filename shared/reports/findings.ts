import type { Config } from '../config/schema.ts';
import { explainAlert } from '../governance/alert.ts';
import { judgeUrgency } from '../governance/due.ts';
import type { Change } from '../governance/history.ts';
import { UNOWNED } from '../model/cost.ts';
import type { Finding, SecurityAlert, Severity } from '../model/governance.ts';
import { SEVERITIES } from '../model/governance.ts';
import { compareText } from '../model/order.ts';
import type { Owner } from '../model/ownership.ts';
import { addDays, type Day, type Period } from '../model/time.ts';
import { describeTeam } from './chargeback.ts';
import type { AlertLine, FindingLine } from './findingLine.ts';

/** Whose a place in the estate is; several teams when it is split between them. */
export type FindOwner = (place: {
  readonly clusterName: string;
  readonly namespace: string;
  readonly workload: string;
}) => Owner;

/** A finding as it stood at the end of a week, with what the week did to it and the teams it concerns. */
export interface OwnedFinding {
  readonly finding: Finding;
  readonly change: Change;
  /** {@link PLATFORM} when it concerns nobody's team. */
  readonly teams: readonly string[];
}

/** Name under which reports list what belongs to the platform rather than to a team. */
export const PLATFORM = 'platform';

/**
 * The days whose readings belong to a report of the period. Readings are made in the morning and tell of
 * the day before, so a week's readings are those of Tuesday to the Monday after.
 */
export function readingDays(period: Pick<Period, 'from' | 'to'>): { readonly from: Day; readonly to: Day } {
  return { from: addDays(period.from, 1), to: addDays(period.to, 1) };
}

/** The teams that a place concerns; what hangs on no namespace, or on a shared one, is the platform's. */
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

/** What reports call the owners of a finding, given as {@link FindingLine.team} has them. */
export function nameTeams(config: Config, teams: string): string {
  if (teams.includes(', ')) return teams;
  const isConfigured = config.teams.some(({ id }) => id === teams);
  return teams === PLATFORM && !isConfigured ? 'Platform' : describeTeam(config, teams).teamName;
}

/** A finding as reports list it. `overdue` is judged on the last day of the report's readings. */
export function toFindingLine({ finding, teams, change }: OwnedFinding, today: Day): FindingLine {
  const { id, source, control, title, severity, surface, actor, clusterName, namespace, workload } = finding;
  const { detail, fixAvailable, fixedVersion, firstSeen, lastSeen, dueOn, state, link } = finding;
  const { exploited, match, sourceOwner, notSeenSince, exemption, resolvedOn, reopenedOn } = finding;
  const urgency = judgeUrgency(finding, today);
  return {
    ...{ id, source, control, title, severity, surface, actor, clusterName, namespace, workload },
    ...{ detail, fixAvailable, fixedVersion, firstSeen, lastSeen, dueOn, state, resolvedOn, reopenedOn },
    ...(exploited !== undefined && { exploited }),
    ...(match && { match }),
    ...(sourceOwner && { sourceOwner }),
    ...(notSeenSince && { notSeenSince }),
    ...(exemption && { exemption }),
    ...{ link, team: teams.join(', '), change, urgency, overdue: urgency === 'overdue' },
  };
}

/** An alert as reports list it, explained by its kind. */
export function toAlertLine(alert: SecurityAlert, clusterName: string, teams: readonly string[]): AlertLine {
  const { title, severity, status, namespace, workload, image, tactic, techniques, raisedAt, link } = alert;
  const { control, why, fix } = explainAlert(alert);
  return {
    ...{ title, severity, status, clusterName, namespace, workload, image, tactic, techniques, raisedAt },
    ...{ team: teams.join(', '), control, why, fix, link },
  };
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
