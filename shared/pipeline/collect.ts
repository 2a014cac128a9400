import type { CostRow } from '../model/cost.ts';
import { SourceError, type SourceFailure } from '../model/errors.ts';
import type { Cluster, Inventory } from '../model/estate.ts';
import type { Problem, Source } from '../model/reading.ts';
import type { CollectTask } from '../model/tasks.ts';
import { addDays, dayOf, daysBetween } from '../model/time.ts';
import { measure } from '../telemetry/metrics.ts';
import { carryTrace, describeWork } from '../telemetry/trace.ts';
import type { ReportingApp } from './app.ts';
import { collectExports, EXPORTS_SCOPE } from './collectExports.ts';
import { loadInventory } from './inventory.ts';
import { planEstate } from './plan.ts';
import { keepReading, PUBLISHED_AFTER_DAYS } from './readings.ts';
import { recordRun } from './runs.ts';

/** Failures that may pass by themselves; for the others a person has to do something first. */
const PASSING: ReadonlySet<SourceFailure> = new Set(['throttled', 'unavailable', 'timeout']);

/** Times that a task is put back because its source asked to wait: a day and more, at the shortest pause. */
export const MOST_WAITS = 200;
const SHORTEST_PAUSE_SECONDS = 60;

/** Puts a task back for later. */
export type CollectLater = (task: CollectTask, seconds: number) => Promise<void>;

/**
 * Does a task, and when its source asks to wait, as Cost Management does when the quota of an hour is used up,
 * puts it back for that long: waiting is no failure, and must not use up the queue's few tries.
 */
export async function collectOrWait(
  app: ReportingApp,
  task: CollectTask,
  later: CollectLater,
): Promise<readonly CollectTask[]> {
  try {
    return await collectTask(app, task);
  } catch (error) {
    const attempt = (task.attempt ?? 1) + 1;
    if (!(error instanceof SourceError) || error.failure !== 'throttled' || attempt > MOST_WAITS) throw error;
    const seconds = Math.max(SHORTEST_PAUSE_SECONDS, Math.ceil(error.retryAfterSeconds ?? 0));
    measure('purser.throttled', 1, { source: task.source });
    measure('purser.retries', 1, { stage: 'collect' });
    app.log('warn', `${error.message} It is tried again in ${seconds} s.`, {
      ...describeTask(task),
      ...{ attempt, failure: error.failure, retrySeconds: seconds },
    });
    await later({ ...task, attempt }, seconds);
    return [];
  }
}

/**
 * Reads one source for one scope and keeps what it gave. A failure is kept as a problem of exactly that
 * scope and those days, and costs nothing else.
 * @returns the tasks that follow: reading the inventory tells what else there is to read
 * @throws SourceError only when trying again may help, so that the queue does
 */
export async function collectTask(app: ReportingApp, task: CollectTask): Promise<readonly CollectTask[]> {
  const subject = `${task.source} ${task.scope} ${task.from}..${task.to}`;
  const { traceparent } = task;
  const about = { ...describeTask(task), ...(traceparent !== undefined && { traceparent }) };
  const unit = { run: task.run, stage: 'collect', subject } as const;
  const collect = async (): Promise<readonly CollectTask[]> => {
    try {
      return await collectSource(app, task);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      await keepProblem(app, task, error);
      if (PASSING.has(error.failure)) throw error;
      describeWork({ failure: error.failure });
      const { failure, remedy } = error;
      app.log('warn', error.message, { ...describeTask(task), failure, remedy });
      return task.source === 'inventory' ? planFromLastInventory(app, task) : [];
    }
  };
  return recordRun(app, unit, async () => (await collect()).map(carryTrace), about);
}

/** A task as log and trace tell of it. */
function describeTask({ run, source, scope, from, to, attempt = 1 }: CollectTask) {
  return { run, stage: 'collect', source, scope, from, to, attempt };
}

