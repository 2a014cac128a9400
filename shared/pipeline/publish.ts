import type { DeliverTask, ReportTask } from '../model/tasks.ts';
import { addDays, dayOf, monthOf, weekOf } from '../model/time.ts';
import type { Report } from '../reports/report.ts';
import type { DeliveryRow, DeliveryState } from '../store/store.ts';
import type { App, ReportingApp } from './app.ts';
import { assessFindings } from './assess.ts';
import { addressReport, planDeliveries } from './audiences.ts';
import { buildReport, parseReportPeriod } from './report.ts';
import { recordRun } from './runs.ts';

/** The task of the daily assessment. */
export function planAssessment(app: ReportingApp, run: string): ReportTask {
  return { kind: 'assess', day: dayOf(app.clock.now()), run };
}

/** The chargeback of the month before, for the monthly timer. */
export function planChargeback(app: ReportingApp, run: string): ReportTask {
  const today = dayOf(app.clock.now());
  return { kind: 'chargeback', period: monthOf(addDays(monthOf(today).from, -1)).id, run };
}

/** Digests and governance report of the week before, for the weekly timer. */
export function planWeekly(app: ReportingApp, run: string): readonly ReportTask[] {
  const today = dayOf(app.clock.now());
  const { id } = weekOf(addDays(weekOf(today).from, -1));
  return [
    { kind: 'digest', period: id, run },
    { kind: 'governance', period: id, run },
  ];
}

/** Does a report task: builds and keeps the reports of every audience, and returns their deliveries. */
export async function publishReports(app: App, task: ReportTask): Promise<readonly DeliverTask[]> {
  if (task.kind === 'assess') {
    await assessFindings(app, task.day, task.run);
    return [];
  }
  const { kind, run } = task;
  return recordRun(app, { run, stage: 'report', subject: `${kind} ${task.period}` }, async () => {
    const period = parseReportPeriod(kind, task.period, app.clock.now());
    const report = await buildReport(app, kind, period);
    await keepReport(app, report);
    const failed = await listFailures(app);
    const addressed = addressReport(app.config, report, failed);
    for (const { report: own } of addressed) if (own !== report) await keepReport(app, own);
    return addressed.flatMap((own) => planDeliveries(app.config, own, run));
  });
}

/** Keeps a report as the latest of its audience. */
export async function keepReport(app: ReportingApp, report: Report): Promise<void> {
  await app.store.reports.putReport(report, app.clock.now().toISOString());
}

/** Deliveries that did not reach anybody, nor did a deliberate repeat of them. */
export async function listFailures(app: App): Promise<readonly DeliveryRow[]> {
  const deliveries = await app.store.ledger.listDeliveries();
  const last = new Map<string, DeliveryRow>();
  for (const row of deliveries.toSorted((a, b) => a.resend - b.resend)) {
    last.set([row.kind, row.period, row.audience, row.channel, row.hash].join('|'), row);
  }
  return [...last.values()].filter(({ state }) => FAILED.has(state));
}

const FAILED: ReadonlySet<DeliveryState> = new Set(['poisoned', 'uncertain', 'failed']);
