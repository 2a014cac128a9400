import { isExpiring } from '../governance/exemption.ts';
import { limitNagging } from '../governance/nagging.ts';
import type { Day } from '../model/time.ts';
import { explainControls } from './controls.ts';
import type { TeamFindings } from './digestReport.ts';
import type { FindingLine } from './findingLine.ts';
import { compareFindings } from './findings.ts';

/** The lists of state of {@link TeamFindings}. */
export const STATE_LISTS = [
  'mine',
  'silenced',
  'withSecops',
  'withPlatform',
  'notSeen',
  'exempt',
  'fixed',
] as const satisfies readonly (keyof TeamFindings)[];

/**
 * Puts a team's findings in the list of their state, each in one.
 * @param day the last day of the report's readings
 * @param nagWeeks weeks overdue after which mails no longer list a finding
 */
export function sortTeamFindings(findings: readonly FindingLine[], day: Day, nagWeeks: number): TeamFindings {
  const lines = findings.toSorted(compareFindings);
  const open = lines.filter(({ state }) => state === 'open');
  const seen = open.filter(({ notSeenSince }) => notSeenSince === undefined);
  const own = seen.filter(({ actor }) => actor === 'team');
  const { listed, silenced } = limitNagging(own, day, nagWeeks);
  const exempt = lines.filter(({ state }) => state === 'exempt');
  return {
    mine: listed,
    silenced,
    nagWeeks,
    withSecops: seen.filter(({ actor }) => actor === 'secops'),
    withPlatform: seen.filter(({ actor }) => actor === 'platform'),
    notSeen: open.filter(({ notSeenSince }) => notSeenSince !== undefined),
    exempt: exempt.toSorted((a, b) => (endOf(a) < endOf(b) ? -1 : endOf(a) > endOf(b) ? 1 : 0)),
    fixed: lines.filter(({ state }) => state === 'resolved'),
    new: open.filter(({ change }) => change === 'new'),
    reopened: open.filter(({ change }) => change === 'reopened'),
    counts: {
      mine: own.length,
      overdue: own.filter(({ overdue }) => overdue).length,
      dueThisWeek: own.filter(({ urgency }) => urgency === 'thisWeek').length,
      expiring: exempt.filter(({ exemption }) => exemption && isExpiring(exemption, day)).length,
    },
    controls: explainControls(own),
  };
}

function endOf({ exemption }: FindingLine): string {
  return exemption?.until ?? '9999';
}
