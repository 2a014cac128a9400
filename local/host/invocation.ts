import { randomBytes, randomUUID } from 'node:crypto';
import type {
  CoreInvocationContext,
  HookContext,
  InvocationResponse,
  ProgrammingModel,
  TypedData,
} from './coreTypes.ts';
import type { LocalFunction } from './localFunction.ts';
import type { FunctionRegistry } from './registry.ts';

/** What a finished invocation is reported as, to `onInvocation` and to the parent process. */
export interface InvocationReport {
  readonly function: string;
  readonly trigger: LocalFunction['trigger'];
  readonly ok: boolean;
  readonly seconds: number;
  /** Message of what was thrown. */
  readonly error?: string;
}

/** The data of a trigger. */
export interface TriggerData {
  readonly input: TypedData;
  readonly metadata: Readonly<Record<string, TypedData>>;
}

/** Runs functions and knows which are running. */
export interface Invoker {
  /** @throws whatever the function, a hook or an output threw */
  invoke(target: LocalFunction, data: TriggerData): Promise<InvocationResponse>;
  /** How many run now. */
  readonly running: number;
  /** Resolves when those that run now have ended. */
  settle(): Promise<void>;
}

/**
 * @param sendOutputs hands the function's outputs on; the invocation has failed when that fails
 * @param report is told of every invocation that has ended
 */
export function createInvoker(
  registry: FunctionRegistry,
  model: ProgrammingModel,
  sendOutputs: (target: LocalFunction, response: InvocationResponse) => Promise<void>,
  report: (report: InvocationReport) => void,
): Invoker {
  const running = new Set<Promise<unknown>>();

  async function runToEnd(target: LocalFunction, data: TriggerData): Promise<InvocationResponse> {
    const invocationId = randomUUID();
    const about = { function: target.name, invocationId, category: 'system' as const };
    const { trigger } = target;
    const start = performance.now();
    const seconds = () => Math.round(performance.now() - start) / 1000;
    registry.writeLine({ ...about, level: 'debug', message: `Executing '${target.name}'` });
    try {
      const response = await invokeByModel(registry, model, target, data, invocationId);
      await sendOutputs(target, response);
      registry.writeLine({ ...about, level: 'debug', message: `Executed '${target.name}' (Succeeded)` });
      report({ function: target.name, trigger, ok: true, seconds: seconds() });
      return response;
    } catch (thrown) {
      const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
      const message = `Executed '${target.name}' (Failed): ${detail}`;
      registry.writeLine({ ...about, level: 'error', message });
      const error = thrown instanceof Error ? thrown.message : String(thrown);
      report({ function: target.name, trigger, ok: false, seconds: seconds(), error });
      throw thrown;
    }
  }

  return {
    async invoke(target, data) {
      const run = runToEnd(target, data);
      running.add(run);
      try {
        return await run;
      } finally {
        running.delete(run);
      }
    },
    get running() {
      return running.size;
    },
    async settle() {
      await Promise.allSettled(running);
    },
  };
}

/** One invocation in the order of Microsoft's worker (InvocationHandler.ts): arguments, hooks, function, hooks, response. */
async function invokeByModel(
  registry: FunctionRegistry,
  model: ProgrammingModel,
  target: LocalFunction,
  data: TriggerData,
  invocationId: string,
): Promise<InvocationResponse> {
  const { metadata, callback } = target.registered;
  let invocationContext: unknown;
  const core: CoreInvocationContext = {
    invocationId,
    request: {
      invocationId,
      inputData: [{ name: target.triggerName, data: data.input }],
      triggerMetadata: data.metadata,
      traceContext: { traceParent: createTraceParent(), traceState: '' },
    },
    metadata,
    state: undefined,
    log: (level, category, message) =>
      registry.writeLine({
        level,
        category,
        message,
        function: target.name,
        invocationId,
        invocationContext,
      }),
  };
  const invocation = await model.getInvocationModel(core);
  const { context, inputs } = await invocation.getArguments();
  invocationContext = context;

  const shared = { hookData: {}, appHookData: registry.appHookData, invocationContext: context };
  const before: HookContext = { ...shared, inputs, functionCallback: callback };
  core.state = 'preInvocationHooks';
  await registry.runHooks('preInvocation', before);

  const chosenInputs = before.inputs as readonly unknown[];
  const after: HookContext = { ...shared, inputs: chosenInputs, result: null, error: null };
  core.state = 'invocation';
  try {
    after.result = await invocation.invokeFunction(
      context,
      chosenInputs,
      before.functionCallback as typeof callback,
    );
  } catch (thrown) {
    after.error = thrown ?? new Error(`The function threw ${thrown}.`);
  }
  core.state = 'postInvocationHooks';
  await registry.runHooks('postInvocation', after);
  core.state = undefined;
  if (after.error !== null && after.error !== undefined) throw after.error;
  return invocation.getResponse(context, after.result);
}

/** W3C Trace Context, version 00, sampled. */
function createTraceParent(): string {
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
}
