import type { Clock } from '../../shared/model/time.ts';
import type { Invoker, TriggerData } from './invocation.ts';
import type { TimerFunction } from './localFunction.ts';
import type { HostLog } from './log.ts';
import type { TimerStatus, TimerStatusStore } from './timerStatus.ts';

/** Runs one timer function at its times, never twice at once. */
export interface TimerListener {
  /** Runs the function after the run that is going on, if any; false when stopped. Its schedule does not change. */
  runNow(): Promise<boolean>;
  /** Begins no more runs; resolves when the one that is going on has ended and is noted. */
  stop(): Promise<void>;
}

export interface TimerServices {
  readonly invoker: Invoker;
  readonly statuses: TimerStatusStore;
  readonly clock: Clock;
  readonly log: HostLog;
}

/** setTimeout takes no more than 24.8 days. */
const LONGEST_ALARM_MS = 86_400_000;

/** .NET's default date, which Azure gives for a run that never was. */
const NEVER = '0001-01-01T00:00:00+00:00';

/**
 * Follows the timer listener of Azure's host (Azure/azure-webjobs-sdk-extensions, TimerListener.cs): a run that was
 * missed while no host was up is made up for once, at the start, with `isPastDue`; a run that fails is not repeated.
 */
export async function startTimerListener(
  target: TimerFunction,
  services: TimerServices,
): Promise<TimerListener> {
  const { invoker, statuses, clock, log } = services;
  const { name, schedule, useMonitor } = target;
  let status = await readStatus();
  let running: Promise<boolean> = Promise.resolve(true);
  let scheduled: Promise<void> = Promise.resolve();
  let alarm: NodeJS.Timeout | undefined;
  let stopped = false;

  async function readStatus(): Promise<TimerStatus> {
    const kept = useMonitor ? await statuses.load(name) : undefined;
    if (kept?.schedule === schedule.expression) return kept;
    const now = clock.now();
    const fresh = {
      schedule: schedule.expression,
      next: schedule.next(now).toISOString(),
      lastUpdated: now.toISOString(),
    };
    if (useMonitor) await statuses.save(name, fresh);
    return fresh;
  }

  /** The answer is whether it ran: not when the listener was stopped while it waited for its turn. */
  function runExclusively(isPastDue: boolean): Promise<boolean> {
    running = running.then(async () => {
      if (stopped) return false;
      const data = toTriggerData(useMonitor ? status : undefined, isPastDue);
      // What it throws is already logged and reported, and must not stop the schedule.
      await invoker.invoke(target, data).catch(() => undefined);
      return true;
    });
    return running;
  }

  async function runScheduled(isPastDue: boolean): Promise<void> {
    const startedAt = clock.now();
    if (!(await runExclusively(isPastDue))) return;
    status = {
      schedule: schedule.expression,
      last: startedAt.toISOString(),
      next: schedule.next(startedAt).toISOString(),
      lastUpdated: clock.now().toISOString(),
    };
    if (useMonitor) {
      await statuses.save(name, status).catch((error: unknown) => {
        log('warning', `The status of the timer could not be kept: ${String(error)}`, { function: name });
      });
    }
    setAlarm();
  }

  function setAlarm(): void {
    if (stopped) return;
    const wait = new Date(status.next).getTime() - clock.now().getTime();
    alarm = setTimeout(
      () => {
        if (clock.now() < new Date(status.next)) setAlarm();
        else scheduled = runScheduled(false);
      },
      Math.min(Math.max(wait, 0), LONGEST_ALARM_MS),
    );
  }

  if (clock.now() > new Date(status.next)) {
    log('information', `The run of ${status.next} was missed and is made up for.`, { function: name });
    scheduled = runScheduled(true);
  } else if (target.runOnStartup) {
    scheduled = runScheduled(false);
  } else {
    setAlarm();
  }

  return {
    runNow: () => runExclusively(false),
    async stop() {
      stopped = true;
      clearTimeout(alarm);
      await Promise.all([running, scheduled]);
    },
  };
}

/** TimerInfo as Azure's host writes it; without a status when the timer keeps none. */
function toTriggerData(status: TimerStatus | undefined, isPastDue: boolean): TriggerData {
  const scheduleStatus = status
    ? { Last: status.last ?? NEVER, Next: status.next, LastUpdated: status.lastUpdated }
    : null;
  const info = { Schedule: { AdjustForDST: true }, ScheduleStatus: scheduleStatus, IsPastDue: isPastDue };
  return { input: { json: JSON.stringify(info) }, metadata: {} };
}
