import { stringify } from 'yaml';
import { ConfigSchema } from '../../shared/config/schema.ts';
import { parsePeriod } from '../../shared/model/time.ts';
import type { App } from '../../shared/pipeline/app.ts';
import { assessFindings } from '../../shared/pipeline/assess.ts';
import { keepReport } from '../../shared/pipeline/publish.ts';
import { buildReport } from '../../shared/pipeline/report.ts';
import { sliceReport } from '../../shared/reports/slice.ts';
import type { Store } from '../../shared/store/open.ts';
import { FINANCE_GROUP, PLATFORM_GROUP, SECURITY_GROUP } from '../access/configuration.ts';
import { TENANT } from '../access/principals.ts';
import { makeRow } from '../allocation/estate.ts';
import { component, policyState, workload } from '../governance/estate.ts';
import { collectEverything, makeApp, makeSources, PROD, SUBSCRIPTION } from '../pipeline/estate.ts';

export const MONTH = '2026-10';
export const WEEK = '2026-W44';
const FROM = '2026-10-01';
const TO = '2026-11-01';

const TEAMS = ['shop', 'search'] as const;

/** A word that stands in each team's rows and nowhere else. */
export const CANARIES = { shop: 'canary-of-the-shop', search: 'canary-of-the-search' } as const;

/** Text that would do something if any medium took it for more than text. */
export const LABELS = {
  script: `<script>document.title='pwned'</script>`,
  image: `<img src=x onerror="document.title='pwned'">`,
  attribute: `" onmouseover="document.title='pwned'" x="`,
  template: '{{constructor.constructor("return process")()}}',
  link: `[click](javascript:document.title='pwned')`,
  formula: `=HYPERLINK("http://evil.example","x")`,
  command: `=cmd|'/C calc'!A0`,
  sum: '@SUM(A1)',
  header: 'x"\r\nSet-Cookie: pwned=1\r\n\r\n<html>',
} as const;

/** `purser.yaml` of an organisation in which everybody who can write a label is hostile. */
export function writeConfig(): string {
  return stringify({
    organisation: `Contoso ${LABELS.script}`,
    azure: { subscriptions: [SUBSCRIPTION] },
    teams: [
      {
        id: 'shop',
        name: `Shop ${LABELS.image}`,
        costCenter: LABELS.command,
        leads: { mail: ['shop-lead@contoso.com'] },
      },
      {
        id: 'search',
        name: '=HYPERLINK("http://search.example","x")',
        costCenter: LABELS.sum,
        leads: { mail: ['search-lead@contoso.com'] },
      },
    ],
    audiences: {
      finance: { mail: ['finance@contoso.com'] },
      security: { mail: ['security@contoso.com'] },
      operator: { mail: ['operator@contoso.com'] },
    },
    delivery: {
      mail: {
        smtp: { host: '127.0.0.1', port: 9, tls: 'none' },
        from: 'purser@contoso.com',
        domains: ['contoso.com'],
      },
    },
    access: {
      tenants: [TENANT],
      roles: {
        finance: { groups: [FINANCE_GROUP] },
        security: { groups: [SECURITY_GROUP] },
        platform: { groups: [PLATFORM_GROUP] },
      },
      automation: { teams: ['search'] },
    },
  });
}

/** Keeps a month of such an estate in a store, and its reports: costs and findings of two teams. */
export async function keepEstate(store: Store, config: unknown): Promise<void> {
  const labels = Object.values(LABELS);
  const sources = makeSources(
    {
      readAllocation: async () => ({
        producer: 'opencost',
        idleTold: true,
        rows: [
          ...TEAMS.map((team) => makeRow(CANARIES[team], 'api', { cpu: '2' }, { namespaceLabels: { team } })),
          ...labels.map((label) =>
            makeRow(label, label, { cpu: '1' }, { namespaceLabels: { team: 'shop' } }),
          ),
          ...labels.map((label) =>
            makeRow('lost', label, { cpu: '1' }, { namespaceLabels: { team: label } }),
          ),
        ],
        coveredHours: 24,
        warnings: [LABELS.script],
      }),
      readKubernetes: async () => ({
        namespaces: [
          ...TEAMS.map((team) => ({ name: CANARIES[team], labels: { team } })),
          ...labels.map((name) => ({ name, labels: { team: 'shop' } })),
        ],
        workloads: [
          ...TEAMS.map((team) => workload({ namespace: CANARIES[team], name: 'api' })),
          ...labels.map((label) => workload({ namespace: label, name: label })),
        ],
        nodes: [],
        constraints: [],
        constraintsRead: true,
        warnings: [],
      }),
      readPolicy: async () =>
        policyState({
          components: [
            ...TEAMS.map((team) => component({ clusterId: PROD.id, namespace: CANARIES[team], name: 'api' })),
            ...labels.map((label) => component({ clusterId: PROD.id, namespace: label, name: label })),
          ],
          warnings: [LABELS.image],
        }),
    },
    [PROD],
  );
  const memory = makeApp(sources, '2026-11-02T12:00:00Z');
  const app: App = { ...memory, config: ConfigSchema.parse(config), store, transports: [] };
  await collectEverything(app, { from: FROM, to: TO });
  await assessFindings(app, TO, 'run-1');
  for (const [kind, period] of [
    ['chargeback', MONTH],
    ['digest', WEEK],
    ['governance', WEEK],
  ] as const) {
    const report = await buildReport(app, kind, parsePeriod(period));
    const parts = TEAMS.map((team) => sliceReport(report, team)).filter((part) => part !== undefined);
    for (const each of [report, ...parts]) await keepReport(app, each);
  }
}
