import { ConfigurationError } from '../../shared/model/errors.ts';
import { createAdminApi } from './admin.ts';
import type { ProgrammingModel } from './coreTypes.ts';
import { readHostFile } from './hostFile.ts';
import { portOf, startHttpServer } from './httpServer.ts';
import { createInvoker, type InvocationReport } from './invocation.ts';
import { loadApp } from './loadApp.ts';
import { type LocalFunction, readFunction } from './localFunction.ts';
import { createJsonLog } from './log.ts';
import type { Person } from './person.ts';
import { type QueueListener, startQueueListener } from './queueListener.ts';
import { createQueueSender } from './queueOutput.ts';
import { installRegistry } from './registry.ts';
import { findConnection, type Settings } from './settings.ts';
import { createSignIn } from './signIn.ts';
import { startTimerListener, type TimerListener } from './timerListener.ts';
import { openTimerStatuses } from './timerStatus.ts';

export interface HostStart {
  /** Where the app's package.json and host.json are. */
  readonly appDirectory: string;
  readonly settings: Settings;
  /** 0 for any port that is free. */
  readonly port: number;
  /** Takes lines of JSON: what functions log, and what befalls the host. */
  readonly writeLog: (line: string) => void;
  readonly onInvocation: (report: InvocationReport) => void;
  /** What functions of another `authLevel` than anonymous, and the admin routes, ask for; without one they refuse. */
  readonly key?: string | undefined;
  /** Who may sign in without a password; without anybody there is no sign-in. */
  readonly people?: readonly Person[];
  /** How long a queue message is kept from others while its function runs (renewed); default 30. */
  readonly messageLockSeconds?: number;
}

/** A function as the host lists it when it is ready. */
export interface FunctionSummary {
  readonly name: string;
  readonly trigger: LocalFunction['trigger'];
  /** The schedule, the queue, or the methods and the route. */
  readonly on: string;
}

export interface Host {
  readonly url: string;
  readonly functions: readonly FunctionSummary[];
  /** Takes no more work, waits up to 10 seconds for what runs, then ends. */
  stop(): Promise<void>;
}

const GRACE_MS = 10_000;

/**
 * Runs a function app on this machine: the unmodified @azure/functions, the app's own files, real queues and blobs.
 * One app a process, because the library keeps what it registers for the life of the process.
 * @throws ConfigurationError when the app cannot be run as it is: nothing has been started then
 */
export async function startHost(start: HostStart): Promise<Host> {
  const { appDirectory, settings } = start;
  const hostOptions = readHostFile(appDirectory);
  const log = createJsonLog(start.writeLog, hostOptions.logLevel);
  const registry = installRegistry(log);
  await loadApp(appDirectory);
  const model = await lockApp(registry.programmingModel());
  registry.close();
  const functions = [...registry.functions.values()]
    .map((registered) => readFunction(registered, settings, hostOptions.routePrefix))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

  const queues: QueueListener[] = [];
  const timers = new Map<string, TimerListener>();
  const sender = createQueueSender(hostOptions.queues.messageEncoding, (queueName) => {
    for (const queue of queues) if (queue.queueName === queueName) queue.wake();
  });
  const invoker = createInvoker(registry, model, sender.sendOutputs, start.onInvocation);
  await registry.runHooks('appStart', {
    hookData: {},
    appHookData: registry.appHookData,
    functionAppDirectory: appDirectory,
  });

  const server = await startHttpServer(start.port, {
    functions: functions.filter((target) => target.trigger === 'http'),
    admin: createAdminApi(functions, timers, invoker),
    invoker,
    log,
    key: start.key,
    signIn: start.people?.length ? createSignIn(start.people) : undefined,
  });
  for (const target of functions) {
    if (target.registered.metadata.retryOptions) {
      log('warning', 'The retry policy is left to Azure: a run that fails here is not repeated.', {
        function: target.name,
      });
    }
    if (target.trigger === 'queue') {
      const messageLockSeconds = start.messageLockSeconds ?? 30;
      const services = { options: hostOptions.queues, invoker, log, messageLockSeconds };
      queues.push(await startQueueListener(target, services));
    } else if (target.trigger === 'timer') {
      const statuses = openTimerStatuses(findConnection('AzureWebJobsStorage', settings, 'Timers'));
      const clock = { now: () => new Date() };
      timers.set(target.name, await startTimerListener(target, { invoker, statuses, clock, log }));
    }
  }

  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    functions: functions.map((target) => ({
      name: target.name,
      trigger: target.trigger,
      on: tellTrigger(target),
    })),
    async stop() {
      server.close();
      const stopped = Promise.all([...queues, ...timers.values()].map((listener) => listener.stop()));
      const { promise: grace, resolve: endGrace } = Promise.withResolvers<void>();
      const timer = setTimeout(endGrace, GRACE_MS);
      await Promise.race([stopped.then(invoker.settle), grace]);
      clearTimeout(timer);
      if (invoker.running > 0) {
        log('warning', `${invoker.running} invocations did not end within ${GRACE_MS / 1000} seconds.`);
      }
      server.closeAllConnections();
      await registry.runHooks('appTerminate', { hookData: {}, appHookData: registry.appHookData });
    },
  };
}

/** Ends the app's setup, as Azure's host does when all files are loaded. */
async function lockApp(model: ProgrammingModel | undefined): Promise<ProgrammingModel> {
  if (!model) {
    throw new ConfigurationError(
      'The app registered no functions.',
      'Its entry points must call app.timer, app.storageQueue or app.http of @azure/functions.',
    );
  }
  const capabilities = await model.getCapabilities({});
  if (capabilities.HttpUri !== undefined) {
    throw new ConfigurationError(
      'The app asks for HTTP streaming (enableHttpStream), which the local host does not run.',
      'Leave it out of app.setup: the library would listen on every network interface of this machine.',
    );
  }
  return model;
}

function tellTrigger(target: LocalFunction): string {
  switch (target.trigger) {
    case 'timer':
      return target.schedule.expression;
    case 'queue':
      return target.queueName;
    case 'http':
      return `${target.methods.join(',')} /${target.route.template}`;
  }
}
