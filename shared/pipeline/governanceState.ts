import { assessGovernanceCoverage } from '../governance/coverage.ts';
import { findingAsOf, tellChange } from '../governance/history.ts';
import type { Cluster, Inventory } from '../model/estate.ts';
import { byKey } from '../model/order.ts';
import type { OwnershipSubject } from '../model/ownership.ts';
import { addDays, type Day, dayOf, type Period } from '../model/time.ts';
import { createOwnership } from '../ownership/ownership.ts';
import type { Expectation } from '../reports/coverage.ts';
import { FindingHistory } from '../reports/findingHistory.ts';
import { type FindOwner, type OwnedFinding, readingDays, teamsOf } from '../reports/findings.ts';
import type { GovernanceReport } from '../reports/governanceReport.ts';
import type { ReportingApp } from './app.ts';
import { condenseDefender, condenseKubernetes, condensePolicy } from './condense.ts';
import { loadInventory, loadLatest } from './inventory.ts';
import { toLabelState } from './labels.ts';
import { createSharing } from './shareText.ts';
import { ViolationBook } from './violationBook.ts';

/** The state of governance that belongs to a week: the latest reading of each scope among the week's readings. */
export async function loadGovernance(app: ReportingApp, period: Period) {
  const { from, to } = readingDays(period);
  const inventory: Inventory = (await loadInventory(app, to)) ?? {
    subscriptions: [],
    clusters: [],
    registries: [],
  };
  const defender = await loadLatest(app, 'defender', from, to, condenseDefender);
  const posture = await loadLatest(app, 'posture', from, to);
  const kubernetes = await loadLatest(app, 'kubernetes', from, to, condenseKubernetes);
  const violations = new ViolationBook(lastReadingDay(app, to), dataOf(kubernetes));
  const policy = await loadLatest(app, 'policy', from, to, (state) => {
    violations.add(state);
    return condensePolicy(state);
  });
  const names = new Map(inventory.subscriptions.map(({ id, name }) => [id, name]));
  const expect = (
    source: 'policy' | 'defender' | 'posture' | 'kubernetes',
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
      expect('posture', scope, names.get(scope) ?? scope, posture.get(scope)?.day),
    ]),
    ...inventory.clusters
      .filter((cluster) => cluster.running)
      .map((cluster) => expect('kubernetes', cluster.id, cluster.name, kubernetes.get(cluster.id)?.day)),
  ];
  const rows = await Promise.all(
    (['policy', 'defender', 'posture', 'kubernetes'] as const).map((source) =>
      app.store.snapshots.listRows(source, from, to),
    ),
  );
  const read = { policy, defender, posture, kubernetes };
  const states = {
    policy: dataOf(policy),
    defender: dataOf(defender),
    posture: dataOf(posture),
    kubernetes: dataOf(kubernetes),
  };
  return {
    inventory,
    expected,
    rows: rows.flat(),
    ...states,
    violations: violations.list(),
    unread: listUnread(
      states,
      (scope) => names.get(scope) ?? inventory.clusters.find(({ id }) => id === scope)?.name ?? scope,
    ),
    /** What looks at everything that is watched, without which no findings mean nothing. */
    sensors: assessGovernanceCoverage({
      ...states,
      day: lastReadingDay(app, to),
      inventory,
      postureSettings: app.config.governance.posture,
      readAt: (source, scope) => read[source].get(scope)?.asOf,
      expectedSubscriptions: app.config.azure.subscriptions,
      expectedClusters: app.config.azure.clusters,
    }),
    findOwner: createPlaceOwner(
      app,
      inventory.clusters,
      new Map([...kubernetes].map(([scope, { day, data }]) => [scope, toLabelState(day, data)])),
      period.to,
    ),
  };
}

function dataOf<T>(snapshots: ReadonlyMap<string, { readonly data: T }>): ReadonlyMap<string, T> {
  return new Map([...snapshots].map(([scope, { data }]) => [scope, data]));
}

/** Ownership of places that findings name, by the labels of the same week and the rules of its last day. */
function createPlaceOwner(
  app: ReportingApp,
  clusters: readonly Cluster[],
  states: ReadonlyMap<string, ReturnType<typeof toLabelState>>,
  day: Day,
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
      day,
    };
    return findOwner(subject);
  };
}

/**
 * The findings that belong to a week, as they stood at its end: open, exempt, or resolved in it.
 * @param history takes in what findings remember of the weeks before; without it they are not read so far back
 */
export async function listOwnedFindings(
  app: ReportingApp,
  period: Period,
  findOwner: FindOwner,
  history?: FindingHistory,
): Promise<readonly OwnedFinding[]> {
  const { from, to } = readingDays(period);
  const share = createSharing();
  const owned: OwnedFinding[] = [];
  const resolvedSince = history ? FindingHistory.firstDay(to) : from;
  for await (const { findings } of app.store.findings.eachCluster(resolvedSince)) {
    const remembered = findings.map((kept) => {
      const finding = share(kept);
      return { finding, teams: teamsOf(finding, findOwner, app.config) };
    });
    history?.add(remembered);
    for (const { finding, teams } of remembered) {
      const change = tellChange(finding, addDays(from, -1), to);
      const standing = findingAsOf(finding, to);
      if (change && standing) owned.push({ finding: standing, change, teams });
    }
  }
  return owned;
}

/** Sentences of the readings: what could not be read, and what to do. */
function listUnread(
  sources: Readonly<Record<string, ReadonlyMap<string, { readonly warnings: readonly string[] }>>>,
  nameScope: (scope: string) => string,
): GovernanceReport['unread'] {
  return Object.entries(sources).flatMap(([source, states]) =>
    [...states]
      .sort(byKey)
      .flatMap(([scope, { warnings }]) =>
        warnings.map((sentence) => ({ source, name: nameScope(scope), sentence })),
      ),
  );
}

function lastReadingDay(app: ReportingApp, to: Day): Day {
  const today = dayOf(app.clock.now());
  return to < today ? to : today;
}
