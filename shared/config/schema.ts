import { z } from 'zod';
import { UNOWNED } from '../model/cost.ts';
import { AccessSchema } from './access.ts';
import { AudiencesSchema, RecipientsSchema, TeamChannelsSchema } from './audiences.ts';
import { CostSchema } from './cost.ts';
import { DeliverySchema } from './delivery.ts';
import { GovernanceSchema } from './governance.ts';
import { RunningSchema } from './running.ts';
import { day, environmentName, hasSixDecimals, identifier, pattern, text, webUrl } from './values.ts';

/**
 * The configuration file, `purser.yaml`. This schema is its only definition: the types, the checks and the
 * JSON Schema for editors all come from it. Secrets are never written here: a field ending in `Env` names
 * the environment variable that holds one.
 */

export const TeamSchema = z.strictObject({
  id: identifier
    .refine((id) => id !== UNOWNED, {
      error: 'choose another id: Purser itself calls "unowned" what nobody owns',
    })
    .describe('What labels and rules call the team.'),
  name: text.describe('What reports call the team.'),
  costCenter: text.describe('Cost centre that finance charges.'),
  glAccount: text
    .optional()
    .describe('General-ledger account for the journal; the default is accounting.glAccount.'),
  aliases: z.array(text).default([]).describe('Other values of the team label that mean this team.'),
  leads: RecipientsSchema.prefault({}),
  channels: TeamChannelsSchema.prefault({}),
  manager: RecipientsSchema.optional().describe(
    'Who is told what is overdue for longer than audiences.overdueAfterDays.',
  ),
  budget: z
    .strictObject({
      monthly: z.number().positive().refine(hasSixDecimals, { error: 'write six decimals at most' }),
      currency: z.string().regex(/^[A-Z]{3}$/, 'write an ISO 4217 code such as EUR'),
    })
    .optional()
    .describe('What the team plans to spend a month.'),
});

export const OwnershipRuleSchema = z
  .strictObject({
    cluster: pattern.optional().describe('Cluster name; * stands for any run of characters.'),
    namespace: pattern.optional().describe('Namespace; * stands for any run of characters.'),
    labels: z
      .record(text, pattern)
      .optional()
      .describe('Labels of the workload or its namespace, all of which must match.'),
    team: identifier.optional().describe('The team that owns what matches.'),
    split: z
      .record(
        identifier,
        z
          .number()
          .positive()
          .max(1_000_000)
          .refine(hasSixDecimals, { error: 'write a weight with six decimals at most' }),
      )
      .refine((weights) => Object.keys(weights).length > 0, {
        error: 'name at least one team with its weight, such as { shop: 70, search: 30 }',
        params: { wrong: 'names no team' },
      })
      .optional()
      .describe('Several teams with their relative weights, such as { shop: 70, search: 30 }.'),
    shared: z
      .literal(true)
      .optional()
      .describe('Shared by all teams: kube-system, ingress, monitoring agents.'),
    unowned: z
      .literal(true)
      .optional()
      .describe('Nobody owns it, on purpose; goes to the contact for the unowned.'),
    reason: text.optional().describe('Why, in words for the report.'),
    from: day
      .optional()
      .describe('First day it applies; without it a change of the rule corrects past months as well.'),
    to: day.optional().describe('Last day it applies.'),
  })
  .refine(
    (rule) =>
      [rule.team, rule.split, rule.shared, rule.unowned].filter((outcome) => outcome !== undefined).length ===
      1,
    {
      error: 'say exactly one of team, split, shared or unowned',
      params: { wrong: 'gives no owner, or several' },
    },
  )
  .refine(
    (rule) =>
      rule.cluster !== undefined || rule.namespace !== undefined || Object.keys(rule.labels ?? {}).length > 0,
    {
      error: 'say what it applies to: cluster, namespace or labels; namespace: "*" applies to everything',
      params: { wrong: 'does not say what it applies to' },
    },
  );

const ownership = z.strictObject({
  labels: z
    .array(text)
    .min(1)
    .default(['team'])
    .describe(
      'Label keys that name the team, the first one present wins; looked up on the workload, then on its namespace.',
    ),
  rules: z
    .array(OwnershipRuleSchema)
    .default([])
    .describe('Rules in order; the first that matches decides, before any label is looked at.'),
});

const allocationEndpoint = z.discriminatedUnion('via', [
  z.strictObject({
    via: z.literal('url'),
    cluster: pattern,
    kind: z.enum(['opencost', 'kubecost']).default('opencost'),
    url: webUrl.describe('Base URL, such as https://opencost.internal:9003.'),
    apiKeyEnv: environmentName.optional().describe('Environment variable with the Kubecost X-API-KEY.'),
  }),
  z.strictObject({
    via: z.literal('serviceProxy'),
    cluster: pattern,
    kind: z.enum(['opencost', 'kubecost']).default('opencost'),
    namespace: text.default('opencost'),
    service: text.default('opencost'),
    port: z.int().min(1).max(65_535).default(9003),
  }),
  z.strictObject({
    via: z.literal('metering').describe('Purser’s own samples of the Kubernetes API.'),
    cluster: pattern,
  }),
]);

