import { z } from 'zod';
import { UNOWNED } from '../model/cost.ts';
import { day, hasSixDecimals, identifier, pattern, text, webUrl } from './values.ts';

/** The `cost` section of the configuration: where the bill is read, how it is divided, when it is trusted. */

export const CostExtraSchema = z.strictObject({
  name: text.describe('What reports call it.'),
  resourceIds: z
    .array(text)
    .min(1)
    .describe('ARM ids of resources outside the node resource groups; * allowed.'),
  category: z.enum(['storage', 'network', 'monitoring', 'security', 'registry', 'other', 'compute']),
  clusters: z
    .array(pattern)
    .min(1)
    .default(['*'])
    .describe('Cluster names that share its cost in proportion to their own cost of the day.'),
});

const weight = z
  .number()
  .positive()
  .max(1_000_000)
  .refine(hasSixDecimals, { error: 'write a weight with six decimals at most' });

const share = z.number().min(0).max(1);

const exportPlace = z
  .strictObject({
    name: text.describe('What messages call it.'),
    containerUrl: webUrl
      .optional()
      .describe('Blob container, such as https://account.blob.core.windows.net/cost.'),
    folder: text.optional().describe('Folder on this machine, instead of a container.'),
    directory: text.default('').describe('Only what lies under this path.'),
  })
  .refine((place) => (place.containerUrl === undefined) !== (place.folder === undefined), {
    error: 'say either containerUrl or folder',
    params: { wrong: 'names no place, or two' },
  });

/** Ways of giving something that several teams share to those teams. */
const SHARING = [
  'proportional',
  'even',
  'fixed',
  'cpuRequests',
  'ramRequests',
  'cpuUsage',
  'ramUsage',
  'platform',
] as const;
const sharing = z
  .enum(SHARING)
  .describe(
    'proportional: to every team in proportion to its direct cost on that cluster and day; even: the same to each team there; fixed: by the shares given beside it; cpuRequests, ramRequests, cpuUsage, ramUsage: by that metric; platform: to the platform team.',
  );
const shares = z
  .record(identifier, weight)
  .refine((weights) => Object.keys(weights).length > 0, {
    error: 'name at least one team with its share, such as { shop: 70, search: 30 }',
    params: { wrong: 'names no team' },
  })
  .optional();

export const AgreementSchema = z
  .strictObject({
    name: text.describe('What reports call it.'),
    kind: z
      .enum(['discount', 'markup', 'credit'])
      .describe(
        'discount and markup: a percentage of what the teams are charged; credit: an amount a month.',
      ),
    percent: z.number().positive().max(100).refine(hasSixDecimals).optional(),
    amount: z
      .number()
      .positive()
      .refine(hasSixDecimals)
      .optional()
      .describe('A month for each team, in currency.'),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'write an ISO 4217 code such as EUR')
      .optional(),
    teams: z.array(pattern).min(1).describe('Teams it is for; * for all.'),
    categories: z.array(text).min(1).default(['*']).describe('Cost categories it counts; * for all.'),
    counterpart: z
      .union([identifier, z.literal(UNOWNED)])
      .optional()
      .describe('Team that takes the other side, so that nothing is made or lost; default: platformTeam.'),
    from: day.optional(),
    to: day.optional(),
  })
  .refine(
    (agreement) =>
      agreement.kind === 'credit'
        ? agreement.amount !== undefined &&
          agreement.currency !== undefined &&
          agreement.percent === undefined
        : agreement.percent !== undefined && agreement.amount === undefined,
    {
      error: 'give a discount or markup its percent, a credit its amount and currency',
      params: { wrong: 'does not say how much, or says it twice' },
    },
  );

const gate = z.strictObject({
  negativeIdle: share
    .default(0.05)
    .describe('Largest share of a cluster’s allocated cost that negative idle may reach.'),
  billRatio: z
    .strictObject({ min: z.number().positive(), max: z.number().positive() })
    .default({ min: 0.2, max: 5 })
    .describe('Band of the allocation’s own estimate of a cluster over its bill.'),
  monthRatio: z
    .strictObject({ min: z.number().positive(), max: z.number().positive() })
    .default({ min: 0.4, max: 2.5 })
    .describe('Band of the month’s total over that of the month before.'),
  unownedShare: share.default(0.5).describe('Largest share of the total that nobody owns.'),
  coveredShare: share.default(0.9).describe('Smallest share of what should have been read that was.'),
});

export const CostSchema = z.strictObject({
  exports: z
    .array(exportPlace)
    .default([])
    .describe('Cost Management exports to read the bill from, instead of the Query API.'),
  extras: z
    .array(CostExtraSchema)
    .default([])
    .describe('Costs of clusters that live outside their node resource groups.'),
  tagKeys: z
    .array(text)
    .default([])
    .describe('Tags of other resources whose value names the team that is charged for them directly.'),
  weights: z
    .strictObject({ cpuCoreHour: weight, ramGibHour: weight, gpuHour: weight })
    .optional()
    .describe(
      'Relative prices by which machines are divided; by default those of the allocation source itself.',
    ),
  idle: z
    .enum(['proportional', 'platform', 'separate'])
    .default('proportional')
    .describe(
      'proportional: to who used the machines; platform: to the platform team; separate: shown apart, charged to nobody’s team.',
    ),
  idleBy: z
    .enum(['nodePool', 'cluster'])
    .default('nodePool')
    .describe('Whether idle is shared among the users of its node pool or of the whole cluster.'),
  shared: sharing.default('proportional'),
  sharedShares: shares.describe('With shared: fixed, the teams and their relative shares.'),
  overhead: sharing.default('proportional'),
  overheadShares: shares.describe('With overhead: fixed, the teams and their relative shares.'),
  agreements: z
    .array(AgreementSchema)
    .default([])
    .describe('Discounts, mark-ups and credits between teams; each has a counterpart.'),
  outside: z
    .enum(['report', 'charge'])
    .default('report')
    .describe(
      'What belongs to no cluster: report shows it beside the charges, charge gives it to the unowned.',
    ),
  platformTeam: identifier.optional().describe('Team that takes what is given to "platform".'),
  trailingDays: z
    .int()
    .min(0)
    .max(62)
    .default(35)
    .describe('Days back that are read again because Azure may still change them.'),
  callsPerMinute: z
    .int()
    .min(1)
    .max(10_000)
    .default(4)
    .describe(
      'Cost Management calls a minute and scope; Azure allows 4, and its query units are scaled in proportion.',
    ),
  gate: gate.prefault({}).describe('What holds a chargeback back from finance until a person releases it.'),
  closing: z
    .strictObject({
      materiality: z
        .number()
        .min(0)
        .refine(hasSixDecimals, { error: 'write an amount with six decimals at most' })
        .default(1)
        .describe('Corrections of a closed month below this amount, a team and currency, wait.'),
      lookBackMonths: z
        .int()
        .min(0)
        .max(13)
        .default(3)
        .describe('Closed months back whose corrections are still looked for.'),
    })
    .prefault({}),
});
