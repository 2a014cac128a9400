import type { CostMetric, CostRow } from '../model/cost.ts';
import type { CollectTask } from '../model/tasks.ts';
import { addDays, type Day, dayOf, daysBetween, monthOf } from '../model/time.ts';
import type { ExportedMonth, ExportRun } from '../sources/source.ts';
import type { ReportingApp } from './app.ts';
import { keepReading, PUBLISHED_AFTER_DAYS } from './readings.ts';

/** Scope of a cost task that reads all subscriptions at once, from exports. */
export const EXPORTS_SCOPE = 'exports';

const METRICS = ['effective', 'billed'] as const;

/** Which datasets of Cost Management hold a sum of the bill. */
const HOLDS: Readonly<Record<CostMetric, readonly ExportRun['type'][]>> = {
  effective: ['focus', 'amortized'],
  billed: ['focus', 'actual'],
};

/**
 * Reads a month's exports and keeps what they tell of every watched subscription and day of the task. A day
 * that a run covers and that is long enough past has no cost where the run has no rows; of any other day without
 * rows a problem is kept, with what the exports said.
 */
export async function collectExports(app: ReportingApp, task: CollectTask): Promise<void> {
  const exported = await app.sources.readExports(monthOf(task.from));
  try {
    for (const warning of exported.warnings)
      app.log('warn', warning, { run: task.run, source: 'cost export' });
    const told = await keepDays(app, task, exported);
    for (const scope of app.config.azure.subscriptions) {
      for (const metric of METRICS) {
        const silent = daysBetween(task.from, task.to).filter(
          (day) => !told.has(`${metric}|${scope}|${day}`),
        );
        for (const day of silent) await keepSilence(app, { scope, metric, day }, exported);
      }
    }
  } finally {
    await exported.close();
  }
}

/** @returns `metric|subscription|day` of what was told */
async function keepDays(
  app: ReportingApp,
  task: CollectTask,
  exported: ExportedMonth,
): Promise<ReadonlySet<string>> {
  const scopes = new Map(app.config.azure.subscriptions.map((scope) => [scope.toLowerCase(), scope]));
  const told = new Set<string>();
  const keep = async (
    metric: CostMetric,
    scope: string,
    day: Day,
    rows: readonly CostRow[],
  ): Promise<void> => {
    await keepReading(app, `cost.${metric}`, scope, day, rows);
    told.add(`${metric}|${scope}|${day}`);
  };
  for await (const { subscriptionId, day, effective, billed } of exported.readDays()) {
    const scope = scopes.get(subscriptionId);
    if (scope === undefined || day < task.from || day > task.to) continue;
    if (effective) await keep('effective', scope, day, effective);
    if (billed) await keep('billed', scope, day, billed);
  }
  return told;
}

async function keepSilence(
  app: ReportingApp,
  { scope, metric, day }: { readonly scope: string; readonly metric: CostMetric; readonly day: Day },
  { runs, problems }: ExportedMonth,
): Promise<void> {
  const covered = runs.some(
    ({ type, covers }) => HOLDS[metric].includes(type) && covers && covers.from <= day && day <= covers.to,
  );
  const now = app.clock.now();
  if (covered && day < addDays(dayOf(now), -PUBLISHED_AFTER_DAYS)) {
    await keepReading(app, `cost.${metric}`, scope, day, []);
    return;
  }
  const [first] = problems;
  await app.store.snapshots.putProblem(`cost.${metric}`, scope, day, {
    at: now.toISOString(),
    message: first
      ? `No export that can be read tells the ${metric} cost of ${day}: ${first.message}`
      : `No export tells the ${metric} cost of subscription ${scope} for ${day}${covered ? ' yet' : ''}.`,
    remedy: first?.remedy ?? remedyOf(metric, covered),
  });
}

function remedyOf(metric: CostMetric, covered: boolean): string {
  if (covered)
    return 'Usage appears within 24 hours, in a later run of the export; nothing needs to be done.';
  const dataset = metric === 'effective' ? 'AmortizedCost' : 'ActualCost';
  return `Export FocusCost, or ${dataset}, of that month to a place that cost.exports names, and check that the export runs daily.`;
}
