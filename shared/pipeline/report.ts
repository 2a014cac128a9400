import { RequestError } from '../model/errors.ts';
import type { Cluster, Inventory } from '../model/estate.ts';
import type { OwnershipSubject } from '../model/ownership.ts';
import type { ReportKind } from '../model/tasks.ts';
import {
  addDays,
  type Day,
  dayOf,
  daysBetween,
  type Period,
  parseStartedPeriod,
  previousPeriod,
  weekOf,
} from '../model/time.ts';
import { createOwnership } from '../ownership/ownership.ts';
import { buildChargeback } from '../reports/chargeback.ts';
import { assessCoverage, type Expectation } from '../reports/coverage.ts';
import { buildDigest, TREND_WEEKS, WeeklyCosts } from '../reports/digest.ts';
import { type FindOwner, ownFindings, readingDays } from '../reports/findings.ts';
import { buildGovernance } from '../reports/governance.ts';
import type { ChargebackReport, DigestReport, GovernanceReport, Report } from '../reports/report.ts';
import { StatementSums } from '../reports/statement.ts';
import type { ReportingApp } from './app.ts';
import type { AllocatedDay, DayReader } from './days.ts';
import { openDays } from './days.ts';
import { loadInventory, loadLatest } from './inventory.ts';
import { toLabelState } from './labels.ts';

const PERIOD_OF: Readonly<Record<ReportKind, Period['kind']>> = {
  chargeback: 'month',
  digest: 'week',
  governance: 'week',
};

/**
 * Reads the period that a kind of report is made for.
 * @throws RequestError when it is no period, lies in the future, or is of the wrong kind
 */
export function parseReportPeriod(kind: ReportKind, text: string, now: Date): Period {
  const period = parseStartedPeriod(text, now);
  if (period.kind === PERIOD_OF[kind]) return period;
  const example = PERIOD_OF[kind] === 'month' ? '2026-10' : '2026-W47';
  throw new RequestError(
    `A ${kind} is made for a ${PERIOD_OF[kind]}, and ${text} is a ${period.kind}.`,
    `Ask for a ${PERIOD_OF[kind]} such as ${example}.`,
  );
}

/**
 * Builds the organisation's report of a kind and period from what is kept. The same readings give the same
 * report. A closed chargeback is returned as it was frozen.
 */
export async function buildReport(app: ReportingApp, kind: ReportKind, period: Period): Promise<Report> {
  if (kind === 'governance') return buildGovernanceOf(app, period);
  if (kind === 'digest') return buildDigestOf(app, period);
  const frozen = await app.store.reports.getLatest('chargeback', period.id, 'organisation');
  return frozen?.state === 'closed' ? frozen : buildChargebackOf(app, period);
}

async function buildChargebackOf(app: ReportingApp, period: Period): Promise<ChargebackReport> {
  const to = lastClosedDay(app, period.to);
  const reader = await openDays(app, period.from, to);
  const sums = new StatementSums();
  const seen = new SeenDays();
  for await (const day of reader.days()) {
    sums.addDay(day.rows, day.pools, day.charges);
    seen.addDay(day);
  }
  const previous = await app.store.reports.getLatest('chargeback', previousPeriod(period).id, 'organisation');
  return buildChargeback({
    config: app.config,
    period,
    sums,
    clusters: reader.clusters,
    coverage: assessCoverage(
      expectCost(app, await subscriptionNames(app, to), reader, seen, period.from, to),
      reader.rows,
    ),
    previous: previous?.kind === 'chargeback' ? previous : undefined,
    warnings: seen.warnings,
    running: to < period.to,
    link: linkTo(app, 'chargeback', period),
  });
}

