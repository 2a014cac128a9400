import { addDays, type Day } from '../model/time.ts';
import { managersAudience } from './audience.ts';
import { explainControls } from './controls.ts';
import type { DigestReport, TeamDigest, TeamFindings } from './digestReport.ts';
import type { FindingLine } from './findingLine.ts';
import { compareFindings, readingDays } from './findings.ts';
import { sliceTeams } from './slice.ts';

/**
 * What managers are told of their teams' week: the findings that are the team's to fix and overdue for so many days,
 * also those that the team's own mails no longer list. Nothing else of the teams is in it, and no cost.
 * @returns undefined when nothing is overdue for so long
 */
export function sliceOverdue(
  report: DigestReport,
  teams: readonly string[],
  afterDays: number,
): DigestReport | undefined {
  const last = addDays(readingDays(report.period).to, -afterDays);
  const late = report.teams
    .filter(({ team }) => teams.includes(team))
    .map((digest) => onlyOverdue(digest, last))
    .filter(({ findings }) => findings.mine.length > 0);
  const slice = sliceTeams(
    { ...report, teams: late },
    late.map(({ team }) => team),
    { audience: managersAudience(...teams) },
  );
  return slice?.kind === 'digest' ? { ...slice, focus: 'overdue' } : undefined;
}

function onlyOverdue({ team, teamName, findings }: TeamDigest, last: Day): TeamDigest {
  const late = [...findings.mine, ...findings.silenced].filter(
    ({ overdue, dueOn }) => overdue && dueOn !== undefined && dueOn <= last,
  );
  return { team, teamName, costs: [], findings: listOnly(late), alerts: [] };
}

function listOnly(lines: readonly FindingLine[]): TeamFindings {
  const mine = lines.toSorted(compareFindings);
  return {
    ...{ mine, silenced: [], withSecops: [], withPlatform: [], notSeen: [], exempt: [], fixed: [] },
    ...{ new: [], reopened: [] },
    counts: { mine: mine.length, overdue: mine.length, dueThisWeek: 0, expiring: 0 },
    controls: explainControls(mine),
  };
}
