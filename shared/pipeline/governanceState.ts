import type { Cluster, Inventory } from '../model/estate.ts';
import type { OwnershipSubject } from '../model/ownership.ts';
import { type Day, dayOf, type Period } from '../model/time.ts';
import { createOwnership } from '../ownership/ownership.ts';
import type { Expectation } from '../reports/coverage.ts';
import { type FindOwner, type OwnedFinding, ownFindings, readingDays } from '../reports/findings.ts';
import type { ReportingApp } from './app.ts';
import { loadInventory, loadLatest } from './inventory.ts';
import { toLabelState } from './labels.ts';

/** The state of governance that belongs to a week: the latest reading of each scope among the week's readings. */
export async function loadGovernance(app: ReportingApp, period: Period) {
  const { from, to } = readingDays(period);
  const inventory: Inventory = (await loadInventory(app, to)) ?? {
    subscriptions: [],
    clusters: [],
    registries: [],
  };
  const policy = await loadLatest(app, 'policy', from, to);
  const defender = await loadLatest(app, 'defender', from, to);
  const kubernetes = await loadLatest(app, 'kubernetes', from, to);
  const names = new Map(inventory.subscriptions.map(({ id, name }) => [id, name]));
  const expect = (
    source: 'policy' | 'defender' | 'kubernetes',
    scope: string,
    name: string,
    read: Day | undefined,
  ): Expectation => ({
    source,
    scope,
    name,
    days: [read ?? lastReadingDay(app, to)],
  });
  const expected = [
    ...app.config.azure.subscriptions.flatMap((scope) => [
      expect('policy', scope, names.get(scope) ?? scope, policy.get(scope)?.day),
      expect('defender', scope, names.get(scope) ?? scope, defender.get(scope)?.day),
    ]),
    ...inventory.clusters
      .filter((cluster) => cluster.running)
      .map((cluster) => expect('kubernetes', cluster.id, cluster.name, kubernetes.get(cluster.id)?.day)),
  ];
  const rows = await Promise.all(
    (['policy', 'defender', 'kubernetes'] as const).map((source) =>
      app.store.snapshots.listRows(source, from, to),
    ),
  );
  return {
    inventory,
    expected,
    rows: rows.flat(),
    policy: new Map([...policy].map(([scope, snapshot]) => [scope, snapshot.data])),
    defender: new Map([...defender].map(([scope, snapshot]) => [scope, snapshot.data])),
    findOwner: createPlaceOwner(
      app,
      inventory.clusters,
      new Map([...kubernetes].map(([scope, { day, data }]) => [scope, toLabelState(day, data)])),
    ),
  };
}

/** Ownership of places that findings name, by the labels of the same week. */
function createPlaceOwner(
  app: ReportingApp,
  clusters: readonly Cluster[],
  states: ReadonlyMap<string, ReturnType<typeof toLabelState>>,
): FindOwner {
  const findOwner = createOwnership(app.config);
  const idOf = new Map(clusters.map((cluster) => [cluster.name, cluster.id]));
  return ({ clusterName, namespace, workload }) => {
    const state = states.get(idOf.get(clusterName) ?? '');
    const name = workload.slice(workload.indexOf('/') + 1);
    const subject: OwnershipSubject = {
      clusterName,
      namespace,
      workload,
      workloadLabels: state?.workloads.get(`${namespace}/${name}`) ?? {},
      namespaceLabels: state?.namespaces.get(namespace) ?? {},
    };
    return findOwner(subject);
  };
}

/** The findings that belong to a week: open by its end, or resolved since it began. */
export async function listOwnedFindings(
  app: ReportingApp,
  period: Period,
  findOwner: FindOwner,
): Promise<readonly OwnedFinding[]> {
  const { from, to } = readingDays(period);
  const findings = await app.store.findings.listFindings(from);
  const known = findings.filter((finding) => finding.firstSeen <= to);
  return ownFindings(known, findOwner, app.config);
}

function lastReadingDay(app: ReportingApp, to: Day): Day {
  const today = dayOf(app.clock.now());
  return to < today ? to : today;
}
