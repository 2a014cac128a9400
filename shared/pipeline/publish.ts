import { compareText } from '../model/order.ts';
import type { DeliverTask, ReportTask } from '../model/tasks.ts';
import type { Instant } from '../model/time.ts';
import { addDays, dayOf, monthOf, weekOf } from '../model/time.ts';
import type { Report } from '../reports/report.ts';
import type { DeliveryRow, DeliveryState, ReportRow } from '../store/store.ts';
import type { App, ReportingApp } from './app.ts';
import { forgetMessages } from './archive.ts';
import { assessFindings } from './assess.ts';
import { addressReport, listSharedSlices, toDeliverTasks } from './audiences.ts';

import { buildReport, parseReportPeriod } from './report.ts';
import { recordRun } from './runs.ts';
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

/** Digests and governance report of the week before, for the weekly timer. */
export function planWeekly(app: ReportingApp, run: string): readonly ReportTask[] {
  const today = dayOf(app.clock.now());
  const { id } = weekOf(addDays(weekOf(today).from, -1));
  return [
    { kind: 'digest', period: id, run },
    { kind: 'governance', period: id, run },
  ];
}

/**
 * Does a report task: builds and keeps the reports of every audience, and returns their deliveries. The daily
 * assessment also removes archived messages whose time is over.
 */
export async function publishReports(app: App, task: ReportTask): Promise<readonly DeliverTask[]> {
  if (task.kind === 'assess') {
    await assessFindings(app, task.day, task.run);
    await forgetMessages(app, task.run);
    return [];
  }
  const { kind, run, wish } = task;
  return recordRun(app, { run, stage: 'report', subject: `${kind} ${task.period}` }, async () => {
    const period = parseReportPeriod(kind, task.period, app.clock.now());
    const report = await buildReport(app, kind, period);
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
  });
}

/** Keeps a report as the latest of its audience. */
export async function keepReport(app: ReportingApp, report: Report): Promise<ReportRow> {
  return app.store.reports.putReport(report, app.clock.now().toISOString());
}

/**
 * Deliveries that did not reach anybody, nor did a deliberate repeat of them: those that failed, and of those that had
 * nobody to go to the latest of each audience, since they come again every period.
 */
export async function listFailures(app: App): Promise<readonly DeliveryRow[]> {
  const deliveries = await app.store.ledger.listDeliveries();
  const repeated = keepLast(deliveries, (row) => [row.period, row.hash]);
  const unreached = repeated.filter(({ skipped }) => skipped === 'nobody' || skipped === 'outsideDomains');
  return [...repeated.filter(({ state }) => FAILED.has(state)), ...keepLast(unreached, () => [])];
}

/** The last row of each audience, channel and kind of report, and of what else tells deliveries apart. */
function keepLast(
  rows: readonly DeliveryRow[],
  tellApart: (row: DeliveryRow) => readonly string[],
): readonly DeliveryRow[] {
  const last = new Map<string, DeliveryRow>();
  for (const row of rows.toSorted((a, b) => compareText(a.period, b.period) || a.resend - b.resend)) {
    last.set([row.kind, row.audience, row.channel, ...tellApart(row)].join('|'), row);
  }
  return [...last.values()];
}

const FAILED: ReadonlySet<DeliveryState> = new Set(['poisoned', 'uncertain', 'failed']);
