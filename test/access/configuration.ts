import { readConfig } from '../../shared/config/config.ts';
import type { Config } from '../../shared/config/schema.ts';
import { TENANT } from './principals.ts';

export const FINANCE_GROUP = '0e5cf7d6-3b2c-4d8f-9a51-6f0c8d1b2a01';
export const SECURITY_GROUP = '0e5cf7d6-3b2c-4d8f-9a51-6f0c8d1b2a02';
export const PLATFORM_GROUP = '0e5cf7d6-3b2c-4d8f-9a51-6f0c8d1b2a03';
export const SEARCH_GROUP = '0e5cf7d6-3b2c-4d8f-9a51-6f0c8d1b2a04';

/** An organisation with three teams; `more` stands at the end of `access`. */
export function makeConfig(more = ''): Config {
  return readConfig(
    `organisation: Contoso
azure: { subscriptions: [11111111-1111-4111-8111-111111111111] }
teams:
  - { id: shop, name: Shop, costCenter: CC-1, leads: { mail: [Shop-Lead@contoso.com] } }
  - { id: search, name: Search, costCenter: CC-2 }
  - { id: payments, name: Payments, costCenter: CC-3 }
audiences:
  finance: { teamsWebhookEnv: FINANCE_WEBHOOK }
  security: { teamsWebhookEnv: SECURITY_WEBHOOK }
  operator: { teamsWebhookEnv: OPERATOR_WEBHOOK }
delivery:
  mail: { smtp: { host: smtp.contoso.com }, from: purser@contoso.com, domains: [contoso.com] }
access:
  tenants: [${TENANT}]
  roles:
    finance: { groups: [${FINANCE_GROUP}], appRoles: [Purser.Finance], addresses: [cfo@contoso.com] }
    security: { groups: [${SECURITY_GROUP}] }
    platform: { groups: [${PLATFORM_GROUP}] }
  teams:
    search: { groups: [${SEARCH_GROUP}], appRoles: [Purser.Search], addresses: [ada@contoso.com] }
${more}
`,
    'purser.yaml',
  );
}
