import fc from 'fast-check';
import { type Config, ConfigSchema } from '../../shared/config/schema.ts';
import type { ChargebackReport, TeamTotal } from '../../shared/reports/chargebackReport.ts';
import type { DigestReport } from '../../shared/reports/digestReport.ts';
import { CHARGEBACK, DIGEST, findingOf } from '../render/reports.ts';

/** Teams, none of whose ids is part of another's. */
export const TEAMS = ['alfa', 'bravo', 'carol', 'delta'] as const;
const PEOPLE = ['ann', 'bob', 'cid', 'dot', 'eve'].map((name) => `${name}@contoso.com`);
const WEBHOOKS = ['HOOK_A', 'HOOK_B'];
const CENTERS = ['CC-1', 'CC-2'];

/** Stands in every row of a team, and nowhere else. */
export const markOf = (team: string): string => `row-of-${team}`;

export interface TeamWish {
  readonly id: string;
  readonly costCenter: string;
  readonly leads?: object;
  readonly manager?: object;
  readonly channels?: object;
}

/** A configuration with these teams, and readers of the whole that no team has. */
export function configOf(teams: readonly TeamWish[], audiences: object = {}, timeZone = 'UTC'): Config {
  return ConfigSchema.parse({
    organisation: 'Contoso',
    timeZone,
    azure: { subscriptions: ['11111111-1111-4111-8111-111111111111'] },
    teams: teams.map((team) => ({ name: team.id, ...team })),
    audiences: {
      finance: { mail: ['finance@contoso.com'] },
      security: { mail: ['security@contoso.com'] },
      operator: { mail: ['operator@contoso.com'] },
      ...audiences,
    },
  });
}

/** The organisation's chargeback of teams, each with one line of its own. */
export function chargebackOf(teams: readonly Pick<TeamWish, 'id' | 'costCenter'>[]): ChargebackReport {
  const { life: _, ...rest } = CHARGEBACK;
  const names = teams.map(({ id, costCenter }) => ({
    ...{ team: id, teamName: markOf(id), costCenter, glAccount: '6400' },
  }));
  const totals = names.map(
    (name): TeamTotal => ({
      ...name,
      ...{ direct: '1.00', idle: '0.00', shared: '0.00', overhead: '0.00', adjustment: '0.00' },
      ...{ amount: '1.00', exact: '1', previous: undefined },
    }),
  );
  return {
    ...rest,
    ...{ audience: 'organisation', comparisons: [], unitCosts: [], notices: [] },
    statements: [
      {
        ...{ currency: 'EUR', digits: 2, teams: totals, clusters: [], costCenters: [], pools: [] },
        ...{ total: { amount: `${teams.length}.00`, exact: `${teams.length}` }, unowned: [] },
        reconciliation: undefined,
        lines: {
          teams: names,
          clusters: [{ clusterId: 'c', clusterName: 'aks' }],
          namespaces: teams.map(({ id }) => markOf(id)),
          reasons: ['label team'],
          items: [{ category: 'compute', kind: 'direct', part: '', rule: 'usage', origin: '' }],
          days: ['1-31'],
          blocks: teams.map((_team, index) => ({
            ...{ team: index, cluster: 0, count: 1, amount: '1.00', namespace: `${index}` },
            ...{ item: '0', reason: '0', days: '0', amounts: '1.00', exact: '1', ratio: '' },
          })),
        },
      },
    ],
  };
}

/** The organisation's digest of teams, each with one finding that is overdue since `dueOn`. */
export function digestOf(teams: readonly { readonly id: string }[], dueOn = '2026-11-01'): DigestReport {
  const [pattern] = DIGEST.teams;
  if (!pattern) throw new Error('the digest has no team');
  const none = { silenced: [], withSecops: [], withPlatform: [], notSeen: [], exempt: [], fixed: [] };
  return {
    ...DIGEST,
    ...{ audience: 'organisation', audienceName: 'Contoso', notices: [] },
    teams: teams.map(({ id }) => ({
      ...{ team: id, teamName: markOf(id), costs: [], alerts: [] },
      findings: {
        ...pattern.findings,
        ...none,
        ...{ new: [], reopened: [], controls: [] },
        mine: [findingOf(`f-${id}`, { team: id, detail: markOf(id), dueOn: dueOn as '2026-11-01' })],
      },
    })),
  };
}

const recipients = fc.record(
  { mail: fc.subarray(PEOPLE, { maxLength: 3 }), teamsWebhookEnv: fc.constantFrom(...WEBHOOKS) },
  { requiredKeys: ['mail'] },
);
const channels = fc.subarray(['mail', 'teams'], { minLength: 1 });

/** Teams whose people, cost centres and wishes overlap in every way. */
export const teamWishes: fc.Arbitrary<readonly TeamWish[]> = fc
  .tuple(
    ...TEAMS.map((id) =>
      fc.record(
        {
          id: fc.constant(id as string),
          costCenter: fc.constantFrom(...CENTERS),
          leads: recipients,
          manager: recipients,
          channels: fc.record({ digest: channels, chargeback: channels }, { requiredKeys: [] }),
        },
        { requiredKeys: ['id', 'costCenter', 'leads'] },
      ),
    ),
  )
  .map((teams) => teams as readonly TeamWish[]);

export const audienceWishes = fc.record(
  {
    costCenters: fc
      .subarray(CENTERS)
      .chain((own) =>
        fc.tuple(...own.map((costCenter) => recipients.map((people) => ({ costCenter, ...people })))),
      ),
    unowned: recipients,
    optOut: fc
      .subarray(PEOPLE, { maxLength: 2 })
      .chain((own) =>
        fc.tuple(
          ...own.map((address) =>
            fc
              .subarray(['chargeback', 'digest', 'overdue'], { minLength: 1 })
              .map((kinds) => ({ address, kinds })),
          ),
        ),
      ),
  },
  { requiredKeys: [] },
);
