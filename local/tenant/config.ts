import { stringify } from 'yaml';
import { defenderPlanId } from './money/bill.ts';
import { RESERVATIONS, reservationId } from './money/reservations.ts';
import { DEVELOPMENT, PRODUCTION, REGISTRY, WORKSPACE_ID } from './world/clusters.ts';
import { ROLE_GROUPS, TENANT_ID } from './world/people.ts';
import { TEAMS, type Team } from './world/teams.ts';

/** Where the parts of a demo run listen. */
export interface DemoAddresses {
  /** The tenant's own URL, `https://127.0.0.1:PORT`. */
  readonly tenantUrl: string;
  readonly smtpPort: number;
  /** The Teams inbox, `http://127.0.0.1:PORT`. */
  readonly teamsInboxUrl: string;
  readonly reportBaseUrl: string;
}

const MAIL_DOMAIN = 'contoso.example';

/** The `purser.yaml` with which Purser watches Contoso Financials. */
export function writeDemoConfig(addresses: DemoAddresses): string {
  const { tenantUrl } = addresses;
  return stringify({
    organisation: 'Contoso Financials',
    azure: { subscriptions: [PRODUCTION, DEVELOPMENT], resourceManagerUrl: tenantUrl },
    allocation: [
      {
        via: 'url',
        cluster: 'aks-shared-prod',
        kind: 'opencost',
        url: `${tenantUrl}/opencost/aks-shared-prod`,
      },
      {
        via: 'url',
        cluster: 'aks-payments-prod',
        kind: 'kubecost',
        url: `${tenantUrl}/kubecost/aks-payments-prod`,
      },
      { via: 'serviceProxy', cluster: 'aks-devtest', namespace: 'opencost', service: 'opencost', port: 9003 },
    ],
    metering: { clusters: ['aks-devtest'] },
    teams: TEAMS.map((team) => ({
      id: team.id,
      name: team.name,
      costCenter: team.costCenter,
      ...(team.budget > 0 ? { budget: { monthly: team.budget, currency: 'EUR' } } : {}),
      ...(team.aliases.length > 0 ? { aliases: team.aliases } : {}),
      leads: {
        mail: [`${team.id}-leads@${MAIL_DOMAIN}`],
        ...(team.hasChannel ? { teamsWebhookEnv: webhookName(team.id) } : {}),
      },
    })),
    ownership: { labels: ['team', 'app.kubernetes.io/team', 'owner'], rules: OWNERSHIP_RULES },
    cost: { extras: listExtras(), tagKeys: ['team'], platformTeam: 'platform', callsPerMinute: 600 },
    audiences: {
      finance: { mail: [`finance@${MAIL_DOMAIN}`] },
      security: { mail: [`security@${MAIL_DOMAIN}`], teamsWebhookEnv: webhookName('security') },
      operator: { mail: [`platform-oncall@${MAIL_DOMAIN}`] },
    },
    access: {
      tenants: [TENANT_ID],
      roles: Object.fromEntries(Object.entries(ROLE_GROUPS).map(([role, id]) => [role, { groups: [id] }])),
      automation: { roles: ['platform'] },
    },
    delivery: {
      mail: {
        smtp: { host: '127.0.0.1', port: addresses.smtpPort, tls: 'none' },
        from: `Purser <purser@${MAIL_DOMAIN}>`,
        domains: [MAIL_DOMAIN],
      },
      teams: { hosts: ['127.0.0.1'] },
    },
    reportBaseUrl: addresses.reportBaseUrl,
  });
}

/** Values of the environment variables that the configuration names for Teams webhooks. */
export function demoTeamsWebhooks(teamsInboxUrl: string): Record<string, string> {
  const audiences = [...TEAMS.filter((team: Team) => team.hasChannel).map((team) => team.id), 'security'];
  return Object.fromEntries(audiences.map((id) => [webhookName(id), `${teamsInboxUrl}/teams/${id}`]));
}

const OWNERSHIP_RULES = [
  ...['kube-system', 'gatekeeper-system', 'ingress-nginx', 'monitoring', 'opencost', 'kubecost'].map(
    (namespace) => ({ namespace, shared: true, reason: 'runs for every team on the cluster' }),
  ),
  {
    cluster: 'aks-shared-prod',
    namespace: 'storefront',
    split: { shop: 70, search: 30 },
    reason: 'agreed between Online Shop and Search & Discovery',
  },
  {
    cluster: 'aks-devtest',
    namespace: 'default',
    unowned: true,
    reason: 'nobody may use the default namespace',
  },
];

function listExtras() {
  return [
    { name: 'Log Analytics', resourceIds: [WORKSPACE_ID], category: 'monitoring', clusters: ['aks-*-prod'] },
    { name: 'Container registry', resourceIds: [REGISTRY.id], category: 'registry', clusters: ['*'] },
    {
      name: 'Defender for Containers',
      resourceIds: [defenderPlanId(PRODUCTION)],
      category: 'security',
      clusters: ['aks-*-prod'],
    },
    {
      name: 'Unused reservations',
      resourceIds: RESERVATIONS.map(reservationId),
      category: 'compute',
      clusters: ['aks-*-prod'],
    },
  ];
}

function webhookName(audience: string): string {
  return `PURSER_DEMO_TEAMS_${audience.toUpperCase().replaceAll('-', '_')}`;
}
