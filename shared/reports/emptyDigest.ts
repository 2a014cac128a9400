import type { DigestReport, TeamDigest } from './digestReport.ts';
import type { TeamCost } from './teamCostLine.ts';
import { STATE_LISTS } from './teamFindings.ts';

/** Whether a digest has nothing to say: no cost this week or before, no budget, no finding, no alert. */
export function isEmptyDigest({ teams }: Pick<DigestReport, 'teams'>): boolean {
  return teams.every(isEmptyWeek);
}

function isEmptyWeek({ costs, findings, alerts }: TeamDigest): boolean {
  return (
    costs.every(isNothing) && STATE_LISTS.every((list) => findings[list].length === 0) && alerts.length === 0
  );
}

function isNothing(cost: TeamCost): boolean {
  const { week, previousWeek = '0', monthToDate, budget, anomalies, rightSizing } = cost;
  return (
    [week, previousWeek, monthToDate].every((amount) => Number(amount) === 0) &&
    budget === undefined &&
    anomalies.length === 0 &&
    rightSizing.length === 0
  );
}
