import { AsyncLocalStorage } from 'node:async_hooks';

export type LogLevel = 'info' | 'warn' | 'error';

/** The invocation of a function that code runs in. */
export interface Invocation {
  readonly id: string;
  readonly function: string;
  /** Writes a line of the invocation's own log, which the host keeps with the invocation. */
  write(level: LogLevel, line: string): void;
}

const current = new AsyncLocalStorage<Invocation>();

/** Runs work so that whatever it logs, however deep, belongs to the invocation. */
export function withinInvocation<T>(invocation: Invocation, work: () => T): T {
  return current.run(invocation, work);
}

/** Undefined outside of any: on the command line, while the process starts. */
export function currentInvocation(): Invocation | undefined {
  return current.getStore();
}
