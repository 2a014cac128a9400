import { app, type InvocationContext } from '@azure/functions';
import { openProcessTelemetry } from '../shared/pipeline/compose.ts';
import { observeInvocation } from '../shared/telemetry/observe.ts';

/** Every invocation is observed, whichever function it is of. */
app.hook.preInvocation((hook) => {
  const { functionHandler: handle, invocationContext: context } = hook;
  hook.functionHandler = (input: unknown, ...rest) =>
    observeInvocation(describeInvocation(context), openProcessTelemetry, async () => handle(input, ...rest));
});

const WRITERS = { info: 'log', warn: 'warn', error: 'error' } as const;

function describeInvocation(context: InvocationContext) {
  const { dequeueCount } = context.triggerMetadata ?? {};
  return {
    id: context.invocationId,
    function: context.functionName,
    trigger: context.options.trigger.type,
    traceparent: context.traceContext?.traceParent,
    dequeueCount: dequeueCount === undefined ? undefined : Number(dequeueCount),
    write: (level: keyof typeof WRITERS, line: string) => context[WRITERS[level]](line),
  };
}
