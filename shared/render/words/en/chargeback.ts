import type { Figure } from '../plural.ts';
import { plural } from './plural.ts';

/** The chargeback as mail: tiles, tables and stories. */
export const chargeback = {
  charged: 'Charged to teams',
  chargedNote: 'effective cost of the clusters',
  chargedMoved: (change: string) => `effective cost; ${change} on the month before`,
  chargedTeam: 'Charged',
  chargedTeamNote: 'effective cost',
  difference: 'Difference to the bill',
  differenceTies: 'every cent is accounted for',
  differenceOpen: 'see the reconciliation',
  billed: 'Billed for the clusters',
  billedNote: 'ties to the invoice',
  adjustments: 'Adjustments',
  /** `3 lines, of September 2026 and agreed` */
  adjustmentsNote: (lines: Figure, origins: string) =>
    `${plural(lines, { one: '# line', other: '# lines' })}: ${origins}`,
  noAdjustments: 'none in this month',
  unowned: 'Unowned',
  unownedShare: (percent: string) => `${percent} of the total; no team named`,
  unownedNote: 'no team named',

  amount: 'Amount',
  share: 'Share',
  byCostCenter: 'By cost centre',
  costCenter: 'Cost centre',
  byTeam: 'By team',
  team: 'Team',
  noTeam: 'No team is charged anything.',
  part: (kind: string, amount: string) => `${kind} ${amount}`,
  byCluster: 'By cluster',
  cluster: 'Cluster',
  byKind: 'What it is made of',
  kind: 'Kind of charge',
  bookedOn: (costCenter: string, glAccount: string) => `Cost centre ${costCenter}, GL account ${glAccount}.`,
  kinds: {
    direct: 'Own use',
    idle: 'Idle capacity',
    shared: 'Shared namespaces',
    overhead: 'Overhead of the clusters',
    adjustment: 'Adjustments',
  },
  resourceGroup: 'Resource group',
  outside: 'Outside the clusters, by resource group',
  emptyParts: 'Nothing to show.',

  lines: 'Largest lines',
  namespace: 'Namespace',
  noLine: 'No line is booked.',
  ofItsPool: (percent: string) => `${percent} of its pool`,

  moved: 'What moved since the month before',

  adjusted: 'Corrections and agreements',
  adjustedNote: 'Booked in this month; a closed month itself never changes.',
  origin: 'Of which month',
  agreed: 'agreed discounts, mark-ups and credits',
  adjustedLines: (lines: Figure, teams: Figure) =>
    `${plural(lines, { one: '# line', other: '# lines' })}, ${plural(teams, { one: 'one team', other: '# teams' })}`,

  unownedTitle: 'Nobody owns these',
  unownedTableNote: 'Charged to nobody until a label or a rule names a team.',
  noNamespace: '(no namespace)',
  unownedPlace: (cluster: string, reason: string) => `${cluster}: ${reason}`,
  reasons: 'Why it has no owner',
  reason: 'Reason',
  reasonNote: (namespaces: Figure, largest: string, cluster: string, amount: string) =>
    `${plural(namespaces, { one: 'one namespace', other: '# namespaces' })}; the largest is ${largest} on ${cluster}, ${amount}`,

  reconciliation: {
    title: 'How it ties to the bill',
    figure: 'Figure',
    azureEffective: 'Effective cost of the subscriptions',
    azureEffectiveNote: 'as Azure reports it, amortized',
    inPools: 'of it in clusters',
    inPoolsNote: 'what is distributed',
    outside: 'of it outside',
    outsideNote: 'belongs to no cluster, charged elsewhere',
    difference: 'Difference',
    adjustments: 'Corrections of closed months',
    adjustmentsNote: 'booked in this one',
    charged: 'Charged to teams',
    chargedNote: 'equals what is in clusters, and the corrections',
    billedInPools: 'Billed cost of the clusters',
    billedInPoolsNote: 'actual; ties to the invoice',
    bridge: 'Bridge',
    bridgeNote: 'effective less billed: reservations and savings plans',
    azureBilled: 'Billed cost of the subscriptions',
  },

  comparisons: 'Two allocations compared',
  comparisonsNote:
    'Part of the machines’ cost that metering would charge to other namespaces than the allocation does.',
  elsewhere: 'Charged elsewhere',
  comparedDays: (days: Figure) => plural(days, { one: '# day', other: '# days' }),
  compared: (namespace: string, allocation: string, metering: string) =>
    `${namespace} ${allocation}, metered ${metering}`,

  unitCosts: 'What a unit cost',
  unit: 'Unit',
  costOfOne: 'Cost of one',
  unitOf: (owner: string, quantity: string) => `of ${owner}; ${quantity} in the month`,
  theOrganisation: 'the organisation',
  unitBefore: (before: string) => `${before} before`,
  unitChanged: (before: string, change: string) => `${before} before, ${change}`,
  unitUnknown: 'before: not known',

  method: (rules: Figure) =>
    plural(rules, {
      one: 'By one rule; the attached workbook has its text, the settings and every line.',
      other: 'By # rules; the attached workbook has their texts, the settings and every line.',
    }),
};
