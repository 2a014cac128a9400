import { OBSTACLES } from '../../shared/closing/life.ts';
import { type Config, ConfigSchema } from '../../shared/config/schema.ts';
import type { AllocationDay } from '../../shared/model/cost.ts';
import type { Day } from '../../shared/model/time.ts';
import { closeMonth } from '../../shared/pipeline/close.ts';
import type { Store } from '../../shared/store/open.ts';
import { allocationOf, billOf, makeClusters, makeSources } from '../estate.ts';

export const TEAMS = 60;
export const NAMESPACES_A_TEAM = 300;
const CLUSTERS = 30;
const DAY: Day = '2026-10-15';
const NOW = '2026-11-15T12:00:00Z';

const NOBODY = { teamsWebhookEnv: 'NO_WEBHOOK' };

/** A configuration of sixty teams; automation reads every chargeback. */
export function describeEstate(): object {
  return {
    organisation: 'Bench',
    azure: { subscriptions: [...new Set(makeClusters(CLUSTERS).map((cluster) => cluster.subscriptionId))] },
    teams: Array.from({ length: TEAMS }, (_, index) => ({
      id: `team-${index}`,
      name: `Team ${index}`,
      costCenter: `CC-${index}`,
    })),
    audiences: { finance: NOBODY, security: NOBODY, operator: NOBODY },
    access: { automation: { roles: ['finance'] } },
  };
}

/** Keeps one day of an estate and closes its month: a statement has as many lines of a day as of a month. */
export async function closeStatement(store: Store): Promise<void> {
  const clusters = makeClusters(CLUSTERS);
  const config: Config = ConfigSchema.parse(describeEstate());
  const sources = makeSources(clusters);
  const clock = { now: () => new Date(NOW) };
  const { snapshots } = store;
  await snapshots.putSnapshot({
    ...{ source: 'inventory', scope: 'estate', day: DAY, asOf: NOW },
    data: await sources.readInventory(),
  });
  for (const subscription of config.azure.subscriptions) {
    const data = clusters.flatMap((cluster, index) =>
      cluster.subscriptionId === subscription ? billOf(cluster, index, DAY) : [],
    );
    for (const source of ['cost.effective', 'cost.billed'] as const)
      await snapshots.putSnapshot({ source, scope: subscription, day: DAY, asOf: NOW, data });
  }
  for (const [index, cluster] of clusters.entries()) {
    const data = spread(allocationOf(index, DAY), index);
    await snapshots.putSnapshot({ source: 'allocation', scope: cluster.id, day: DAY, asOf: NOW, data });
  }
  const app = { config, sources, store, clock, log: () => {} };
  await closeMonth(app, '2026-10', { by: 'bench', accept: OBSTACLES, reason: 'bench' }, 'bench');
}

/** A cluster's rows over as many namespaces as make three hundred a team in all clusters. */
function spread(day: AllocationDay, cluster: number): AllocationDay {
  const [idle, workloads] = [
    day.rows.filter((row) => row.kind === 'idle'),
    day.rows.filter((row) => row.kind === 'workload'),
  ];
  const namespaces = (TEAMS * NAMESPACES_A_TEAM) / CLUSTERS;
  const rows = Array.from({ length: namespaces }, (_, index): AllocationDay['rows'] => {
    const row = workloads[index % workloads.length];
    const team = `team-${(index + cluster) % TEAMS}`;
    return row
      ? [{ ...row, namespace: `ns-${String(index).padStart(4, '0')}`, namespaceLabels: { team } }]
      : [];
  });
  return { ...day, rows: [...rows.flat(), ...idle] };
}
