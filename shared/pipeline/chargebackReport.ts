import { addDays, type Day, dayOf, type Period, previousPeriod } from '../model/time.ts';
import { buildChargeback } from '../reports/chargeback.ts';
import { assessCoverage } from '../reports/coverage.ts';
import type { ChargebackReport } from '../reports/report.ts';
import { StatementSums } from '../reports/statement.ts';
import type { ReportingApp } from './app.ts';
import { expectCost, SeenDays, subscriptionNames } from './costCoverage.ts';
import { openDays } from './days.ts';
import { linkTo } from './reportLink.ts';

/** Builds the chargeback of a month from what is kept, a day at a time. */
export async function loadChargeback(app: ReportingApp, period: Period): Promise<ChargebackReport> {
  const to = lastClosedDay(app, period.to);
  const reader = await openDays(app, period.from, to);
  const sums = new StatementSums();
  const seen = new SeenDays();
  for await (const part of reader.parts()) {
    sums.addPart(part);
    seen.addPart(part);
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

/** Yesterday, or the period's end when that is earlier: today is not over. */
export function lastClosedDay(app: ReportingApp, to: Day): Day {
  const yesterday = addDays(dayOf(app.clock.now()), -1);
  return to < yesterday ? to : yesterday;
}
