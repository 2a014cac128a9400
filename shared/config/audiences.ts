import { z } from 'zod';
import { day, environmentName, mailAddress, text } from './values.ts';

/** Who gets a report. */
export const RecipientsSchema = z
  .strictObject({
    mail: z.array(mailAddress).default([]).describe('Mail addresses; all of them get the same message.'),
    teamsWebhookEnv: environmentName
      .optional()
      .describe('Environment variable with the URL of a Teams Workflows webhook. The URL is a secret.'),
  })
  .describe('Who gets a report, by mail, in a Teams channel, or both.');

const channels = z
  .array(z.enum(['mail', 'teams']))
  .min(1)
  .optional();

/** By which channels a team wants which report. */
export const TeamChannelsSchema = z
  .strictObject({
    digest: channels.describe('The weekly digest.'),
    chargeback: channels.describe('The monthly statement.'),
  })
  .describe('By which channels the leads get which report; by default each by every channel they have.');

/** What somebody can ask not to be sent: a kind of report, or the overdue findings of a manager’s teams. */
export const OPTIONAL_KINDS = ['chargeback', 'digest', 'governance', 'health', 'overdue'] as const;

const costCenter = RecipientsSchema.extend({
  costCenter: text.describe('As teams name it.'),
}).describe('Owners of a cost centre: they get the statements of all its teams in one report.');

const optOut = z.strictObject({
  address: mailAddress,
  kinds: z
    .array(z.enum(OPTIONAL_KINDS))
    .min(1)
    .describe(
      'What is not sent there. The chargeback of finance cannot be opted out of, nor a health note of something wrong.',
    ),
});

const quiet = z
  .strictObject({
    weekends: z.boolean().default(false).describe('Saturdays and Sundays in the configured time zone.'),
    days: z
      .array(
        z
          .strictObject({
            from: day,
            to: day.optional().describe('Last day; by default the first.'),
            reason: text.optional().describe('Such as a holiday, for the status.'),
          })
          .refine(({ from, to }) => to === undefined || to >= from, {
            error: 'write the first day under from and the last under to',
            params: { wrong: 'ends before it begins' },
          }),
      )
      .default([])
      .describe('Holidays and other days, in the configured time zone.'),
    kinds: z
      .array(z.enum(['digest', 'governance', 'health']))
      .min(1)
      .default(['digest'])
      .describe(
        'What waits; overdue findings wait with digests. Statements never wait, nor does a health note of something wrong.',
      ),
  })
  .describe('When reports wait. They go out when it is over; none is left out.');

/** Who gets the reports of the whole organisation; a team's own go to its leads. */
export const AudiencesSchema = z.strictObject({
  finance: RecipientsSchema,
  security: RecipientsSchema,
  operator: RecipientsSchema.describe('Also the contact for what nobody owns, unless there is another.'),
  unowned: RecipientsSchema.optional().describe('The contact for what nobody owns; by default the operator.'),
  costCenters: z.array(costCenter).default([]).describe('Owners of cost centres.'),
  overdueAfterDays: z
    .int()
    .min(0)
    .max(365)
    .default(7)
    .describe('A finding that is overdue for so many days is told to the manager of its team.'),
  emptyDigest: z
    .enum(['send', 'skip'])
    .default('send')
    .describe('A digest with nothing to say: send it as one line, or skip it.'),
  optOut: z.array(optOut).default([]).describe('Who does not want what.'),
  quiet: quiet.prefault({}),
});
