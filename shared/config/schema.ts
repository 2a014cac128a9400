import { z } from 'zod';
import { UNOWNED } from '../model/cost.ts';
import { parseAmount } from '../model/money.ts';

/**
 * The configuration file, `purser.yaml`. This schema is its only definition: the types, the checks and the
 * JSON Schema for editors all come from it. Secrets are never written here: a field ending in `Env` names
 * the environment variable that holds one.
 */

const text = z.string().trim().min(1);
const identifier = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,62}$/,
    'use lower-case letters, digits and hyphens, starting with a letter or digit',
  );
const mailAddress = z.email('write a mail address such as lead@contoso.com');
const environmentName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'name an environment variable; never write the secret itself here')
  .refine((name) => !resemblesSecret(name), {
    error:
      'name an environment variable in capitals, such as SMTP_PASSWORD; never write the secret itself here',
  });
const webUrl = z
  .url({ protocol: /^https?$/, error: 'write a whole URL, starting with https://' })
  .refine((url) => !/^[^/]*\/\/[^/?#]*@/.test(url), {
    error: 'take the user name and password out of the URL; secrets come from environment variables',
  });

const recipients = z
  .strictObject({
    mail: z.array(mailAddress).default([]).describe('Mail addresses; all of them get the same message.'),
    teamsWebhookEnv: environmentName
      .optional()
      .describe('Environment variable with the URL of a Teams Workflows webhook. The URL is a secret.'),
  })
  .describe('Who gets a report, by mail, in a Teams channel, or both.');

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
  leads: recipients.prefault({}),
});

const pattern = text.describe('Matches the whole value; * stands for any run of characters.');

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

const distribution = z
  .enum(['proportional', 'platform'])
  .describe(
    'proportional: to every team in proportion to its direct cost on that cluster and day; platform: to the platform team.',
  );

const cost = z.strictObject({
  extras: z
    .array(CostExtraSchema)
    .default([])
    .describe('Costs of clusters that live outside their node resource groups.'),
  idle: distribution.default('proportional'),
  shared: distribution.default('proportional'),
  overhead: distribution.default('proportional'),
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
    .describe('Cost Management calls a minute and scope; Azure allows 4.'),
});

const graceDays = z.strictObject({
  critical: z.int().positive(),
  high: z.int().positive(),
  medium: z.int().positive(),
  low: z.int().positive(),
  unknown: z.int().positive(),
});

const governance = z.strictObject({
  graceDays: graceDays
    .default({ critical: 7, high: 14, medium: 30, low: 90, unknown: 90 })
    .describe('Days from first seen until a finding is due, by severity.'),
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

const mail = z.strictObject({
  smtp: z.strictObject({
    host: text,
    port: z.int().min(1).max(65_535).default(587),
    tls: z
      .enum(['starttls', 'implicit', 'none'])
      .default('starttls')
      .describe('none is for a relay on this machine.'),
    user: text.optional(),
    passwordEnv: environmentName.optional(),
  }),
  from: text.describe('Sender, such as "Purser <purser@contoso.com>".'),
  domains: z
    .array(text)
    .min(1)
    .describe('Recipient domains that mail may go to; a label gone wrong must not leak a report.'),
});

const teamsChannel = z.strictObject({
  hosts: z
    .array(pattern)
    .min(1)
    .default(['*.environment.api.powerplatform.com', '*.logic.azure.com'])
    .describe('Hosts that a webhook URL may point to.'),
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
    cost: cost.prefault({}),
    governance: governance.prefault({}),
    accounting: z
      .strictObject({
        glAccount: text.default('6400').describe('General-ledger account that teams are debited on.'),
        clearingCostCenter: text.default('IT-CLEARING').describe('Cost centre that is credited.'),
        clearingGlAccount: text.default('6499'),
        unownedCostCenter: text.default('UNOWNED'),
      })
      .prefault({}),
    audiences: z.strictObject({
      finance: recipients,
      security: recipients,
      operator: recipients.describe('Also the contact for what nobody owns.'),
    }),
    delivery: z.strictObject({ mail: mail.optional(), teams: teamsChannel.prefault({}) }).prefault({}),
    locale: text
      .refine(isLocale, { error: 'write a BCP 47 locale such as en, de-DE or pt-BR' })
      .default('en')
      .describe('BCP 47 locale of numbers and dates in mails and cards.'),
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
export type Recipients = Config['audiences']['finance'];

/**
 * A secret pasted where a name belongs, as far as that can be told: words of lower-case letters and digits
 * without an underscore, as passwords and keys are, or longer than any sensible name.
 */
function resemblesSecret(name: string): boolean {
  return name.length > 64 || (/[a-z]/.test(name) && /\d/.test(name) && !name.includes('_'));
}

function hasSixDecimals(weight: number): boolean {
  return (parseAmount(weight) ?? 0n) % 10n ** 22n === 0n;
}

function isLocale(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}
