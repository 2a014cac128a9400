import { StoreError } from '../model/errors.ts';
import { type Amount, parseAmount } from '../model/money.ts';
import type { Readings, Source } from '../model/reading.ts';

/** What a value is in JSON: amounts are exact decimal strings there, everything else is itself. */
export type Stored<T> = T extends bigint
  ? string
  : T extends object
    ? { readonly [K in keyof T]: Stored<T[K]> }
    : T;

/** How the reading of one source is kept. Writing needs no word: canonical JSON writes amounts itself. */
interface Codec<S extends Source> {
  decode(stored: Stored<Readings[S]>): Readings[S];
  /** Rows a reader would count, for `status`. */
  countRows(data: Readings[S]): number;
}

const costRows: Codec<'cost.effective' | 'cost.billed'> = {
  decode: (rows) => rows.map((row) => ({ ...row, amount: toAmount(row.amount) })),
  countRows: (rows) => rows.length,
};

/** What readings kept before version 0.2 did not have. */
const NOT_TOLD = { nodePool: '', gpuHours: 0, requested: undefined, used: undefined, efficiency: undefined };

const allocationDay: Codec<'allocation' | 'metering'> = {
  decode: ({ rows, ...day }) => ({
    ...day,
    idleTold: day.idleTold ?? true,
    rows: rows.map(({ cost, ...row }) => ({
      ...NOT_TOLD,
      ...row,
      cost: {
        cpu: toAmount(cost.cpu),
        ram: toAmount(cost.ram),
        gpu: toAmount(cost.gpu),
        pv: toAmount(cost.pv),
        network: toAmount(cost.network),
        loadBalancer: toAmount(cost.loadBalancer),
      },
    })),
  }),
  countRows: ({ rows }) => rows.length,
};

const CODECS: { readonly [S in Source]: Codec<S> } = {
  inventory: {
    decode: (inventory) => inventory,
    countRows: ({ clusters, registries, subscriptions }) =>
      clusters.length + registries.length + subscriptions.length,
  },
  'cost.effective': costRows,
  'cost.billed': costRows,
  allocation: allocationDay,
  metering: allocationDay,
  resources: { decode: (resources) => resources, countRows: (resources) => resources.length },
  kubernetes: {
    decode: (state) => state,
    countRows: ({ namespaces, workloads, nodes }) => namespaces.length + workloads.length + nodes.length,
  },
  policy: {
    decode: (state) => state,
    countRows: ({ components, summaries }) => components.length + summaries.length,
  },
  defender: {
    decode: (state) => state,
    countRows: ({ assessments, alerts }) => assessments.length + alerts.length,
  },
};

/** Makes a reading of what was kept. */
export function decodeReading<S extends Source>(source: S, stored: Stored<Readings[S]>): Readings[S] {
  return CODECS[source].decode(stored);
}

export function countRows<S extends Source>(source: S, data: Readings[S]): number {
  return CODECS[source].countRows(data);
}

function toAmount(text: string): Amount {
  if (text === '0') return 0n;
  const amount = parseAmount(text);
  if (amount === undefined) {
    throw new StoreError(
      'A kept reading has an amount that is no decimal number.',
      'Collect the source and day again.',
    );
  }
  return amount;
}