async function buildDigestOf(app: ReportingApp, period: Period): Promise<DigestReport> {
  const to = lastClosedDay(app, period.to);
  const first = WeeklyCosts.firstDay(period);
  const reader = await openDays(app, first, to);
  const costs = new WeeklyCosts(period);
  const seen = new SeenDays();
  for await (const day of reader.days()) {
    costs.addDay(day.day, day.charges);
    seen.addDay(day, day.day >= period.from);
  }
  const names = await subscriptionNames(app, to);
  const governance = await loadGovernance(app, period);
  const week = expectCost(app, names, reader, seen, period.from, to);
  const coverage = assessCoverage([...week, ...governance.expected], [...reader.rows, ...governance.rows]);
  const weeksRead = new Set<string>();
  for (let back = 0; back < TREND_WEEKS; back++) {
    const from = addDays(period.from, -7 * back);
    const days = expectCost(app, names, reader, seen, from, addDays(from, 6) < to ? addDays(from, 6) : to);
    if (assessCoverage(days, reader.rows).complete) weeksRead.add(weekOf(from).id);
  }
  return buildDigest({
    config: app.config,
    period,
    costs,
    weeksRead,
    clusters: reader.clusters,
    findings: ownFindings(await listFindings(app, period), governance.findOwner, app.config),
    alerts: [...governance.defender.values()].flatMap((state) => state.alerts),
    findOwner: governance.findOwner,
    coverage,
    warnings: seen.warnings,
    link: linkTo(app, 'digest', period),
  });
}

async function buildGovernanceOf(app: ReportingApp, period: Period): Promise<GovernanceReport> {
  const governance = await loadGovernance(app, period);
  return buildGovernance({
    config: app.config,
    period,
    inventory: governance.inventory,
    findings: ownFindings(await listFindings(app, period), governance.findOwner, app.config),
    policy: governance.policy,
    defender: governance.defender,
    findOwner: governance.findOwner,
    coverage: assessCoverage(governance.expected, governance.rows),
    warnings: [],
    link: linkTo(app, 'governance', period),
  });
}

/** What the days of a report told, for its coverage and its notices. */
class SeenDays {
  readonly warnings: string[] = [];
  /** By cluster, the days on which its node resource group cost something, so that an allocation is needed. */
  readonly used = new Map<string, Set<Day>>();

  addDay({ day, pools, warnings }: AllocatedDay, withWarnings = true): void {
    if (withWarnings) this.warnings.push(...warnings);
    for (const pool of pools.pools) {
      if (pool.category !== 'compute' || pool.effective === 0n) continue;
      const days = this.used.get(pool.clusterId) ?? new Set<Day>();
      this.used.set(pool.clusterId, days.add(day));
    }
  }
}

function expectCost(
  app: ReportingApp,
  names: ReadonlyMap<string, string>,
  reader: DayReader,
  seen: SeenDays,
  from: Day,
  to: Day,
): Expectation[] {
  const days = daysBetween(from, to);
  const bills = app.config.azure.subscriptions.flatMap((scope) =>
    (['cost.effective', 'cost.billed'] as const).map((source) => ({
      source,
      scope,
      name: names.get(scope) ?? scope,
      days,
    })),
  );
  const allocations = reader.clusters.flatMap((cluster) => {
    const needed = days.filter((day) => seen.used.get(cluster.id)?.has(day));
    return needed.length === 0
      ? []
      : [{ source: 'allocation' as const, scope: cluster.id, name: cluster.name, days: needed }];
  });
  return [...bills, ...allocations];
}

/** The state of governance that belongs to a week: the latest reading of each scope among the week's readings. */
async function loadGovernance(app: ReportingApp, period: Period) {
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

async function listFindings(app: ReportingApp, period: Period) {
  const { from, to } = readingDays(period);
  const findings = await app.store.findings.listFindings(from);
  return findings.filter((finding) => finding.firstSeen <= to);
}

async function subscriptionNames(app: ReportingApp, day: Day): Promise<ReadonlyMap<string, string>> {
  const inventory = await loadInventory(app, day);
  return new Map((inventory?.subscriptions ?? []).map(({ id, name }) => [id, name]));
}

/** Yesterday, or the period's end when that is earlier: today is not over. */
function lastClosedDay(app: ReportingApp, to: Day): Day {
  const yesterday = addDays(dayOf(app.clock.now()), -1);
  return to < yesterday ? to : yesterday;
}

function lastReadingDay(app: ReportingApp, to: Day): Day {
  const today = dayOf(app.clock.now());
  return to < today ? to : today;
}

function linkTo(app: ReportingApp, kind: ReportKind, period: Period): string | undefined {
  return (
    app.config.reportBaseUrl &&
    `${app.config.reportBaseUrl.replace(/\/$/, '')}/api/reports/${kind}/${period.id}`
  );
}
