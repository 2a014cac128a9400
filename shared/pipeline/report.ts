import { isClosed } from '../closing/life.ts';
import { RequestError } from '../model/errors.ts';
import type { ReportKind } from '../model/tasks.ts';
import { type Period, parseStartedPeriod } from '../model/time.ts';
import type { Report } from '../reports/report.ts';
import type { ReportingApp } from './app.ts';
import { loadChargeback } from './chargebackReport.ts';
import { loadDigest } from './digestReport.ts';
import { loadGovernanceReport } from './governanceReport.ts';
import { loadHealth } from './healthReport.ts';

const PERIOD_OF: Readonly<Record<ReportKind, Period['kind']>> = {
  chargeback: 'month',
  digest: 'week',
  governance: 'week',
  health: 'week',
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
  if (kind === 'governance') return loadGovernanceReport(app, period);
  if (kind === 'digest') return loadDigest(app, period);
  if (kind === 'health') return loadHealth(app, period);
  const { reports } = app.store;
  const standing = await reports.getStanding('chargeback', period.id);
  const frozen = isClosed(standing)
    ? await reports.getRevision('chargeback', period.id, 'organisation', standing.revision)
    : undefined;
  return frozen ?? loadChargeback(app, period, standing.reopening);
}
