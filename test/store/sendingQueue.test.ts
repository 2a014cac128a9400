import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addPlace, findPlace, type Places } from '../../shared/store/sendingPlaces.ts';
import { createMemorySendingQueue } from '../../shared/store/sendingQueue.ts';
import type { SendingLimit, SendingQueue } from '../../shared/store/store.ts';
import { useStore } from './store.ts';

const LIMITS: readonly SendingLimit[] = [
  { messages: 3, seconds: 60 },
  { messages: 5, seconds: 3600 },
];
const START = Date.parse('2026-11-23T06:00:00Z');

async function takePlaces(queue: SendingQueue, account: string, count: number): Promise<number[]> {
  const places: number[] = [];
  for (let index = 0; index < count; index++) {
    const place = await queue.takePlace(account, LIMITS, new Date(START));
    places.push((place.getTime() - START) / 1000);
  }
  return places;
}

describe('places in the line of an account', () => {
  const kept = useStore();
  const queues: readonly [string, () => SendingQueue][] = [
    ['in a table', () => kept.store.sendingQueue],
    ['in memory', createMemorySendingQueue],
  ];

  it.each(queues)(
    'kept %s: are given at once until a limit is reached, then as it lets go',
    async (_, open) => {
      expect(await takePlaces(open(), 'mailbox 1', 12)).toEqual([
        ...[0, 0, 0],
        ...[60, 60],
        ...[3600, 3600, 3600],
        ...[3660, 3660],
        ...[7200, 7200],
      ]);
    },
  );

  it.each(queues)('kept %s: of another account are its own', async (_, open) => {
    const queue = open();
    await takePlaces(queue, 'mailbox 2', 3);
    expect(await takePlaces(queue, 'mailbox/3 #?', 1)).toEqual([0]);
    expect(await takePlaces(queue, 'mailbox 2', 1)).toEqual([60]);
  });

  it('are shared by instances that take them at once', async () => {
    const take = () => kept.store.sendingQueue.takePlace('shared', LIMITS, new Date(START));
    const again = await kept.openAgain();
    const others = () => again.sendingQueue.takePlace('shared', LIMITS, new Date(START));
    const places = await Promise.all([
      take(),
      others(),
      take(),
      others(),
      take(),
      others(),
      take(),
      others(),
    ]);
    expect(places.map((place) => (place.getTime() - START) / 1000).sort((a, b) => a - b)).toEqual([
      ...[0, 0, 0],
      ...[60, 60],
      ...[3600, 3600, 3600],
    ]);
  });
});

describe('whatever the limits, and whenever places are asked for,', () => {
  const limits = fc.array(
    fc.record({ messages: fc.integer({ min: 1, max: 20 }), seconds: fc.integer({ min: 1, max: 7200 }) }),
    { minLength: 1, maxLength: 4 },
  );
  const pauses = fc.array(fc.integer({ min: 0, max: 90_000 }), { minLength: 1, maxLength: 200 });

  function takeAll(chosen: readonly SendingLimit[], waits: readonly number[]) {
    let now = START;
    let taken: readonly Places[] = [];
    const places: number[] = [];
    for (const wait of waits) {
      now += wait;
      const place = findPlace(taken, chosen, now);
      places.push(place);
      taken = addPlace(taken, place, chosen, now);
    }
    return { places, taken };
  }

  it('no stretch of time ever has more messages than its limit', () => {
    fc.assert(
      fc.property(limits, pauses, (chosen, waits) => {
        const { places } = takeAll(chosen, waits);
        for (const { messages, seconds } of chosen) {
          for (let index = messages; index < places.length; index++) {
            const first = places[index - messages] ?? 0;
            expect((places[index] ?? 0) - first).toBeGreaterThanOrEqual(seconds * 1000);
          }
        }
      }),
    );
  });

  it('nobody waits longer than a sixtieth of the longest stretch more than is needed', () => {
    fc.assert(
      fc.property(limits, pauses, (chosen, waits) => {
        const { places } = takeAll(chosen, waits);
        const slack = Math.max(...chosen.map(({ seconds }) => (seconds * 1000) / 60));
        let now = START;
        waits.forEach((wait, index) => {
          now += wait;
          const before = places.slice(0, index);
          const needed = Math.max(
            now,
            before.at(-1) ?? now,
            ...chosen.map(({ messages, seconds }) => (before.at(-messages) ?? -Infinity) + seconds * 1000),
          );
          expect(places[index]).toBeLessThanOrEqual(needed + slack);
        });
      }),
    );
  });

  it('what is remembered stays small: about sixty steps a limit', () => {
    const chosen = [
      { messages: 30, seconds: 60 },
      { messages: 10_000, seconds: 86_400 },
    ];
    const { taken } = takeAll(
      chosen,
      Array.from({ length: 20_000 }, () => 10_000),
    );
    expect(taken.length).toBeLessThanOrEqual(2 * 61 + 2);
  });
});
