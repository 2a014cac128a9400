import { addDays, type Day, monthOf, previousPeriod, startOf } from '../../../shared/model/time.ts';
import { CLUSTERS, SUBSCRIPTIONS, type TenantCluster, type TenantSubscription } from './clusters.ts';
import { listNamespaces, type TenantNamespace } from './namespaces.ts';
import { TEAMS, type Team } from './teams.ts';
import { listWorkloads, type TenantWorkload } from './workloads.ts';

/** Everything Contoso Financials consists of, computed from a seed and a day and nothing else. */
export interface World {
  readonly seed: number;
  /** The day on which the tenant is looked at; its newest complete day is the day before. */
  readonly today: Day;
  /** First and last day with a bill and an allocation. */
  readonly from: Day;
  readonly to: Day;
  readonly currency: string;
  readonly teams: readonly Team[];
  readonly subscriptions: readonly TenantSubscription[];
  readonly clusters: readonly TenantCluster[];
  readonly namespaces: readonly TenantNamespace[];
  readonly workloads: ReadonlyMap<TenantNamespace, readonly TenantWorkload[]>;
}

/** History reaches back to the first of the month before last, and at least 75 days. */
export function createWorld(options: { readonly today: Day; readonly seed?: number }): World {
  const seed = options.seed ?? 1;
  const namespaces = listNamespaces(options.today);
  const month = previousPeriod(previousPeriod(monthOf(options.today))).from;
  const days = addDays(options.today, -75);
  return {
    seed,
    today: options.today,
    from: month < days ? month : days,
    to: addDays(options.today, -1),
    currency: 'EUR',
    teams: TEAMS,
    subscriptions: SUBSCRIPTIONS,
    clusters: CLUSTERS,
    namespaces,
    workloads: new Map(namespaces.map((namespace) => [namespace, listWorkloads(seed, namespace)])),
  };
}

/** Days since 1970, for patterns that repeat. */
export function dayNumber(day: Day): number {
  return startOf(day).getTime() / 86_400_000;
}

/** Namespaces of a cluster that exist on the day. */
export function namespacesOn(world: World, cluster: string, day: Day): readonly TenantNamespace[] {
  return world.namespaces.filter(
    (namespace) =>
      namespace.cluster === cluster &&
      (namespace.from === undefined || namespace.from <= day) &&
      (namespace.to === undefined || day <= namespace.to),
  );
}

/** Computes something of one world, subject and day once, and remembers it while the world is in use. */
export function rememberByDay<T>(
  compute: (world: World, subject: string, day: Day) => T,
): (world: World, subject: string, day: Day) => T {
  const memory = new WeakMap<World, Map<string, T>>();
  return (world, subject, day) => {
    const known = memory.get(world) ?? new Map<string, T>();
    memory.set(world, known);
    const key = `${day} ${subject}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const computed = compute(world, subject, day);
    known.set(key, computed);
    return computed;
  };
}
