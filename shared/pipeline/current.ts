import { RequestError } from '../model/errors.ts';
import { RecentResults, weighData } from '../model/recentResults.ts';
import type { ReportKind } from '../model/tasks.ts';
import type { Period } from '../model/time.ts';
import type { Report } from '../reports/report.ts';
import type { ReportingApp } from './app.ts';
import { readDataVersion } from './dataVersion.ts';
import { keepReport } from './publish.ts';
import { buildReport } from './report.ts';

/** Bytes of report data that a process keeps, about. */
const BUDGET_BYTES = 128 * 1024 * 1024;

const kept = new WeakMap<ReportingApp['store'], RecentResults<Report>>();

/**
 * The organisation's report as the data of this moment has it, computed once a data version: many readers of
 * the same report, or of its team slices, cost one computation.
 */
export async function readCurrentReport(
  app: ReportingApp,
  kind: ReportKind,
  period: Period,
): Promise<Report> {
  const version = await readDataVersion(app, kind, period);
  return resultsOf(app).get(`${kind}|${period.id}|${version}`, () => compute(app, kind, period));
}

/**
 * The organisation's statement as it was closed as a revision, whatever became of it later.
 * @throws RequestError when there is no such revision
 */
export async function readClosedReport(
  app: ReportingApp,
  kind: ReportKind,
  period: Period,
  revision: number,
): Promise<Report> {
  return resultsOf(app).get(`${kind}|${period.id}|closed ${revision}`, async () => {
    const report = await app.store.reports.getRevision(kind, period.id, 'organisation', revision);
    if (report) return report;
    throw new RequestError(
      `The ${kind} of ${period.id} has no revision ${revision}.`,
      kind === 'chargeback'
        ? `Ask for it without a revision, or see those that were closed: npm run purser -- status`
        : 'Only a chargeback is closed, and so has revisions.',
      { kind: 'notFound' },
    );
  });
}

function resultsOf({ store }: ReportingApp): RecentResults<Report> {
  const own = kept.get(store) ?? new RecentResults<Report>(BUDGET_BYTES, weighData);
  kept.set(store, own);
  return own;
}

async function compute(app: ReportingApp, kind: ReportKind, period: Period): Promise<Report> {
  const report = await buildReport(app, kind, period);
  const isRead = report.coverage.entries.some((entry) => entry.readDays > 0);
  if (report.state === 'provisional' && isRead) await keepReport(app, report);
  return report;
}
