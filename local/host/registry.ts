import { Module } from 'node:module';
import {
  type FunctionCallback,
  type FunctionMetadata,
  HOOKS,
  type HookCallback,
  type HookContext,
  type HookName,
  type LogCategory,
  type LogLevel,
  type ProgrammingModel,
  type RegisteredFunction,
} from './coreTypes.ts';
import type { HostLog } from './log.ts';

const CORE_MODULE = '@azure/functions-core';

/** What apps and the status page are told: this host follows version 4 of the Functions runtime. */
export const HOST_VERSION = '4.0.0';

/** What an app registered while its files were loaded, and the hooks it asked for. */
export interface FunctionRegistry {
  readonly functions: ReadonlyMap<string, RegisteredFunction>;
  /** Shared by all hooks of the app. */
  readonly appHookData: HookContext;
  /** The library's model; undefined when the app never called `app.…`. */
  programmingModel(): ProgrammingModel | undefined;
  /** From now on registering a function is an error, as in Azure. */
  close(): void;
  /** Runs the hooks of a name in the order of their registration; what one throws goes to the caller. */
  runHooks(name: HookName, context: HookContext): Promise<void>;
  /** Passes a line through the app's log hooks, which may change its level and message, and prints it. */
  writeLine(line: LogLine): void;
}

export interface LogLine {
  readonly level: LogLevel;
  readonly category: LogCategory;
  readonly message: string;
  readonly function?: string;
  readonly invocationId?: string;
  readonly invocationContext?: unknown;
}

class Disposable {
  readonly #onDispose: () => void;

  constructor(onDispose: () => void) {
    this.#onDispose = onDispose;
  }

  dispose(): void {
    this.#onDispose();
  }
}

/**
 * Stands in for the module `@azure/functions-core` in this process, so that the unmodified library registers its
 * functions here. To be called before the first `app.…`. The library keeps what it found, and its setup, for the life
 * of the process: one app a process.
 */
export function installRegistry(log: HostLog): FunctionRegistry {
  const functions = new Map<string, RegisteredFunction>();
  const hooks = new Map<HookName, HookCallback[]>(HOOKS.map((name) => [name, []]));
  const appHookData: HookContext = {};
  let model: ProgrammingModel | undefined;
  let closed = false;

  function registerFunction(metadata: FunctionMetadata, callback: FunctionCallback): Disposable {
    if (closed) throw new Error('A function can only be registered during app startup.');
    if (functions.has(metadata.name)) {
      throw new Error(`A function with the name "${metadata.name}" has already been registered.`);
    }
    functions.set(metadata.name, { metadata, callback });
    return new Disposable(() => {
      if (closed) throw new Error('A function can only be disposed during app startup.');
      functions.delete(metadata.name);
    });
  }

  function registerHook(name: string, callback: HookCallback): Disposable {
    const callbacks = hooks.get(name as HookName);
    if (!callbacks) throw new RangeError(`Unrecognized hook "${name}"`);
    callbacks.push(callback);
    return new Disposable(() => {
      const index = callbacks.indexOf(callback);
      if (index >= 0) callbacks.splice(index, 1);
    });
  }

  async function runHooks(name: HookName, context: HookContext): Promise<void> {
    for (const callback of hooks.get(name) ?? []) await callback(context);
  }

  function writeLine(line: LogLine): void {
    const { level, message, category, invocationContext } = line;
    const context: HookContext = { level, message, category, invocationContext, hookData: {}, appHookData };
    for (const callback of hooks.get('log') ?? []) callback(context);
    log(context.level as LogLevel, String(context.message), line);
  }

  provideCore({
    version: HOST_VERSION,
    hostVersion: HOST_VERSION,
    Disposable,
    setProgrammingModel: (given: ProgrammingModel) => {
      model = given;
    },
    getProgrammingModel: () => model,
    registerFunction,
    registerHook,
    log: (level: LogLevel, category: LogCategory, message: string) => writeLine({ level, category, message }),
  });

  return {
    functions,
    appHookData,
    programmingModel: () => model,
    close: () => {
      closed = true;
    },
    runHooks,
    writeLine,
  };
}

/** As Microsoft's worker does it: the library is CommonJS, so its `require` is caught in ESM apps as well. */
function provideCore(core: object): void {
  const prototype = Module.prototype as { require: (this: unknown, id: string) => unknown };
  const genuineRequire = prototype.require;
  prototype.require = function requireWithCore(id) {
    return id === CORE_MODULE ? core : genuineRequire.call(this, id);
  };
}
