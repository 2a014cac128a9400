import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createPacer } from '../../../shared/sources/azure/pacing.ts';

function startPacer(callsPerMinute: number) {
  const waits: number[] = [];
  let now = Date.parse('2026-11-23T02:00:00Z');
  const pacer = createPacer({
    callsPerMinute,
    clock: { now: () => new Date(now) },
    wait: async (milliseconds) => {
      waits.push(milliseconds);
      now += milliseconds;
    },
  });
  const pass = (milliseconds: number): void => {
    now += milliseconds;
  };
  return { pacer, waits, pass };
}

test('a call begins when the one before has ended, whatever its scope', async () => {
  const { pacer } = startPacer(100);
  const begun: string[] = [];
  const first = Promise.withResolvers<void>();
  const calls = [
    pacer.run('a', () => {
      begun.push('a');
      return first.promise;
    }),
    pacer.run('b', async () => begun.push('b')),
  ];
  await turn();
  expect(begun).toEqual(['a']);
  first.resolve();
  await Promise.all(calls);
  expect(begun).toEqual(['a', 'b']);
});

test('a call that fails does not hold up the next', async () => {
  const { pacer } = startPacer(100);
  const failed = pacer.run('a', () => Promise.reject(new Error('refused')));
  const next = pacer.run('a', async () => 'done');
  await expect(failed).rejects.toThrow('refused');
  expect(await next).toBe('done');
});

test('counts the calls of each scope by itself', async () => {
  const { pacer, waits } = startPacer(1);
  await pacer.run('a', async () => undefined);
  await pacer.run('b', async () => undefined);
  expect(waits).toEqual([]);
  await pacer.run('a', async () => undefined);
  expect(waits).toEqual([60_000]);
});

test('waits only for what is left of the minute', async () => {
  const { pacer, waits, pass } = startPacer(1);
  await pacer.run('a', async () => undefined);
  pass(45_000);
  await pacer.run('a', async () => undefined);
  pass(60_000);
  await pacer.run('a', async () => undefined);
  expect(waits).toEqual([15_000]);
});