const clusterAccess = z.strictObject({
  cluster: pattern,
  server: webUrl
    .optional()
    .describe('API server URL; by default the one in the kubeconfig that Azure gives.'),
  caFile: text.optional().describe('PEM file with the API server’s certificate authority.'),
  tokenEnv: environmentName
    .optional()
    .describe('Environment variable with a bearer token; by default an Entra token.'),
});

const azure = z.strictObject({
  subscriptions: z
    .array(z.guid('write the id of a subscription, such as 11111111-2222-3333-4444-555555555555'))
    .min(1)
    .describe('Subscriptions to watch; each must be visible or the report says so.'),
  resourceManagerUrl: webUrl.default('https://management.azure.com').describe('Other clouds have their own.'),
  resourceManagerAudience: webUrl
    .default('https://management.azure.com')
    .describe('Audience of Resource Manager tokens.'),
  kubernetesAudience: text
    .default('6dae42f8-4368-4678-94ff-3960e28e3630')
    .describe('Application id of the AKS Entra server; other clouds may have their own.'),
  clusters: z.array(pattern).min(1).default(['*']).describe('Cluster names to watch.'),
});

export const ConfigSchema = z
  .strictObject({
    organisation: text.describe('Name on the reports.'),
    azure,
    kubernetes: z.strictObject({ access: z.array(clusterAccess).default([]) }).prefault({}),
    allocation: z
      .array(allocationEndpoint)
      .default([])
      .describe('Where OpenCost or Kubecost answers; first match by cluster name.'),
    teams: z.array(TeamSchema).min(1),
    ownership: ownership.prefault({}),
    metering: z
      .strictObject({
        clusters: z
          .array(pattern)
          .default([])
          .describe(
            'Clusters that are sampled for comparison, beside those whose allocation is via metering.',
          ),
        longestGapMinutes: z
          .number()
          .positive()
          .max(1440)
          .default(15)
          .describe('A sample speaks for the time until the next, but for no longer than this.'),
      })
      .prefault({}),
    cost: CostSchema.prefault({}),
    unitCosts: z
      .array(
        z.strictObject({
          name: text.describe('What is counted, such as order or active user.'),
          team: identifier.optional().describe('Whose cost is divided; without it the organisation’s.'),
          quantities: z
            .record(
              z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'write a month such as 2026-10'),
              z.number().positive(),
            )
            .describe('How many there were, by month.'),
        }),
      )
      .default([])
      .describe('Cost a unit of something the business counts.'),
    governance: GovernanceSchema.prefault({}),
    accounting: z
      .strictObject({
        glAccount: text.default('6400').describe('General-ledger account that teams are debited on.'),
        clearingCostCenter: text.default('IT-CLEARING').describe('Cost centre that is credited.'),
        clearingGlAccount: text.default('6499'),
        unownedCostCenter: text.default('UNOWNED'),
      })
      .prefault({}),
    audiences: AudiencesSchema,
    access: AccessSchema.prefault({}).describe('Who may read reports over HTTP.'),
    delivery: DeliverySchema.prefault({}),
    locale: text
      .refine(isLocale, { error: 'write a BCP 47 locale such as en, de-DE or pt-BR' })
      .default('en')
      .describe(
        'BCP 47 locale: the language of mails, cards, pages and workbooks, and how they write numbers and dates.',
      ),
    timeZone: text
      .refine(isTimeZone, { error: 'write an IANA time zone such as Europe/Berlin' })
      .default('UTC')
      .describe(
        'IANA time zone in which instants are shown. Days, weeks and months are of UTC, as Azure bills them.',
      ),
    running: RunningSchema.prefault({}).describe('Where Purser runs.'),
    templates: text
      .optional()
      .describe(
        'Folder of mail templates of your own, from the folder of this file; each replaces Purser’s of the same name. See docs/templates.md.',
      ),
    reportBaseUrl: webUrl
      .optional()
      .describe('Where the report pages are reached, for links in mails and cards.'),
  })
  .describe('Purser configuration');

/** A checked configuration with every default filled in. */
export type Config = Readonly<z.output<typeof ConfigSchema>>;
export type TeamConfig = Config['teams'][number];
export type OwnershipRule = Config['ownership']['rules'][number];
export type CostExtra = Config['cost']['extras'][number];
export type ExportPlace = Config['cost']['exports'][number];
export type Agreement = Config['cost']['agreements'][number];
export type ConfiguredExemption = Config['governance']['exemptions'][number];
export type Recipients = Config['audiences']['finance'];

function isLocale(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
