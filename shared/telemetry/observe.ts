import { type Invocation, withinInvocation } from './invocation.ts';
import { measure } from './metrics.ts';
import type { Telemetry } from './open.ts';
import { redactError } from './redact.ts';
import { traceWork } from './trace.ts';

/** Tries that a message has, as host.json says it to the host. */
export const MAX_DEQUEUE_COUNT = 5;

/** An invocation as the Functions host describes it. */
export interface HostInvocation extends Invocation {
  /** `timerTrigger`, `queueTrigger`, `httpTrigger`. */
  readonly trigger: string;
  /** W3C Trace Context of the host's own request. */
  readonly traceparent: string | undefined;
  /** Which try of its message this is; undefined for other triggers. */
  readonly dequeueCount: number | undefined;
}

/** Work that begins with an invocation. A queue's does not: it goes on with the trace in its message. */
const SPAN_OF: Readonly<Record<string, string>> = { timerTrigger: 'plan', httpTrigger: 'http' };

/**
 * Does an invocation's work so that its log lines, spans and metrics belong to it, and have left the process when it
 * ends: an instance may be frozen right after. An error reaches the host, and so its log, without what must not be there.
 */
export async function observeInvocation<T>(
  invocation: HostInvocation,
  openTelemetry: () => Promise<Telemetry | undefined>,
  work: () => Promise<T>,
): Promise<T> {
  const telemetry = await openTelemetry();
  const fields = { function: invocation.function, invocation: invocation.id };
  const span = SPAN_OF[invocation.trigger];
  try {
    return await withinInvocation(invocation, () =>
      span === undefined ? work() : traceWork(span, fields, invocation.traceparent, work),
    );
  } catch (error) {
    if ((invocation.dequeueCount ?? 0) >= MAX_DEQUEUE_COUNT)
      measure('purser.poison', 1, { function: invocation.function });
    throw redactError(error);
  } finally {
    await telemetry?.flush();
  }
}
