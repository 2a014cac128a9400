import { hashOf } from '../model/canonical.ts';
import { SOURCES } from '../model/reading.ts';
import type { ReportKind } from '../model/tasks.ts';
import { addDays, type Day, dayOf, type Period } from '../model/time.ts';
import { WeeklyCosts } from '../reports/digest.ts';
import type { Report } from '../reports/report.ts';
import type { ReportingApp } from './app.ts';
import { keepReport } from './publish.ts';
import { buildReport } from './report.ts';

interface Computed {
  readonly version: string;
  readonly report: Promise<Report>;
}

const computed = new WeakMap<ReportingApp, Map<string, Computed>>();

/**
 * The organisation's report as the data of this moment has it, computed once a data version: many readers of
 * the same report, or of its team slices, cost one computation.
 */
export async function readCurrentReport(
  app: ReportingApp,
  kind: ReportKind,
  period: Period,
): Promise<Report> {
  const version = await versionOf(app, kind, period);
  const own = computed.get(app) ?? new Map<string, Computed>();
  computed.set(app, own);
  const key = `${kind}|${period.id}`;
  const known = own.get(key);
  if (known?.version === version) return known.report;
  const report = compute(app, kind, period);
  own.set(key, { version, report });
  report.catch(() => own.delete(key));
  return report;
}

async function compute(app: ReportingApp, kind: ReportKind, period: Period): Promise<Report> {
  const report = await buildReport(app, kind, period);
  const isRead = report.coverage.entries.some((entry) => entry.readDays > 0);
  if (report.state === 'provisional' && isRead) await keepReport(app, report);
  return report;
}

/** What a report's data hangs on: the readings of its days, the findings, and how far the day has come. */
async function versionOf(app: ReportingApp, kind: ReportKind, period: Period): Promise<string> {
  const from: Day = kind === 'digest' ? WeeklyCosts.firstDay(period) : period.from;
  const rows = await Promise.all(
    SOURCES.map((source) => app.store.snapshots.listRows(source, from, addDays(period.to, 1))),
  );
  const findings = kind === 'chargeback' ? [] : await app.store.findings.listFindings(period.from);
  const closed = (await app.store.reports.listReports()).find(
    (report) => report.kind === kind && report.period === period.id && report.state === 'closed',
  );
  return hashOf({ rows, findings, closed: closed?.hash, today: dayOf(app.clock.now()) });
}
