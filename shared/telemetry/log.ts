import { type Fields, keepFields } from './fields.ts';
import { currentInvocation, type LogLevel } from './invocation.ts';
import { redactText } from './redact.ts';
import { activeTrace } from './trace.ts';

/**
 * Writes lines of JSON: level, message, the invocation and the trace they belong to, and the fields that may be written.
 * Within an invocation they go to its own log: what a worker only prints, the host keeps without saying whose it is.
 * @param print writes a line that belongs to no invocation
 */
export function createLog(print: (line: string) => void) {
  return (level: LogLevel, message: string, fields: Fields = {}): void => {
    const invocation = currentInvocation();
    const where = { invocation: invocation?.id, function: invocation?.function, ...activeTrace() };
    const line = JSON.stringify({
      level,
      message: redactText(message),
      ...keepFields({ ...where, ...fields }),
    });
    if (invocation) invocation.write(level, line);
    else print(line);
  };
}
