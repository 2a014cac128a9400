import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapConcurrently } from '../../shared/model/concurrency.ts';

describe('mapping concurrently', () => {
  it('keeps the order and never has more under way than the limit, which it uses', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 5 }), { maxLength: 30 }),
        fc.integer({ min: 1, max: 8 }),
        async (turns, limit) => {
          let underWay = 0;
          let most = 0;
          const results = await mapConcurrently([...turns.entries()], limit, async ([index, count]) => {
            most = Math.max(most, ++underWay);
            for (let turn = 0; turn < count; turn++) await setImmediate();
            underWay--;
            return index;
          });
          expect(results).toEqual([...turns.keys()]);
          expect(most).toBeLessThanOrEqual(limit);
          if (turns.every((count) => count > 0)) expect(most).toBe(Math.min(limit, turns.length));
        },
      ),
    );
  });

  it('ends with the first failure and begins nothing after it', async () => {
    const begun: number[] = [];
    const mapping = mapConcurrently([0, 1, 2, 3, 4, 5], 2, async (item) => {
      begun.push(item);
      await setImmediate();
      if (item === 1) throw new Error('one failed');
    });
    await expect(mapping).rejects.toThrow('one failed');
    for (let turn = 0; turn < 10; turn++) await setImmediate();
    expect(begun.length).toBeLessThan(6);
  });
});
