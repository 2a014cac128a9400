import type { Figure } from '../plural.ts';
import { plural } from './plural.ts';

/** A team's week as mail. */
export const digest = {
  week: 'Cost this week',
  monthToDate: 'Month to date',
  monthLeads: 'Where the month leads',
  moved: 'What moved since the week before',
  anomalies: 'Out of the ordinary',
  waste: 'Asked for and not used',
  trend: 'Cost by week',
  weekColumn: 'Week',
  compared: 'Compared',
  amount: 'Amount',
  noWeek: 'No week was read in full.',
  namespaces: 'Cost by namespace',
  namespace: 'Namespace',
  thisWeek: 'This week',
  noNamespace: 'No namespace cost anything.',

  mine: 'Yours to fix',
  nothingMine: 'Nothing is open that is yours to fix.',
  nothingElseMine: 'Nothing else is yours to fix.',
  silenced: (findings: Figure, weeks: Figure) =>
    `${plural(findings, { one: '# finding', other: '# findings' })} overdue for more than ${plural(weeks, { one: '# week', other: '# weeks' })} ${plural(findings, { one: 'is', other: 'are' })} counted but no longer listed here.`,
  silencedLong: (findings: Figure) =>
    plural(findings, {
      one: '# finding that is long overdue is counted but no longer listed here.',
      other: '# findings that are long overdue are counted but no longer listed here.',
    }),
  counts: (fresh: string, fixed: string) => `${fresh} new, ${fixed} fixed this week`,
  countsReopened: (fresh: string, reopened: string, fixed: string) =>
    `${fresh} new, ${reopened} reopened, ${fixed} fixed this week`,
  blind: (counts: string, unscanned: string) => `${counts}; ${unscanned}`,
  overdue: 'Overdue',
  dueThisWeek: (count: string) => `${count} due within a week`,
  controls: 'Why and how to fix',
  reopened: 'Came back this week',
  fresh: 'New this week',
  fixed: 'Fixed this week',
  notSeen: 'Not seen any more, and not known to be fixed',
  notSeenNote: 'What would prove them fixed was not read, so they count as open.',
  others: (secops: string, platform: string, notSeen: string, exempt: string) =>
    `With security operations, no vendor fix yet: ${secops}; with the platform team: ${platform}; not seen any more: ${notSeen}; exempt: ${exempt}.`,
  exemptExpiring: (count: string, expiring: string) => `${count} (${expiring} expiring)`,
  quiet: 'Nothing to report: no cost, and nothing to fix.',
};
