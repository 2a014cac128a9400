import type { Figure } from '../plural.ts';
import { plural } from './plural.ts';

/** The governance report as mail. */
export const governance = {
  open: 'Open',
  openNote: (fresh: string, reopened: string, fixed: string) =>
    `${fresh} new, ${reopened} reopened, ${fixed} fixed`,
  overdue: 'Overdue',
  dueThisWeek: (count: string) => `${count} due within a week`,
  exempt: 'Exempt',
  expiring: (count: Figure) => plural(count, { one: '# exemption expiring', other: '# exemptions expiring' }),
  secureScore: 'Secure score',
  seeMissing: 'see what is missing',
  scanned: 'Scanned',
  scannedNote: 'clusters and registries',
  of: (part: string, whole: string) => `${part} of ${whole}`,

  surfaces: 'Open findings by team and attack surface',
  surfacesNote: (names: string) => `Not scanned, so that 0 does not mean safe: ${names}.`,
  team: 'Team',
  allTeams: 'All teams',
  overdueByTeam: 'Overdue by team',
  ofOpen: 'Of open',
  dueSince: 'Due since',
  nothingOverdue: 'Nothing is overdue.',
  severities: 'By severity, and how long fixing took',
  severitiesNote: (days: string) => `Days from first seen to fixed, of what was fixed on ${days}.`,
  fixed: 'Fixed',
  mean: 'Mean',
  median: 'Median',
  none: 'none',
  actors: 'Who can fix it',
  who: 'Who',
  controls: 'Most frequent controls, why and how to fix',
  noControl: 'No control is violated.',
  dueFirst: 'What is due first',
  nothingOpen: 'Nothing is open.',

  trend: 'Open findings by week',
  week: 'Week',
  compared: 'Compared',
  criticalHigh: 'Critical, high',
  pair: (first: string, second: string) => `${first}, ${second}`,
  trendNote: 'Of the weeks before it is not known what was open.',
  noTrend: 'It is not known what was open in any of the weeks.',

  scoreNote: (shares: string) => `By subscription: ${shares}.`,
  scoreMore: (shares: string, count: Figure) =>
    `By subscription: ${shares}; ${plural(count, { other: 'and # more, in the workbook' })}.`,
  scoreUnread: (note: string, names: string) => `${note} Not read: ${names}.`,
  scoreOf: (name: string, current: string, max: string) => `${name} ${current} of ${max}`,
  control: 'Control',
  now: 'Now',
  canGain: 'Can gain',
  health: (unhealthy: string, healthy: string) => `${unhealthy} unhealthy, ${healthy} healthy`,
  notCounted: 'not counted',
  noScore: 'No control of the score was read.',
  scoreNotRead: 'the week before was not read',
  scoreSame: 'as the week before',
  scoreUp: (points: Figure) =>
    plural(points, { one: 'up # point in a week', other: 'up # points in a week' }),
  scoreDown: (points: Figure) =>
    plural(points, { one: 'down # point in a week', other: 'down # points in a week' }),
  scoreShared: (moved: string) => `${moved}, of subscriptions that both weeks have`,

  standards: 'Regulatory compliance',
  standardsNote:
    'Controls that pass, of those that were judged. What is skipped or not supported is no pass.',
  standard: 'Standard',
  passed: 'Passed',
  notJudgedColumn: 'Not judged',
  notJudged: 'not judged',
  skipped: (skipped: string, unsupported: string) => `${skipped} skipped, ${unsupported} not supported`,
  noStandard: 'No regulatory standard was read.',

  initiatives: 'Azure Policy by initiative',
  initiativesNote: 'Resources that do not comply, of all that were evaluated.',
  initiative: 'Initiative or policy',
  notCompliant: 'Not compliant',
  assignments: (count: Figure) => plural(count, { one: '# assignment', other: '# assignments' }),
  notEvaluated: 'not evaluated',
  policies: (part: string, whole: Figure) =>
    `${part} of ${plural(whole, { one: '# policy', other: '# policies' })}`,
  noInitiative: 'No policy assignment was read.',

  violations: 'Objects in breach',
  violationsNote:
    'As Gatekeeper counts them, else as Azure Policy lists them; 500+ where Azure cut its list short.',
  objects: 'Objects',

  plans: 'Defender plans',
  plan: 'Plan',
  subscription: 'Subscription',
  state: 'State',
  on: 'on',
  off: 'off',
  offInIt: (parts: string) => `off in it: ${parts}`,
  noPlan: 'No plan was read.',
  unread: 'What could not be read',
  unreadOf: 'Of',
  source: 'Source',
};
