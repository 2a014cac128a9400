import { z } from 'zod';
import { environmentName, mailAddress } from './values.ts';

/** Who gets a report. */
export const RecipientsSchema = z
  .strictObject({
    mail: z.array(mailAddress).default([]).describe('Mail addresses; all of them get the same message.'),
    teamsWebhookEnv: environmentName
      .optional()
      .describe('Environment variable with the URL of a Teams Workflows webhook. The URL is a secret.'),
  })
  .describe('Who gets a report, by mail, in a Teams channel, or both.');

/** Who gets the reports of the whole organisation; a team's own go to its leads. */
export const AudiencesSchema = z.strictObject({
  finance: RecipientsSchema,
  security: RecipientsSchema,
  operator: RecipientsSchema.describe('Also the contact for what nobody owns.'),
});
