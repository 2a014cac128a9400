import { UNOWNED } from '../model/cost.ts';
import type { Report } from '../reports/report.ts';
import type { Fields } from '../telemetry/fields.ts';
import { measure } from '../telemetry/metrics.ts';

/** Measures how long a unit of work took, by what was read or built. */
export function measureWork({ stage, source, kind, outcome, seconds }: Fields): void {
  if (typeof seconds !== 'number') return;
  const ended = String(outcome);
  if (stage === 'collect')
    measure('purser.collect.seconds', seconds, { source: String(source), outcome: ended });
  if (stage === 'report') measure('purser.report.seconds', seconds, { kind: String(kind), outcome: ended });
}

/**
 * Measures what the organisation's report comes to, for charts and alerts: amounts become floats, which no book may be
 * made from.
 */
export function measureReport(report: Report): void {
  if (report.kind === 'chargeback') {
    for (const { currency, total, teams } of report.statements) {
      const pool = Number(total.exact);
      const unowned = Number(teams.find(({ team }) => team === UNOWNED)?.exact ?? 0);
      measure('purser.pool', pool, { currency });
      if (pool !== 0) measure('purser.unowned.share', unowned / pool, { currency });
    }
  }
  if (report.kind === 'governance') {
    for (const [severity, count] of Object.entries(report.bySeverity))
      measure('purser.findings', count, { severity });
    for (const [actor, count] of Object.entries(report.byActor)) measure('purser.findings', count, { actor });
  }
}
