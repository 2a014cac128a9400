import type { CostMetric } from '../../shared/model/cost.ts';
import type { Cluster, Inventory, KubernetesState } from '../../shared/model/estate.ts';
import type { Clock, Day } from '../../shared/model/time.ts';
import type { ReportingApp } from '../../shared/pipeline/app.ts';
import { collectTask } from '../../shared/pipeline/collect.ts';
import { type CollectionRequest, planCollection } from '../../shared/pipeline/plan.ts';
import type { Sources } from '../../shared/sources/source.ts';
import { createMemoryStore } from '../../shared/store/memory.ts';
import { makeCluster, makeCost, makeRow } from '../allocation/estate.ts';
import { makeConfig } from '../reports/configuration.ts';

export const SUBSCRIPTION = '11111111-1111-4111-8111-111111111111';
export const PROD = makeCluster('aks-prod', { subscriptionId: SUBSCRIPTION });
export const TEST = makeCluster('aks-test', { subscriptionId: SUBSCRIPTION });

/** A cluster in which nothing runs. */
export const NOTHING: KubernetesState = {
  namespaces: [],
  workloads: [],
  nodes: [],
  constraints: [],
  constraintsRead: true,
  warnings: [],
};

/** A small estate in memory that costs 10 EUR a cluster and day; a test overrides what it is about. */
export function makeSources(
  overrides: Partial<Sources> = {},
  clusters: readonly Cluster[] = [PROD, TEST],
): Sources {
  const inventory: Inventory = {
    subscriptions: [{ id: SUBSCRIPTION, name: 'Production' }],
    clusters,
    registries: [],
  };
  return {
    readInventory: async () => inventory,
    readCost: async (subscriptionId: string, _metric: CostMetric, from: Day, to: Day) =>
      eachDay(from, to).flatMap((day) =>
        clusters.map((cluster) => ({
          ...makeCost(
            `resourceGroups/${cluster.nodeResourceGroup}/providers/Microsoft.Compute/virtualMachineScaleSets/pool`,
            '10',
          ),
          day,
          subscriptionId,
        })),
      ),
    readAllocation: async () => ({
      producer: 'opencost',
      idleTold: true,
      rows: [
        makeRow('cart', 'api', { cpu: '3' }, { namespaceLabels: { team: 'shop' } }),
        makeRow('ledger', 'api', { cpu: '1' }, { namespaceLabels: { team: 'pay' } }),
      ],
      coveredHours: 24,
      warnings: [],
    }),
    readMetering: async () => {
      throw new Error('nothing is metered');
    },
    readExports: async () => {
      throw new Error('there are no exports');
    },
    readResources: async () => [],
    readKubernetes: async () => NOTHING,
    readPolicy: async () => ({
      components: [],
      summaries: [],
      exemptions: [],
      componentsLost: 0,
      warnings: [],
    }),
    readPosture: async () => ({
      clusters: [],
      registries: [],
      diagnostics: undefined,
      activityLog: [],
      ancestors: [],
      locationAssignments: undefined,
      exemptions: [],
      versions: [],
      warnings: [],
    }),
    readDefender: async () => ({
      assessments: [],
      assessed: [],
      alerts: [],
      secureScore: undefined,
      standards: [],
      plans: [],
      assessmentsLost: 0,
      warnings: [],
    }),
    ...overrides,
  };
}

/** An app over those sources that keeps everything in memory and whose clock stands where the test puts it. */
export function makeApp(
  sources: Sources,
  now: string,
): ReportingApp & { readonly clock: Clock & { time: Date } } {
  const clock = {
    time: new Date(now),
    now() {
      return clock.time;
    },
  };
  const config = makeConfig();
  return {
    config: { ...config, azure: { ...config.azure, subscriptions: [SUBSCRIPTION] } },
    sources,
    store: createMemoryStore(),
    clock,
    log: () => {},
  };
}

/** Does a collection to its end as the queue would, and says what each task came to. */
export async function collectEverything(
  app: ReportingApp,
  request: CollectionRequest,
): Promise<readonly string[]> {
  const told: string[] = [];
  const waiting = [planCollection(request, 'run-1')];
  for (let task = waiting.shift(); task; task = waiting.shift()) {
    const subject = `${task.source} ${task.scope.split('/').at(-1)} ${task.from}..${task.to}`;
    try {
      waiting.push(...(await collectTask(app, task)));
      told.push(subject);
    } catch (error) {
      told.push(`${subject} FAILED ${(error as Error).message}`);
    }
  }
  return told;
}

function eachDay(from: Day, to: Day): Day[] {
  const days: Day[] = [];
  for (let time = Date.parse(from); time <= Date.parse(to); time += 86_400_000)
    days.push(new Date(time).toISOString().slice(0, 10) as Day);
  return days;
}
