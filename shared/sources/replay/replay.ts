import type { CostMetric, CostRow } from '../../model/cost.ts';
import { SourceError } from '../../model/errors.ts';
import type { Cluster, Inventory, Registry, Subscription } from '../../model/estate.ts';
import { addDays, type Clock, type Day, monthOf } from '../../model/time.ts';
import type { Sources } from '../source.ts';
import { type GatheredAllocations, gatherAllocations } from './allocations.ts';
import { type Bill, daysOf, gatherBill, monthsOf } from './bill.ts';
import { inferClusters } from './clusters.ts';
import { type RecordedCost, UNKNOWN_SUBSCRIPTION } from './costAnswers.ts';
import { describeFolder, type ReplayDescription } from './description.ts';
import { readFolder } from './files.ts';
import { gatherGovernance } from './governance.ts';
import { gatherStates } from './kubernetes.ts';
import { gatherPosture } from './posture.ts';
import { priceByAllocation } from './pricedAllocation.ts';
import type { FileReading } from './reading.ts';
import type { Warning } from './warning.ts';

/** A folder of recorded payloads, in place of a live estate. */
export interface ReplaySources extends Sources {
  describe(): ReplayDescription;
  /** Months that the bill touches, sorted: `2026-10`. */
  replayPeriods(): readonly string[];
}

/**
 * Reads a folder of recorded payloads (docs/replay.md) and answers from it as the live sources would. What
 * was not recorded is `notFound`, never empty.
 * @throws SourceError notFound when there is no such folder; ConfigurationError for its `replay.yaml`
 */
export async function openReplay(
  directory: string,
  parts: { readonly clock: Clock },
): Promise<ReplaySources> {
  const folder = await readFolder(directory);
  const { readings } = folder;
  const recorded = readings.flatMap((reading) => reading.costs);
  const described = uniqueById(readings.flatMap((reading) => reading.clusters));
  const groups = readings.flatMap((reading) => reading.aksResourceGroups);
  const billed = [
    ...described,
    ...inferClusters(
      recorded.flatMap((cost) => cost.rows),
      groups,
      described,
    ),
  ];
  const allocations = gatherAllocations(
    readings.flatMap((reading) => reading.allocations),
    billed,
  );
  const clusters = uniqueById([...billed, ...allocations.clusters.map(({ cluster }) => cluster)]);
  const estimated = priceUnbilled(allocations, recorded);
  const bill = gatherBill([...recorded, ...estimated]);
  const inventory = gatherInventory(readings, clusters, bill);
  const governance = gatherGovernance(
    readings,
    inventory.subscriptions.map(({ id }) => id),
  );
  const posture = gatherPosture(readings);
  const states = gatherStates(
    readings
      .filter((reading) => reading.kubernetes.length > 0)
      .map(({ file, kubernetes }) => ({
        file,
        namedCluster: folder.settings(file).cluster,
        items: kubernetes,
      })),
    clusters,
  );
  const periods = monthsOf(bill);
  const warnings: readonly Warning[] = [
    ...allocations.warnings,
    ...estimated.flatMap(({ place, warnings: own }) => own.map((warning) => ({ place, warning }))),
    ...bill.warnings,
    ...governance.warnings,
    ...states.warnings,
    ...warnOfRepeatedClusters(readings),
    ...warnOfFuture(bill, parts.clock),
  ];
  const description = describeFolder(directory, folder, { bill, periods, clusters, warnings });
  const days = new Map(allocations.clusters.map(({ cluster, days: own }) => [cluster.id, own]));
  const missing = (source: string, scope: string, what: string): SourceError =>
    notRecorded(source, scope, what, periods);

  return {
    describe: () => description,
    replayPeriods: () => periods,
    readInventory: async () => inventory,
    readCost: async (subscriptionId, metric, from, to) => {
      const scope = subscriptionId.toLowerCase();
      if (!inventory.subscriptions.some(({ id }) => id === scope) || !touches(periods, from, to)) {
        throw missing('cost', `/subscriptions/${scope}`, `no bill from ${from} to ${to}`);
      }
      return selectRows(bill, scope, metric, from, to);
    },
    readAllocation: async (cluster, day) => {
      const found = days.get(cluster.id)?.get(day);
      if (!found) throw missing('allocation', cluster.id, `no allocation of ${cluster.name} on ${day}`);
      return found;
    },
    readMetering: async (cluster) => {
      throw missing('metering', cluster.id, `no samples of ${cluster.name}`);
    },
    readExports: async () => ({
      runs: [],
      problems: [],
      warnings: [],
      // Recorded exports are read with the rest of the folder, as a bill by subscription.
      async *readDays() {},
      close: async () => {},
    }),
    readResources: async () => [],
    readKubernetes: async (cluster) => {
      const state = states.states.get(cluster.id);
      if (!state) throw missing('kubernetes', cluster.id, `no Kubernetes objects of ${cluster.name}`);
      return state;
    },
    readPosture: async (subscriptionId) => {
      const scope = subscriptionId.toLowerCase();
      const state = posture.get(scope);
      if (!state)
        throw missing('posture', `/subscriptions/${scope}`, 'no cluster or registry of the subscription');
      return state;
    },
    readPolicy: async (subscriptionId) => {
      const state = governance.policy.get(subscriptionId.toLowerCase());
      if (!state)
        throw missing('policy', `/subscriptions/${subscriptionId}`, 'no policy states of the subscription');
      return state;
    },
    readDefender: async (subscriptionId) => {
      const state = governance.defender.get(subscriptionId.toLowerCase());
      if (!state)
        throw missing(
          'defender',
          `/subscriptions/${subscriptionId}`,
          'nothing of Defender of the subscription',
        );
      return state;
    },
  };
}