async function collectSource(app: ReportingApp, task: CollectTask): Promise<readonly CollectTask[]> {
  const { sources } = app;
  const today = dayOf(app.clock.now());
  switch (task.source) {
    case 'inventory': {
      const inventory = await sources.readInventory();
      await keepReading(app, 'inventory', 'estate', today, inventory);
      return planEstate(app, inventory, task);
    }
    case 'cost':
    case 'cost.effective':
    case 'cost.billed':
      await (task.scope === EXPORTS_SCOPE ? collectExports : collectCost)(app, task);
      return [];
    case 'allocation': {
      const cluster = await findCluster(app, task);
      for (const day of daysBetween(task.from, task.to)) {
        await keepReading(app, 'allocation', task.scope, day, await sources.readAllocation(cluster, day));
      }
      return [];
    }
    case 'metering': {
      const cluster = await findCluster(app, task);
      for (const day of daysBetween(task.from, task.to)) {
        await keepReading(app, 'metering', task.scope, day, await sources.readMetering(cluster, day));
      }
      return [];
    }
    case 'resources':
      await keepReading(app, 'resources', task.scope, today, await sources.readResources(task.scope));
      return [];
    case 'kubernetes':
      await keepReading(
        app,
        'kubernetes',
        task.scope,
        today,
        await sources.readKubernetes(await findCluster(app, task)),
      );
      return [];
    case 'policy':
      await keepReading(app, 'policy', task.scope, today, await sources.readPolicy(task.scope));
      return [];
    case 'defender':
      await keepReading(app, 'defender', task.scope, today, await sources.readDefender(task.scope));
      return [];
    case 'posture':
      await keepReading(app, 'posture', task.scope, today, await sources.readPosture(task.scope));
      return [];
  }
}

/** Reads both sums of the bill. A recent day without rows is one that Azure has not published, not one without cost. */
async function collectCost(app: ReportingApp, task: CollectTask): Promise<void> {
  const unpublished = addDays(dayOf(app.clock.now()), -PUBLISHED_AFTER_DAYS);
  for (const metric of ['effective', 'billed'] as const) {
    const rows = await app.sources.readCost(task.scope, metric, task.from, task.to);
    const byDay = Map.groupBy(rows, (row: CostRow) => row.day);
    for (const day of daysBetween(task.from, task.to)) {
      const own = byDay.get(day);
      if (own || day < unpublished) {
        await keepReading(app, `cost.${metric}`, task.scope, day, own ?? []);
        continue;
      }
      await app.store.snapshots.putProblem(`cost.${metric}`, task.scope, day, {
        at: app.clock.now().toISOString(),
        message: `Cost Management has not published the ${metric} cost of subscription ${task.scope} for ${day} yet.`,
        remedy: 'Usage appears within 24 hours and is read again then; nothing needs to be done.',
      });
    }
  }
}

async function keepProblem(app: ReportingApp, task: CollectTask, error: SourceError): Promise<void> {
  const problem: Problem = {
    at: app.clock.now().toISOString(),
    message: error.message,
    remedy: error.remedy,
  };
  const sources: readonly Source[] =
    task.source === 'cost' ? ['cost.effective', 'cost.billed'] : [task.source];
  const today = dayOf(app.clock.now());
  const days = task.source === 'inventory' ? [today] : daysBetween(task.from, task.to);
  const scopes = task.scope === EXPORTS_SCOPE ? app.config.azure.subscriptions : [task.scope];
  for (const source of sources) {
    for (const scope of scopes) {
      for (const day of days) await app.store.snapshots.putProblem(source, scope, day, problem);
    }
  }
}

/** The rest of the estate is still read when Resource Graph is not. */
async function planFromLastInventory(app: ReportingApp, task: CollectTask): Promise<readonly CollectTask[]> {
  const known = await loadInventory(app, dayOf(app.clock.now()));
  const inventory: Inventory = known ?? { subscriptions: [], clusters: [], registries: [] };
  return planEstate(app, inventory, task);
}

async function findCluster(app: ReportingApp, task: CollectTask): Promise<Cluster> {
  const inventory = await loadInventory(app, dayOf(app.clock.now()));
  const cluster = inventory?.clusters.find((candidate) => candidate.id === task.scope);
  if (cluster) return cluster;
  throw new SourceError(
    { source: task.source, scope: task.scope },
    'notFound',
    'the inventory has no such cluster',
    'Collect the inventory first, and check azure.clusters in the configuration.',
  );
}
