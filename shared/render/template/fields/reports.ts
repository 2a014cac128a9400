import type { Report } from '../../../reports/report.ts';
import type { ChargebackView } from '../../view/chargebackView.ts';
import type { DigestView } from '../../view/digestView.ts';
import type { GovernanceView } from '../../view/governanceView.ts';
import type { HealthView } from '../../view/healthView.ts';
import { en } from '../../words/en/en.ts';
import type { MailFrame } from '../mailView.ts';
import type { DescribedFields, Field } from './field.ts';
import { FRAME } from './frame.ts';
import { STORY, TILES, table } from './parts.ts';

const STATEMENT = {
  heading: 'the currency where the report has several, else empty',
  tiles: TILES,
  changed: 'whether there is a movement or an adjustment to tell of',
  costCenters: table('amounts by cost centre'),
  teams: table('amounts by team; not in one team’s own'),
  kinds: table('one team’s amounts by kind of charge'),
  adjustments: table('corrections and agreements, by the month that they correct'),
  clusters: table('amounts by cluster'),
  lines: table('a team’s largest lines'),
  movement: { about: 'why it differs from the month before', fields: STORY },
  unowned: table('namespaces that nobody owns'),
  unownedReasons: table('why cost has no owner'),
  reconciliation: table('how the amounts tie to Azure’s bill'),
  outside: table('cost outside the clusters, by resource group'),
} as const satisfies DescribedFields<ChargebackView['statements'][number]>;

const TEAM = {
  heading: 'the team’s name where the report has several teams, else empty',
  quiet: 'all there is to say of a week with nothing in it, else empty',
  tiles: TILES,
  stories: { about: 'what to know of the cost', each: { about: 'sentences', fields: STORY } },
  costs: {
    about: 'the cost, by currency',
    each: {
      about: 'the cost in one currency',
      fields: { trend: table('cost by week'), namespaces: table('cost by namespace') },
    },
  },
  mine: table('findings that are the team’s to fix'),
  controls: table('why they matter and how to fix them, by control'),
  reopened: table('findings that came back'),
  fresh: table('findings that are new'),
  fixed: table('findings that were fixed'),
  notSeen: table('findings that are not seen any more, and not known to be fixed'),
  exempt: table('findings that are exempt'),
  alerts: table('security alerts'),
  others: 'what is not the team’s to fix, in a sentence; empty for managers',
} as const satisfies DescribedFields<DigestView['teams'][number]>;

const CHARGEBACK = {
  statements: { about: 'the chargeback, by currency', each: { about: 'one currency', fields: STATEMENT } },
  unitCosts: table('what a unit of something cost'),
  method: 'how cost was divided, in a sentence',
  comparisons: table('the allocation held against a second source'),
} as const satisfies DescribedFields<Omit<ChargebackView, 'frame'>>;

const DIGEST = {
  teams: { about: 'the teams', each: { about: 'one team', fields: TEAM } },
  moreTeams: 'how many teams are not shown, or empty',
} as const satisfies DescribedFields<Omit<DigestView, 'frame'>>;

const GOVERNANCE = {
  tiles: TILES,
  surfaces: table('open findings by team and attack surface'),
  overdue: table('overdue findings by team'),
  trend: table('open findings by week'),
  severities: table('open findings by severity, and how long fixing took'),
  actors: table('open findings by who can fix them'),
  controls: table('the most frequent controls, why they matter and how to fix them'),
  alerts: table('security alerts'),
  findings: table('findings that are due first'),
  score: table('Defender’s secure score by control'),
  standards: table('compliance standards'),
  initiatives: table('Azure Policy initiatives'),
  violations: table('constraints that are violated in clusters'),
  exemptions: table('exemptions and when they end'),
  scans: table('what is scanned, and by what'),
  plans: table('Defender plans'),
  unread: table('what could not be read'),
} as const satisfies DescribedFields<Omit<GovernanceView, 'frame'>>;

const HEALTH = {
  tiles: TILES,
  quiet: 'all there is to say where nothing needs the operator, else empty',
  stuck: table('messages and reports that are stuck, and what to do'),
  notRun: table('what failed, was not read or not built, and what to do'),
  ran: table('what ran, by stage'),
  cost: { about: 'what it cost to run', fields: STORY },
} as const satisfies DescribedFields<Omit<HealthView, 'frame'>>;

/** Fields that every mail template has, and that partials reach by `@root`. */
export const MAIL = {
  frame: { about: 'what surrounds every report', fields: FRAME },
  preview: 'what inboxes show behind the subject',
  words: { about: 'what the templates themselves say, in the reader’s language', fields: en.template },
} as const satisfies DescribedFields<MailFrame> & Record<'frame', Field>;

/** Fields of the mail template of each kind of report, beside those of {@link MAIL}. */
export const REPORTS = {
  chargeback: CHARGEBACK,
  digest: DIGEST,
  governance: GOVERNANCE,
  health: HEALTH,
} as const satisfies Record<Report['kind'], Readonly<Record<string, Field>>>;
