import { DEFAULT_PRICES } from '../analysis/computeUnits.ts';
import type { Reopening } from '../closing/life.ts';
import { withLife } from '../closing/statement.ts';
import { addDays, type Day, dayOf, type Period, previousPeriod } from '../model/time.ts';
import { buildChargeback } from '../reports/chargeback.ts';
import { withAnalysis } from '../reports/chargebackAnalysis.ts';
import type { ChargebackReport } from '../reports/chargebackReport.ts';
import { ComputeSums } from '../reports/computeTable.ts';
import { assessCoverage } from '../reports/coverage.ts';
import type { Notice } from '../reports/notice.ts';
import { StatementSums } from '../reports/statement.ts';
import { loadAdjustments } from './adjustments.ts';
import type { ReportingApp } from './app.ts';
import { expectCost, SeenDays, subscriptionNames } from './costCoverage.ts';
import { openDays } from './days.ts';
import { passGate } from './gate.ts';
import { linkTo } from './reportLink.ts';

/**
 * Builds the chargeback of an open month from what is kept, cluster by cluster, with its corrections of closed
 * months, and has the publish gate judge it.
 * @param reopened why the month, closed before, is open again
 */
export async function loadChargeback(
  app: ReportingApp,
  period: Period,
  reopened?: Reopening,
): Promise<ChargebackReport> {
  const to = lastClosedDay(app, period.to);
  const reader = await openDays(app, period.from, to);
  const sums = new StatementSums();
  const seen = new SeenDays();
  const compute = new ComputeSums(app.config.cost.weights ?? DEFAULT_PRICES);
  for await (const part of reader.parts()) {
    sums.addPart(part);
    if (part.use && part.owned) compute.addUsage(part.use.cluster.id, part.owned);
    seen.addPart(part);
  }
  const { byOrigin, corrections } = await loadAdjustments(app, period);
  for (const { origin, charges } of byOrigin) sums.addCharges(charges, origin);
  const latest = await app.store.reports.getLatest('chargeback', previousPeriod(period).id, 'organisation');
  const previous = latest?.kind === 'chargeback' ? latest : undefined;
  const names = await subscriptionNames(app, to);
  const report = buildChargeback({
    config: app.config,
    period,
    sums,
    clusters: reader.clusters,
    coverage: assessCoverage(expectCost(app, names, reader, seen, period.from, to), reader.rows),
    previous,
    warnings: [
      ...seen.listUnbilled(reader.clusters, reader.rows),
      ...warnUntagged(reader.untagged, names),
      ...seen.warnings,
    ],
    comparisons: seen.comparisons(),
    inputs: reader.inputs,
    running: to < period.to,
    link: linkTo(app, 'chargeback', period),
  });
  const analysed = withAnalysis(report, {
    ...{ config: app.config, previous },
    running: to < period.to,
    compute: compute.toTable(),
  });
  const placed = withLife(analysed, { corrections, reopened });
  return passGate(app, placed, period, seen.clusterFacts(), previous);
}

/** The bill by query has no tags: without Azure's own reading of them nobody knows whose a disk or an address is. */
function warnUntagged(scopes: readonly string[], names: ReadonlyMap<string, string>): readonly Notice[] {
  if (scopes.length === 0) return [];
  return [{ kind: 'untagged', subscriptions: scopes.map((scope) => names.get(scope) ?? scope) }];
}

/** Yesterday, or the period's end when that is earlier: today is not over. */
export function lastClosedDay(app: ReportingApp, to: Day): Day {
  const yesterday = addDays(dayOf(app.clock.now()), -1);
  return to < yesterday ? to : yesterday;
}
