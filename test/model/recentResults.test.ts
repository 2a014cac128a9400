import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecentResults, weighData } from '../../shared/model/recentResults.ts';
import { shareRuns, shareRunsByKey } from '../../shared/model/sharing.ts';

const keys = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 1, max: 6 })), {
  maxLength: 40,
});

describe('results that are kept', () => {
  it('never weigh more than the budget together, but for one alone, and are right', async () => {
    await fc.assert(
      fc.asyncProperty(keys, async (asked) => {
        const results = new RecentResults<number>(8, (weight) => weight);
        for (const [key, weight] of asked) {
          expect(await results.get(`${key}${weight}`, async () => weight)).toBe(weight);
          expect(results.weight).toBeLessThanOrEqual(8);
        }
      }),
    );
  });

  it('let go first what was asked for longest ago', async () => {
    const made: string[] = [];
    const results = new RecentResults<string>(3, () => 1);
    const get = (key: string) =>
      results.get(key, async () => {
        made.push(key);
        return key;
      });
    for (const key of ['a', 'b', 'c', 'a', 'd', 'a', 'c', 'b']) await get(key);
    expect(made).toEqual(['a', 'b', 'c', 'd', 'b']);
  });

  it('hold one that is heavier than the budget until the next', async () => {
    const results = new RecentResults<number>(5, (weight) => weight);
    await results.get('heavy', async () => 50);
    expect(await results.get('heavy', async () => 0)).toBe(50);
    await results.get('light', async () => 1);
    expect(results.weight).toBe(1);
  });

  it('do not include a failure', async () => {
    const results = new RecentResults<number>(5, () => 1);
    await expect(results.get('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await results.get('a', async () => 1)).toBe(1);
  });
});

describe('work that is shared', () => {
  it('begins after whoever gets its outcome asked, and is done twice for any number at once', async () => {
    let state = 0;
    let runs = 0;
    const read = shareRuns(async () => {
      runs += 1;
      const seen = state;
      await sleep(5);
      return seen;
    });
    const first = read();
    await sleep(1);
    state = 1;
    const others = Array.from({ length: 100 }, () => read());
    expect(await first).toBe(0);
    expect(new Set(await Promise.all(others))).toEqual(new Set([1]));
    expect(runs).toBe(2);
  });

  it('fails for those who wait for it, and not for the next', async () => {
    let broken = true;
    const read = shareRuns(async () => {
      if (broken) throw new Error('no');
      return 1;
    });
    await expect(Promise.all([read(), read()])).rejects.toThrow('no');
    broken = false;
    expect(await read()).toBe(1);
  });

  it('is of one key only', async () => {
    const runs: string[] = [];
    const read = shareRunsByKey(async (key) => {
      runs.push(key);
      return key;
    });
    expect(await Promise.all(['a', 'b', 'a', 'b', 'a'].map(read))).toEqual(['a', 'b', 'a', 'b', 'a']);
    expect(runs.sort()).toEqual(['a', 'b']);
  });
});

it('data weighs about as much as its text', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(weighData(value)).toBeLessThanOrEqual(20 * JSON.stringify(value).length);
    }),
  );
});
