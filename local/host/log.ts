import type { LogLevel } from './coreTypes.ts';

/** Writes one line; `about` says which function and invocation it belongs to. */
export type HostLog = (
  level: LogLevel,
  message: string,
  about?: { readonly function?: string; readonly invocationId?: string },
) => void;

const ORDER: readonly LogLevel[] = ['trace', 'debug', 'information', 'warning', 'error', 'critical', 'none'];

/**
 * Writes lines of JSON, `{time, level, function, invocationId, message}`, of `lowest` level and above.
 * They go to standard error: standard output carries the one line that says the host is ready.
 */
export function createJsonLog(write: (line: string) => void, lowest: LogLevel): HostLog {
  return (level, message, about = {}) => {
    if (ORDER.indexOf(level) < ORDER.indexOf(lowest)) return;
    const time = new Date().toISOString();
    const line = { time, level, function: about.function, invocationId: about.invocationId, message };
    write(`${JSON.stringify(line)}\n`);
  };
}