/** A cluster with an allocation and no bill at all is priced by its allocation. */
function priceUnbilled(
  allocations: GatheredAllocations,
  recorded: readonly RecordedCost[],
): readonly RecordedCost[] {
  const rows = recorded.flatMap((cost) => cost.rows);
  const groups = new Set(rows.map((row) => `${row.subscriptionId}/${row.resourceGroup}`));
  const resources = new Set(rows.map((row) => row.resourceId));
  return allocations.clusters
    .filter(
      ({ cluster }) =>
        !resources.has(cluster.id) && !groups.has(`${cluster.subscriptionId}/${cluster.nodeResourceGroup}`),
    )
    .map((allocation) => ({
      place: '',
      metrics: ['effective', 'billed'],
      rows: priceByAllocation(allocation),
      warnings: [
        `${allocation.cluster.name} is priced by the allocation source (${allocation.currency}); there is no bill.`,
      ],
    }));
}

function gatherInventory(
  readings: readonly FileReading[],
  clusters: readonly Cluster[],
  bill: Bill,
): Inventory {
  const registries: readonly Registry[] = uniqueById(readings.flatMap((reading) => reading.registries));
  const names = new Map<string, string>([[UNKNOWN_SUBSCRIPTION, 'unknown subscription']]);
  for (const { id, name } of readings.flatMap((reading) => reading.subscriptions)) names.set(id, name);
  const ids = new Set<string>([
    ...readings.flatMap((reading) => reading.subscriptions.map(({ id }) => id)),
    ...readings.flatMap((reading) => [...reading.policyScopes, ...reading.defenderScopes]),
    ...clusters.map((cluster) => cluster.subscriptionId),
    ...registries.map((registry) => registry.subscriptionId),
    ...bill.rows.effective.map((row) => row.subscriptionId),
    ...bill.rows.billed.map((row) => row.subscriptionId),
  ]);
  const subscriptions: readonly Subscription[] = [...ids]
    .filter(Boolean)
    .sort()
    .map((id) => ({ id, name: names.get(id) ?? id }));
  return { subscriptions, clusters, registries };
}

function selectRows(
  bill: Bill,
  subscriptionId: string,
  metric: CostMetric,
  from: Day,
  to: Day,
): readonly CostRow[] {
  return bill.rows[metric].filter(
    (row) => row.subscriptionId === subscriptionId && row.day >= from && row.day <= to,
  );
}

function touches(periods: readonly string[], from: Day, to: Day): boolean {
  return periods.some((period) => period >= monthOf(from).id && period <= monthOf(to).id);
}

/** Recordings are often masked, which gives different clusters one id. */
function warnOfRepeatedClusters(readings: readonly FileReading[]): readonly Warning[] {
  const first = new Map<string, string>();
  return readings.flatMap(({ file, clusters }) =>
    clusters.flatMap(({ id, name }) => {
      const other = first.get(id);
      if (other === undefined) first.set(id, file);
      return other === undefined || other === file
        ? []
        : [{ place: file, warning: `${name} is described by ${other} already, which counts.` }];
    }),
  );
}

/** A month that has not come cannot be reported; a clock set wrong, or a date misread, shows here. */
function warnOfFuture(bill: Bill, clock: Clock): readonly Warning[] {
  const last = daysOf(bill)?.to;
  const tomorrow = addDays(clock.now().toISOString().slice(0, 10) as Day, 1);
  if (!last || last <= tomorrow) return [];
  return [{ place: '', warning: `The bill reaches to ${last}, which is in the future.` }];
}

function notRecorded(source: string, scope: string, what: string, periods: readonly string[]): SourceError {
  return new SourceError(
    { source: `replay, ${source}`, scope },
    'notFound',
    `the replay folder holds ${what}`,
    `Record it into the folder. Its bill covers ${periods.join(', ') || 'no month'}.`,
  );
}

/** The first of each id counts, by id. */
function uniqueById<T extends { readonly id: string }>(items: readonly T[]): readonly T[] {
  const first = new Map<string, T>();
  for (const item of items) if (!first.has(item.id)) first.set(item.id, item);
  return [...first.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
