import { z } from 'zod';
import { ROLES } from '../model/role.ts';
import { identifier, mailAddress, text, webUrl } from './values.ts';

/** The settings of `access`: who may read what. Whoever is not named here reads nothing. */

const role = z.enum(ROLES);

const MembersSchema = z
  .strictObject({
    groups: z
      .array(z.guid('write the object id of an Entra group, such as 11111111-2222-3333-4444-555555555555'))
      .default([])
      .describe('Object ids of Entra groups.'),
    appRoles: z
      .array(text)
      .default([])
      .describe('Values of app roles of the app registration, such as Purser.Finance.'),
    addresses: z
      .array(mailAddress)
      .default([])
      .describe('Sign-in addresses (user principal names) of people of the tenant; guests never match.'),
  })
  .describe('Who belongs: whoever fits one of the entries.');

const rolesSchema = z.strictObject({
  finance: MembersSchema.prefault({}).describe('Who reads every chargeback.'),
  security: MembersSchema.prefault({}).describe('Who reads every governance report.'),
  platform: MembersSchema.prefault({}).describe('Who reads everything, collects, sends and sees the status.'),
}) satisfies z.ZodType<Record<(typeof ROLES)[number], unknown>>;

export const AccessSchema = z.strictObject({
  tenants: z
    .array(z.guid('write the id of an Entra tenant, such as 11111111-2222-3333-4444-555555555555'))
    .default([])
    .describe('Entra tenants whose people may sign in; without one nobody may.'),
  guests: z
    .boolean()
    .default(false)
    .describe('Whether guests of the tenant are let in; they belong by group or app role only.'),
  leadsAreMembers: z
    .boolean()
    .default(true)
    .describe('Whether the mail addresses of a team’s leads are sign-in addresses of its members.'),
  roles: rolesSchema.prefault({}),
  teams: z
    .record(identifier, MembersSchema)
    .default({})
    .describe('Members of teams by team id, beside their leads.'),
  automation: z
    .strictObject({
      roles: z.array(role).default([]).describe('Roles of whoever holds a function key.'),
      teams: z.array(identifier).default([]).describe('Teams that whoever holds a function key reads.'),
    })
    .prefault({})
    .describe('What a caller of /api/automation with a function key may do; without an entry nothing.'),
  graphUrl: webUrl
    .default('https://graph.microsoft.com')
    .describe('Microsoft Graph, asked about people in more than 200 groups. Other clouds have their own.'),
});

/** Who may read what, as `purser.yaml` says. */
export type AccessConfig = Readonly<z.output<typeof AccessSchema>>;
export type Members = Readonly<z.output<typeof MembersSchema>>;
