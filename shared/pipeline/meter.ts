import { isMeteringOff, isSampled } from '../metering/clusters.ts';
import { SourceError } from '../model/errors.ts';
import type { MeterTask } from '../model/tasks.ts';
import { dayOf } from '../model/time.ts';
import type { SampleSource } from '../sources/kubernetes/sampler.ts';
import { carryTrace, traceWork } from '../telemetry/trace.ts';
import type { ReportingApp } from './app.ts';
import { loadInventory } from './inventory.ts';
import { keepOutcome } from './runs.ts';

const MINUTE_MS = 60_000;

/** One task for each running cluster that is sampled; none where nothing is, or before an inventory was read. */
export async function planSamples(app: ReportingApp, run: string): Promise<readonly MeterTask[]> {
  if (isMeteringOff(app.config)) return [];
  const now = app.clock.now();
  const inventory = await loadInventory(app, dayOf(now));
  if (inventory === undefined) {
    app.log('info', 'Nothing is sampled: no inventory was read yet.', { run });
    return [];
  }
  return inventory.clusters
    .filter((cluster) => cluster.running && isSampled(app.config, cluster))
    .map((cluster) => carryTrace<MeterTask>({ cluster: cluster.id, due: now.toISOString(), run }));
}

/**
 * Looks at one cluster once and keeps the sample. A cluster that cannot be read now is not tried again: the next
 * sample is asked for in minutes, and this one's time is over; what went wrong is kept for `status`. For the same
 * reason a task that waited too long is left.
 * @throws StoreError when the sample cannot be kept
 */
export async function meterTask(app: ReportingApp, sampler: SampleSource, task: MeterTask): Promise<void> {
  const now = app.clock.now();
  const waited = now.getTime() - Date.parse(task.due);
  if (waited > app.config.metering.longestGapMinutes * MINUTE_MS) {
    app.log('warn', 'A sample is left out: its message waited too long.', describeSample(task));
    return;
  }
  const inventory = await loadInventory(app, dayOf(now));
  const cluster = inventory?.clusters.find((candidate) => candidate.id === task.cluster);
  if (cluster === undefined) {
    app.log(
      'warn',
      'A sample is left out: the inventory has no such cluster any more.',
      describeSample(task),
    );
    return;
  }
  const fields = describeSample(task);
  await traceWork('meter', fields, task.traceparent, async () => {
    await app.store.samples.append(cluster.id, await sampler.readSample(cluster));
  }).catch(async (error: unknown) => {
    const unit = { run: task.run, stage: 'meter', subject: `sample ${task.cluster}` } as const;
    const failed = keepOutcome(app, unit, () => Promise.reject(error), fields);
    if (!(error instanceof SourceError)) return failed;
    return failed.catch(() => {});
  });
}

/** A task as log and trace tell of it. */
function describeSample({ run, cluster, due }: MeterTask) {
  return { run, stage: 'meter', source: 'metering', scope: cluster, due };
}
