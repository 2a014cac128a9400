import { describe, expect, it } from 'vitest';
import { checkConfig, readConfig } from '../../shared/config/config.ts';

const TENANT = '72f988bf-86f1-41af-91ab-2d7cd011db47';
const GROUP = '0e5cf7d6-3b2c-4d8f-9a51-6f0c8d1b2a01';

const withAccess = (access: string): string => `organisation: Contoso
azure: { subscriptions: [11111111-1111-4111-8111-111111111111] }
teams:
  - { id: shop, name: Shop, costCenter: CC-1 }
  - { id: constructor, name: Construction, costCenter: CC-2 }
audiences:
  finance: { teamsWebhookEnv: FINANCE_WEBHOOK }
  security: { teamsWebhookEnv: SECURITY_WEBHOOK }
  operator: { teamsWebhookEnv: OPERATOR_WEBHOOK }
access: ${access}
`;

const problemsOf = (access: string): string[] =>
  checkConfig(withAccess(access)).map(({ path, message, remedy }) => `${path} ${message}. ${remedy}`);

describe('access', () => {
  it('lets nobody in unless it says so', () => {
    expect(readConfig(withAccess('{}'), 'purser.yaml').access).toEqual({
      tenants: [],
      guests: false,
      leadsAreMembers: true,
      roles: {
        finance: { groups: [], appRoles: [], addresses: [] },
        security: { groups: [], appRoles: [], addresses: [] },
        platform: { groups: [], appRoles: [], addresses: [] },
      },
      teams: {},
      automation: { roles: [], teams: [] },
      graphUrl: 'https://graph.microsoft.com',
    });
  });

  it.each([
    [
      'a team that is not there',
      `{ tenants: [${TENANT}], teams: { shpo: { groups: [${GROUP}] } } }`,
      'access > teams > shpo names "shpo", which is no team of this file. Did you mean shop?',
    ],
    [
      'a team of automation that is not there',
      '{ automation: { teams: [unowned] } }',
      'access > automation > teams > entry 1 names "unowned", which is no team',
    ],
    ['members that are none', `{ tenants: [${TENANT}], teams: { shop: {} } }`, 'shop lets nobody in.'],
    [
      'people, and no tenant',
      `{ roles: { finance: { groups: [${GROUP}] } } }`,
      'access names who may read, and no tenant that they sign in to.',
    ],
    [
      'a group twice',
      `{ tenants: [${TENANT}], roles: { finance: { groups: [${GROUP}, ${GROUP.toUpperCase()}] } } }`,
      'repeats "0E5CF7D6',
    ],
    ['a tenant twice', `{ tenants: [${TENANT}, ${TENANT}] }`, 'repeats'],
    ['a tenant by name', '{ tenants: [contoso.com] }', 'Write the id of an Entra tenant'],
    [
      'a group by name',
      '{ roles: { finance: { groups: [Finance] } } }',
      'Write the object id of an Entra group',
    ],
    ['a role that is not there', '{ automation: { roles: [admin] } }', 'admin'],
    ['a role of people that is not there', '{ roles: { admin: {} } }', 'admin'],
  ])('with %s is a problem', (_, access, problem) => {
    expect(problemsOf(access)).toContainEqual(expect.stringContaining(problem));
  });

  it('may be of a team whose id every object has', () => {
    expect(problemsOf(`{ tenants: [${TENANT}], teams: { constructor: { groups: [${GROUP}] } } }`)).toEqual(
      [],
    );
  });
});
