import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { observeInvocation } from '../../shared/telemetry/observe.ts';
import { openTelemetry } from '../../shared/telemetry/open.ts';

it('an invocation ends, and so does the next, while the collector still has not answered', async () => {
  const held: IncomingMessage[] = [];
  const server = createServer((request) => held.push(request));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const telemetry = await openTelemetry({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` }, () => {
    throw new Error('a collector takes no identity');
  });
  const invocation = {
    ...{ id: 'i', function: 'reportWeekly', trigger: 'timerTrigger' },
    ...{ traceparent: undefined, dequeueCount: undefined, write: () => {} },
  };
  const work = (result: string) =>
    observeInvocation(
      invocation,
      async () => telemetry,
      async () => result,
    );
  expect(await work('first')).toBe('first');
  expect(held.length).toBeGreaterThan(0);
  expect(await work('second')).toBe('second');
  expect(held.some(({ socket }) => !socket.destroyed)).toBe(true);
  server.closeAllConnections();
  server.close();
});
