import { z } from 'zod';
import { environmentName, mailAddress, pattern, text, webUrl } from './values.ts';

const count = z.int().positive();

/** What every way of sending mail has. */
const mail = {
  from: text.describe('Sender, such as "Purser <purser@contoso.com>".'),
  replyTo: mailAddress.optional().describe('Where answers go; by default to the sender.'),
  domains: z
    .array(text)
    .min(1)
    .describe('Recipient domains that mail may go to; a label gone wrong must not leak a report.'),
  maxMegabytes: z
    .number()
    .positive()
    .max(150)
    .optional()
    .describe(
      'Size of the largest mail, attachments as they travel included: by default 20 by SMTP, 9 by Communication Services, 3 by Graph. What does not fit is left out, the largest first, and the mail says so.',
    ),
  limits: z
    .strictObject({
      perMinute: count.optional(),
      perHour: count.optional(),
      perDay: count.optional(),
    })
    .optional()
    .describe(
      'How many mails may be sent, for all instances together. By default what the service publishes; none by SMTP. What would be too much waits in the queue.',
    ),
};

const smtp = z.strictObject({
  host: text,
  port: z.int().min(1).max(65_535).default(587),
  tls: z
    .enum(['starttls', 'implicit', 'none'])
    .default('starttls')
    .describe(
      'starttls insists on encryption, on port 587; implicit begins with it, on 465; none is for a relay on this machine.',
    ),
  caFile: text
    .optional()
    .describe(
      'PEM file with the certificate authority of the server, where it is none that everybody trusts.',
    ),
  user: text.optional(),
  passwordEnv: environmentName.optional(),
  connections: count.max(100).default(5).describe('Connections that are kept open at most.'),
});

const communicationServices = z
  .strictObject({
    endpoint: webUrl
      .optional()
      .describe(
        'Endpoint of the resource, such as https://contoso.europe.communication.azure.com; Purser signs in with its identity.',
      ),
    connectionStringEnv: environmentName
      .optional()
      .describe('Environment variable with a connection string, where there is no identity.'),
  })
  .refine(
    ({ endpoint, connectionStringEnv }) => (endpoint === undefined) !== (connectionStringEnv === undefined),
    {
      error: 'say either endpoint or connectionStringEnv',
      params: { wrong: 'does not say where the resource is' },
    },
  );

const graph = z.strictObject({
  mailbox: mailAddress
    .optional()
    .describe('Mailbox that sends; by default the address of the sender. Give Mail.Send for it alone.'),
  url: webUrl
    .default('https://graph.microsoft.com')
    .describe('Other clouds have their own, such as https://graph.microsoft.us.'),
});

/** How mail leaves the house. Without `via` it is SMTP, as it was before there was a choice. */
export const MailSchema = z.discriminatedUnion('via', [
  z.strictObject({ via: z.literal('smtp').optional().default('smtp'), smtp, ...mail }),
  z.strictObject({ via: z.literal('communicationServices'), communicationServices, ...mail }),
  z.strictObject({ via: z.literal('graph'), graph: graph.prefault({}), ...mail }),
]);

const teamsChannel = z.strictObject({
  hosts: z
    .array(pattern)
    .min(1)
    .default(['*.environment.api.powerplatform.com', '*.logic.azure.com'])
    .describe('Hosts that a webhook URL may point to.'),
});

const archive = z.strictObject({
  days: count
    .max(3660)
    .default(400)
    .describe('How long sent messages are kept, byte for byte, counted from the day they were sent.'),
});

/** How reports leave the house. */
export const DeliverySchema = z.strictObject({
  mail: MailSchema.optional(),
  teams: teamsChannel.prefault({}),
  archive: archive.prefault({}),
});

export type MailConfig = Readonly<z.output<typeof MailSchema>>;
export type MailVia = MailConfig['via'];
/** The mail section of one way of sending. */
export type MailConfigOf<V extends MailVia> = Extract<MailConfig, { readonly via: V }>;
