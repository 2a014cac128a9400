import type { TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { attempt } from './faults.ts';
import { encodeKey } from './keys.ts';
import { changeRow, fromColumns, toColumns } from './rows.ts';
import { addPlace, findPlace, type Places } from './sendingPlaces.ts';
import type { SendingQueue } from './store.ts';

const PARTITION = 'sending';

/** Pairs of instant and number, to be small. */
const PlacesSchema = z.array(z.tuple([z.int(), z.int()]));

/** One row an account: of two instances that take a place at once, the later sees the earlier's. */
export function createSendingQueue(table: TableClient): SendingQueue {
  let last: Promise<unknown> = Promise.resolve();
  return {
    takePlace(account, limits, now) {
      // Within the process they stand in line, so that only other processes are competed with.
      const taken = last.then(() =>
        attempt(`take a place in the line of ${account}`, async () => {
          let place = now.getTime();
          await changeRow(table, PARTITION, encodeKey(account), (current) => {
            const places = readPlaces(current);
            place = findPlace(places, limits, now.getTime());
            return {
              partitionKey: PARTITION,
              rowKey: encodeKey(account),
              ...writePlaces(addPlace(places, place, limits, now.getTime())),
            };
          });
          return new Date(place);
        }),
      );
      last = taken.catch(() => undefined);
      return taken;
    },
  };
}

/** The same in memory, for one process. */
export function createMemorySendingQueue(): SendingQueue {
  const accounts = new Map<string, readonly Places[]>();
  return {
    async takePlace(account, limits, now) {
      const places = accounts.get(account) ?? [];
      const place = findPlace(places, limits, now.getTime());
      accounts.set(account, addPlace(places, place, limits, now.getTime()));
      return new Date(place);
    },
  };
}

function readPlaces(row: Readonly<Record<string, unknown>> | undefined): readonly Places[] {
  if (!row) return [];
  return PlacesSchema.parse(fromColumns('places', row) ?? []).map(([at, messages]) => ({ at, messages }));
}

function writePlaces(places: readonly Places[]): Record<string, string> {
  return toColumns(
    'places',
    places.map(({ at, messages }) => [at, messages]),
  );
}
