import { context, propagation, ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import { type Fields, keepFields } from './fields.ts';
import { redactText } from './redact.ts';

/** A task that says which trace it belongs to. */
export interface Traced {
  /** W3C Trace Context, version 00, of the work that asked for the task; no part of what the task is. */
  readonly traceparent?: string;
}

/**
 * Does work within a span. Without an SDK in the process it costs a few calls that do nothing.
 * @param fields become attributes `purser.<name>`
 * @param traceparent of whoever asked for the work; without it, or when it is malformed, the active span is the parent
 */
export async function traceWork<T>(
  name: string,
  fields: Fields,
  traceparent: string | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const active = context.active();
  const parent = traceparent === undefined ? active : propagation.extract(active, { traceparent });
  const span = trace.getTracer('purser').startSpan(name, { attributes: toAttributes(fields) }, parent);
  try {
    return await context.with(trace.setSpan(parent, span), work);
  } catch (error) {
    const [type, message] = error instanceof Error ? [error.name, error.message] : ['Error', String(error)];
    span.setAttribute('error.type', type);
    span.recordException({ name: type, message: redactText(message) });
    span.setStatus({ code: SpanStatusCode.ERROR, message: redactText(message) });
    throw error;
  } finally {
    span.end();
  }
}

/** Adds what is only known at the end to the span of the work that is being done. */
export function describeWork(fields: Fields): void {
  trace.getActiveSpan()?.setAttributes(toAttributes(fields));
}

/** The task with the trace of the work that asks for it; a task that has one keeps it. */
export function carryTrace<T extends Traced>(task: T): T {
  if (task.traceparent !== undefined) return task;
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent === undefined ? task : { ...task, traceparent: carrier.traceparent };
}

/** Ids of the active span, for a line of the log; empty where there is none. */
export function activeTrace(): { readonly trace?: string; readonly span?: string } {
  const active = trace.getActiveSpan()?.spanContext();
  return active ? { trace: active.traceId, span: active.spanId } : {};
}

/** Does work outside of any span, such as sending spans away: that must not be traced itself. */
export function outsideTraces<T>(work: () => T): T {
  return context.with(ROOT_CONTEXT, work);
}

function toAttributes(fields: Fields): Record<string, string | number | boolean | string[]> {
  return Object.fromEntries(
    Object.entries(keepFields(fields)).map(([name, value]) => [
      `purser.${name}`,
      typeof value === 'object' ? [...value] : value,
    ]),
  );
}
