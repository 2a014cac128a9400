import { ConfigSchema } from '../shared/config/schema.ts';
import type { Cluster } from '../shared/model/estate.ts';
import type { ReportingApp } from '../shared/pipeline/app.ts';
import { EXTRAS, makeSources, TEAMS } from './estate.ts';

/** The month that is measured. */
export const MONTH = { from: '2026-10-01', to: '2026-10-31' } as const;

/** An app over a generated estate that keeps its data in `store`. */
export function makeApp(clusters: readonly Cluster[], store: ReportingApp['store']): ReportingApp {
  const config = ConfigSchema.parse({
    organisation: 'Bench',
    azure: { subscriptions: [...new Set(clusters.map((cluster) => cluster.subscriptionId))] },
    teams: Array.from({ length: TEAMS }, (_, index) => ({
      id: `team-${index}`,
      name: `Team ${index}`,
      costCenter: `CC-${index}`,
    })),
    ownership: { rules: [{ namespace: 'ns-000', shared: true }] },
    cost: {
      extras: EXTRAS.map(({ name, type, category }) => ({
        name,
        category,
        resourceIds: [`*/providers/${type}/*`],
      })),
    },
    audiences: { finance: {}, security: {}, operator: {} },
  });
  return {
    config,
    sources: makeSources(clusters),
    store,
    clock: { now: () => new Date('2026-11-15T12:00:00Z') },
    log: () => {},
  };
}
