import type { DeliverTask, ReportTask } from '../model/tasks.ts';
import type { Instant } from '../model/time.ts';
import { addDays, dayOf, monthOf, weekOf } from '../model/time.ts';
import type { Report } from '../reports/report.ts';
import type { ReportRow } from '../store/store.ts';
import { carryTrace } from '../telemetry/trace.ts';
import type { App, ReportingApp } from './app.ts';
import { forgetMessages } from './archive.ts';
import { assessFindings } from './assess.ts';
import { addressReport, listSharedSlices, toDeliverTasks } from './audiences.ts';
import { findSentHealth } from './healthReport.ts';
import { measureReport } from './measures.ts';
import { buildReport, parseReportPeriod } from './report.ts';
import { recordRun } from './runs.ts';
import { listFailures } from './undelivered.ts';
import { narrowDeliveries, planPreview } from './wish.ts';

/** The task of the daily assessment. */
export function planAssessment(app: ReportingApp, run: string): ReportTask {
  return { kind: 'assess', day: dayOf(app.clock.now()), run };
}

/** The chargeback of the month before, for the monthly timer. */
export function planChargeback(app: ReportingApp, run: string): ReportTask {
  const today = dayOf(app.clock.now());
  return { kind: 'chargeback', period: monthOf(addDays(monthOf(today).from, -1)).id, run };
}

/** Digests, governance report and health note of the week before, for the weekly timer. */
export function planWeekly(app: ReportingApp, run: string): readonly ReportTask[] {
  const today = dayOf(app.clock.now());
  const { id } = weekOf(addDays(weekOf(today).from, -1));
  return [
    { kind: 'digest', period: id, run },
    { kind: 'governance', period: id, run },
    { kind: 'health', period: id, run },
  ];
}

/**
 * Does a report task: builds and keeps the reports of every audience, and returns their deliveries. The daily
 * assessment also removes archived messages whose time is over.
 */
export async function publishReports(app: App, task: ReportTask): Promise<readonly DeliverTask[]> {
  if (task.kind === 'assess') {
    await assessFindings(app, task.day, task.run, task.traceparent);
    await forgetMessages(app, task.run);
    return [];
  }
  const { kind, period, run, wish, traceparent } = task;
  const about = { kind, period, team: wish?.team, ...(traceparent !== undefined && { traceparent }) };
  const unit = { run, stage: 'report', subject: `${kind} ${period}` } as const;
  return recordRun(app, unit, async () => (await publishReport(app, task)).map(carryTrace), about);
}

async function publishReport(
  app: App,
  task: Exclude<ReportTask, { kind: 'assess' }>,
): Promise<readonly DeliverTask[]> {
  const { kind, run, wish } = task;
  const period = parseReportPeriod(kind, task.period, app.clock.now());
  const sent = kind === 'health' && wish?.to === undefined ? await findSentHealth(app, period) : undefined;
  const report = sent ?? (await buildReport(app, kind, period));
  measureReport(report);
  if (wish?.to !== undefined) return planPreview(app, report, task, { ...wish, to: wish.to });
  const failed = kind === 'governance' ? await listFailures(app) : [];
  const planned = addressReport(app.config, report, failed);
  const builtAt = new Map<Report, Instant>();
  for (const own of new Set([report, ...planned.map((delivery) => delivery.report)])) {
    const row = await keepReport(app, own);
    builtAt.set(own, row.firstBuiltAt ?? row.builtAt);
  }
  for (const own of listSharedSlices(report, planned)) await keepReport(app, own);
  const tasks = toDeliverTasks(planned, (own) => builtAt.get(own) ?? app.clock.now().toISOString(), run);
  return narrowDeliveries(app, tasks, wish);
}

/** Keeps a report as the latest of its audience. */
export async function keepReport(app: ReportingApp, report: Report): Promise<ReportRow> {
  return app.store.reports.putReport(report, app.clock.now().toISOString());
}
