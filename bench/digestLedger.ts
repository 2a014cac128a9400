import type { DeliveryKey, DeliveryLedger, DeliveryRow } from '../shared/store/store.ts';

/** A ledger in memory, for one process: what delivering costs without a storage account. */
export function createMemoryLedger(): DeliveryLedger {
  const rows = new Map<string, DeliveryRow>();
  const nameOf = ({ kind, period, audience, channel, hash, resend }: DeliveryKey): string =>
    [kind, period, audience, channel, hash, resend].join('|');
  return {
    async claim(key, recipients, now) {
      const known = rows.get(nameOf(key));
      if (known) return { outcome: 'done', row: known };
      const row: DeliveryRow = {
        ...{ ...key, recipients, state: 'claimed', tries: 1, updatedAt: now.toISOString() },
        ...{ transport: '', messageId: '', receipt: '', outcomes: [], sourceHash: '', archiveKey: '' },
        ...{ waitingUntil: undefined, skipped: undefined, problem: undefined },
      };
      rows.set(nameOf(key), row);
      return { outcome: 'claimed', row, etag: '1' };
    },
    async record(row, etag) {
      rows.set(nameOf(row), row);
      return etag;
    },
    async listDeliveries() {
      return [...rows.values()];
    },
  };
}
