import { z } from 'zod';
import { ConfigurationError } from '../../shared/model/errors.ts';
import type { BindingInfo, RegisteredFunction } from './coreTypes.ts';
import { parseRoute, type Route } from './route.ts';
import { parseSchedule, type Schedule } from './schedule.ts';
import { findConnection, resolveSettings, type Settings } from './settings.ts';

/** Where a queue's messages are. */
export interface QueueAddress {
  readonly queueName: string;
  /** A secret. */
  readonly connectionString: string;
}

interface Common {
  readonly name: string;
  readonly registered: RegisteredFunction;
  /** Name under which the trigger's data goes to the library. */
  readonly triggerName: string;
  /** Queue outputs by the name of their binding; `$return` is the function's return value. */
  readonly queueOutputs: ReadonlyMap<string, QueueAddress>;
}

export interface TimerFunction extends Common {
  readonly trigger: 'timer';
  readonly schedule: Schedule;
  readonly runOnStartup: boolean;
  /** Keep the status of the last run, so that a missed one is caught up; Azure does so from one minute upwards. */
  readonly useMonitor: boolean;
}

export interface QueueFunction extends Common, QueueAddress {
  readonly trigger: 'queue';
}

export interface HttpFunction extends Common {
  readonly trigger: 'http';
  readonly route: Route;
  /** In capitals. */
  readonly methods: readonly string[];
  readonly authLevel: z.output<typeof httpBinding>['authLevel'];
}

/** A registered function whose bindings are known, resolved and runnable here. */
export type LocalFunction = TimerFunction | QueueFunction | HttpFunction;

const timerBinding = z.object({
  schedule: z.string(),
  runOnStartup: z.boolean().optional(),
  useMonitor: z.boolean().optional(),
});
const queueBinding = z.object({
  queueName: z.string(),
  connection: z.string().default('AzureWebJobsStorage'),
});
const httpBinding = z.object({
  route: z.string().optional(),
  methods: z.array(z.string()),
  authLevel: z.enum(['anonymous', 'function', 'admin']).default('function'),
});

/**
 * Reads the bindings of a function.
 * @param routePrefix of host.json, put before HTTP routes
 * @throws ConfigurationError naming function and binding: a kind that is not run here, a bad schedule, a bad queue
 *   name, a setting that is missing
 */
export function readFunction(
  registered: RegisteredFunction,
  settings: Settings,
  routePrefix: string,
): LocalFunction {
  const { name, bindings } = registered.metadata;
  const entries = Object.entries(bindings);
  const trigger = entries.find(([, binding]) => /trigger$/i.test(binding.type));
  if (!trigger) throw refuse(name, 'it has no trigger');
  const [triggerName, binding] = trigger;
  const queueOutputs = new Map<string, QueueAddress>();
  for (const [outputName, output] of entries.filter(([key]) => key !== triggerName)) {
    if (output.direction === 'out' && output.type === 'queue') {
      queueOutputs.set(outputName, readQueueAddress(output, settings, name));
    } else if (output.direction !== 'out' || output.type !== 'http') {
      throw refuse(name, `the local host does not run its binding "${outputName}" of type "${output.type}"`);
    }
  }
  const common: Common = { name, registered, triggerName, queueOutputs };
  switch (binding.type) {
    case 'timerTrigger':
      return readTimer(common, binding, settings);
    case 'queueTrigger':
      return { ...common, trigger: 'queue', ...readQueueAddress(binding, settings, name) };
    case 'httpTrigger':
      return readHttp(common, binding, routePrefix);
    default:
      throw refuse(name, `the local host does not run its trigger of type "${binding.type}"`);
  }
}

function readTimer(common: Common, binding: BindingInfo, settings: Settings): TimerFunction {
  const options = parseBinding(timerBinding, binding, common.name);
  const schedule = parseSchedule(resolveSettings(options.schedule, settings, `Function ${common.name}`));
  return {
    ...common,
    trigger: 'timer',
    schedule,
    runOnStartup: options.runOnStartup ?? false,
    useMonitor: options.useMonitor ?? !runsWithinAMinute(schedule),
  };
}

function runsWithinAMinute(schedule: Schedule): boolean {
  const first = schedule.next(new Date());
  return schedule.next(first).getTime() - first.getTime() < 60_000;
}

function readQueueAddress(binding: BindingInfo, settings: Settings, name: string): QueueAddress {
  const options = parseBinding(queueBinding, binding, name);
  const place = `Function ${name}`;
  const queueName = resolveSettings(options.queueName, settings, place);
  // Naming rules of Queue Storage: lower case, digits and single hyphens, 3 to 63 characters.
  if (!/^(?=.{3,63}$)[a-z0-9]+(?:-[a-z0-9]+)*$/.test(queueName)) {
    throw refuse(name, `"${queueName}" is no queue name (3 to 63 of a-z, 0-9 and single hyphens)`);
  }
  return { queueName, connectionString: findConnection(options.connection, settings, place) };
}

function readHttp(common: Common, binding: BindingInfo, routePrefix: string): HttpFunction {
  const options = parseBinding(httpBinding, binding, common.name);
  const template = [routePrefix, options.route ?? common.name].filter((part) => part !== '').join('/');
  return {
    ...common,
    trigger: 'http',
    route: parseRoute(template, `Function ${common.name}`),
    methods: options.methods.map((method) => method.toUpperCase()),
    authLevel: options.authLevel,
  };
}

function parseBinding<T extends z.ZodType>(schema: T, binding: BindingInfo, name: string): z.output<T> {
  const parsed = schema.safeParse(binding);
  if (parsed.success) return parsed.data;
  throw refuse(name, `its ${binding.type} is malformed: ${z.prettifyError(parsed.error)}`);
}

function refuse(name: string, why: string): ConfigurationError {
  return new ConfigurationError(`Function ${name}: ${why}.`, 'Correct the registration of the function.');
}
