import { setImmediate as turn } from 'node:timers/promises';
import { createHttpHeaders } from '@azure/core-rest-pipeline';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { createCostQuota } from '../../../shared/sources/azure/quota.ts';

const PREFIX = 'x-ms-ratelimit-microsoft.costmanagement-';

interface Told {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

function startQuota(callsPerMinute = 4) {
  const waits: number[] = [];
  let now = 0;
  const quota = createCostQuota({
    callsPerMinute,
    clock: { now: () => new Date(now) },
    wait: async (milliseconds) => {
      waits.push(milliseconds);
      now += milliseconds;
    },
  });
  return {
    waits,
    pass: (milliseconds: number): void => {
      now += milliseconds;
    },
    /** Makes a call and gives the time when it began. */
    call: (scope = 'a', units = 1, told: Told = {}): Promise<number> =>
      quota.run(
        { scope, units },
        async () => now,
        () => ({
          status: told.status ?? 200,
          headers: createHttpHeaders(told.headers ?? {}),
        }),
      ),
    quota,
  };
}

const headersOf = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${PREFIX}${name}`, value]));

describe('one worker', () => {
  it('begins a call when the one before has ended, whatever its scope', async () => {
    const { quota } = startQuota();
    const begun: string[] = [];
    const first = Promise.withResolvers<void>();
    const run = (scope: string, work: () => Promise<void>) =>
      quota.run(
        { scope, units: 1 },
        () => {
          begun.push(scope);
          return work();
        },
        () => undefined,
      );
    const calls = [run('a', () => first.promise), run('b', async () => undefined)];
    await turn();
    expect(begun).toEqual(['a']);
    first.resolve();
    await Promise.all(calls);
    expect(begun).toEqual(['a', 'b']);
  });

  it('is not held up by a call that fails', async () => {
    const { quota, call } = startQuota();
    const failed = quota.run(
      { scope: 'a', units: 1 },
      () => Promise.reject(new Error('refused')),
      () => undefined,
    );
    const next = call();
    await expect(failed).rejects.toThrow('refused');
    expect(await next).toBe(0);
  });
});

describe('the quotas of Azure', () => {
  const LIMITS = [
    { limit: 12, lengthMs: 10_000 },
    { limit: 60, lengthMs: 60_000 },
    { limit: 600, lengthMs: 3_600_000 },
  ];
  const step = fc.record({
    scope: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
    units: fc.integer({ min: 1, max: 3 }),
    gap: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 20_000 })),
  });

  test('are exceeded in no stretch of time by any sequence of calls', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 700, size: 'max' }), async (steps) => {
        const { call, pass } = startQuota();
        const made: { at: number; scope: string; units: number }[] = [];
        for (const { scope, units, gap } of steps) {
          pass(gap);
          made.push({ at: await call(scope, units).catch(() => Number.NaN), scope, units });
        }
        const begun = made.filter(({ at }) => !Number.isNaN(at));
        for (const { at, scope } of begun) {
          const within = (lengthMs: number) =>
            begun.filter((other) => other.at > at - lengthMs && other.at <= at);
          for (const { limit, lengthMs } of LIMITS) {
            expect(within(lengthMs).reduce((sum, { units }) => sum + units, 0)).toBeLessThanOrEqual(limit);
          }
          expect(within(60_000).filter((other) => other.scope === scope).length).toBeLessThanOrEqual(4);
        }
      }),
      // Shrinking hundreds of calls would take minutes and tell little.
      { numRuns: 30, endOnFailure: true },
    );
  });

  it('are used up before anything waits: twelve units at once, then the rest of ten seconds', async () => {
    const { call, waits, pass } = startQuota();
    for (let index = 0; index < 12; index++) await call(`scope ${index}`);
    expect(waits).toEqual([]);
    pass(4_000);
    expect(await call('one more')).toBe(10_000);
    expect(waits).toEqual([6_000]);
  });

  it('count four calls a minute of each scope by itself', async () => {
    const { call, waits } = startQuota();
    for (let index = 0; index < 4; index++) await call('a');
    await call('b');
    expect(waits).toEqual([]);
    await call('a');
    expect(waits).toEqual([60_000]);
  });

  it('let a call begin alone that asks for more than there is', async () => {
    const { call } = startQuota();
    expect(await call('a', 1)).toBe(0);
    expect(await call('b', 13)).toBe(10_000);
  });

  it('grow and shrink with the configured calls a minute', async () => {
    const half = startQuota(2);
    for (let index = 0; index < 7; index++) await half.call(`scope ${index}`);
    expect(half.waits).toEqual([10_000]);
    const tenfold = startQuota(40);
    for (let index = 0; index < 120; index++) await tenfold.call(`scope ${index % 9}`);
    expect(tenfold.waits).toEqual([]);
  });

  it('are given up on for a while when they need more than ten minutes', async () => {
    const { call, pass, waits } = startQuota();
    for (let index = 0; index < 50; index++) {
      await call(`scope ${index}`, 12);
      pass(12_000);
    }
    waits.length = 0;
    await expect(call()).rejects.toMatchObject({
      failure: 'throttled',
      retryAfterSeconds: 3_000,
      remedy: expect.stringContaining('cost.exports'),
    });
    expect(waits).toEqual([]);
  });
});

describe('what answers tell', () => {
  it('counts for what others have spent, in each stretch of time by itself', async () => {
    const { call, waits } = startQuota();
    await call('a', 1, { headers: headersOf({ 'qpu-consumed': '1', 'qpu-remaining': '0,48,588' }) });
    await call('b');
    expect(waits).toEqual([10_000]);
    await call('c', 1, { headers: headersOf({ 'qpu-remaining': '11,1,500' }) });
    await call('d');
    await call('e');
    expect(waits).toEqual([10_000, 50_000]);
  });

  it('counts what a call really consumed instead of what was expected', async () => {
    const dear = startQuota();
    await dear.call('a', 1, { headers: headersOf({ 'qpu-consumed': '12' }) });
    await dear.call('b');
    expect(dear.waits).toEqual([10_000]);
    const free = startQuota();
    for (let index = 0; index < 30; index++) {
      await free.call(`scope ${index}`, 1, { headers: headersOf({ 'qpu-consumed': '0' }) });
    }
    expect(free.waits).toEqual([]);
  });

  it('after a refusal holds back every other call for the longest time that is asked for', async () => {
    const { call, waits } = startQuota();
    const told = headersOf({
      'qpu-retry-after': '7',
      'entity-retry-after': '41',
      'tenant-retry-after': '11',
    });
    await call('a', 1, { status: 429, headers: { ...told, 'retry-after': '3' } });
    await call('b');
    expect(waits).toEqual([41_000]);
  });

  it.each(['', 'soon', '500', '1,2', '3,x,9'])(
    'is ignored where it makes no sense: %o',
    async (remaining) => {
      const { call, waits } = startQuota();
      await call('a', 1, {
        headers: headersOf({
          'qpu-remaining': remaining,
          'qpu-consumed': remaining === '500' ? '' : remaining,
        }),
      });
      await call('b');
      expect(waits).toEqual([]);
    },
  );
});
