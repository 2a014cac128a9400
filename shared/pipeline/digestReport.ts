import { DEFAULT_PRICES } from '../analysis/computeUnits.ts';
import { placeAlerts } from '../governance/alert.ts';
import { addDays, type Period, weekOf } from '../model/time.ts';
import { assessCoverage } from '../reports/coverage.ts';
import { buildDigest } from '../reports/digest.ts';
import type { DigestReport } from '../reports/digestReport.ts';
import { TREND_WEEKS, WeeklyCosts } from '../reports/weeklyCosts.ts';
import type { ReportingApp } from './app.ts';
import { lastClosedDay } from './chargebackReport.ts';
import { expectCost, SeenDays, subscriptionNames } from './costCoverage.ts';
import { openDays } from './days.ts';
import { knowDaysRead } from './daysRead.ts';
import { listOwnedFindings, loadGovernance } from './governanceState.ts';
import { linkTo } from './reportLink.ts';

/** Builds every team's digest of a week from what is kept. */
export async function loadDigest(app: ReportingApp, period: Period): Promise<DigestReport> {
  const to = lastClosedDay(app, period.to);
  const first = WeeklyCosts.firstDay(period);
  const reader = await openDays(app, first, to);
  const costs = new WeeklyCosts(period, app.config.cost.weights ?? DEFAULT_PRICES);
  const seen = new SeenDays();
  for await (const part of reader.parts()) {
    costs.addCharges(part.day, part.charges);
    if (part.use && part.owned) costs.addUsage(part.day, part.use.cluster.id, part.owned);
    seen.addPart(part, part.day >= period.from);
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
  const everyDay = assessCoverage(expectCost(app, names, reader, seen, first, to), reader.rows);
  return buildDigest({
    config: app.config,
    period,
    costs,
    lastDay: to,
    isRead: knowDaysRead(everyDay.entries, reader.clusters),
    weeksRead,
    clusters: reader.clusters,
    findings: await listOwnedFindings(app, period, governance.findOwner),
    alerts: placeAlerts(
      [...governance.defender.values()].flatMap((state) => state.alerts),
      governance.kubernetes,
    ),
    sensors: governance.sensors,
    findOwner: governance.findOwner,
    coverage,
    warnings: seen.warnings,
    link: linkTo(app, 'digest', period),
  });
}
