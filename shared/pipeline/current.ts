import { listCorrectedMonths } from '../closing/calendar.ts';
import { hashOf } from '../model/canonical.ts';
import { SOURCES } from '../model/reading.ts';
import type { ReportKind } from '../model/tasks.ts';
import { addDays, type Day, dayOf, type Period } from '../model/time.ts';
import type { Report } from '../reports/report.ts';
import { WeeklyCosts } from '../reports/weeklyCosts.ts';
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

/**
 * What a report's data hangs on: the readings of its days, the findings, how far the day has come; for a chargeback
 * also the months that it corrects, and what was closed, opened again and released.
 */
async function versionOf(app: ReportingApp, kind: ReportKind, period: Period): Promise<string> {
  const life = kind === 'chargeback' ? await readLife(app, period) : undefined;
  const from = firstDayOf(kind, period, life?.from);
  const rows = await Promise.all(
    SOURCES.map((source) => app.store.snapshots.listRows(source, from, addDays(period.to, 1))),
  );
  const findings = kind === 'chargeback' ? [] : await app.store.findings.listFindings(period.from);
  return hashOf({ rows, findings, life, today: dayOf(app.clock.now()) });
}

/** The first day whose readings a report looks at; a governance report compares scores with the week before. */
function firstDayOf(kind: ReportKind, period: Period, corrected: Day | undefined): Day {
  if (kind === 'digest') return WeeklyCosts.firstDay(period);
  return kind === 'governance' ? addDays(period.from, -7) : (corrected ?? period.from);
}

/** What people decided about a month and those that it corrects, and the first day that it needs. */
async function readLife(app: ReportingApp, period: Period) {
  const { reports } = app.store;
  const listed = (await reports.listReports()).filter(
    (row) => row.kind === 'chargeback' && row.audience === 'organisation',
  );
  const built = listed.find((row) => row.period === period.id);
  const held = built && built.held.length > 0 ? built.hash : undefined;
  const months = await listCorrectedMonths(
    period,
    ({ id }) => reports.getStanding('chargeback', id),
    app.config.cost.closing.lookBackMonths,
  );
  return {
    from: months.at(-1)?.period.from ?? period.from,
    standing: await reports.getStanding('chargeback', period.id),
    closed: listed
      .filter(({ revision }) => revision > 0)
      .map(({ period: month, state, revision }) => ({ month, state, revision })),
    release: held && (await reports.getRelease('chargeback', period.id, held)),
  };
}
