import { z } from 'zod';
import { environmentName, pattern, text } from './values.ts';

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

/** How reports leave the house. */
export const DeliverySchema = z.strictObject({ mail: mail.optional(), teams: teamsChannel.prefault({}) });
