import { odata, type TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { StoreError } from '../model/errors.ts';
import type { Reason } from '../model/recipient.ts';
import { CHANNELS, REPORT_KINDS, type ReportKind } from '../model/tasks.ts';
import { attempt } from './faults.ts';
import { encodeKey } from './keys.ts';
import {
  createRow,
  findRow,
  fromColumns,
  listRows,
  problemColumns,
  type Row,
  readProblem,
  replaceRow,
  toColumns,
} from './rows.ts';
import { type Claim, type DeliveryKey, type DeliveryLedger, type DeliveryRow, SKIP_CAUSES } from './store.ts';

/** Tries to find a row at rest while others change it. */
const MOST_ATTEMPTS = 20;

/** Deliveries in a table: a partition a report kind and period, a row a delivery. */
export function createDeliveryLedger(table: TableClient): DeliveryLedger {
  async function decide(
    row: DeliveryRow,
    etag: string,
    now: Date,
    leaseSeconds: number,
    recipients: readonly string[],
  ): Promise<Claim | undefined> {
    const expired = now.getTime() - Date.parse(row.updatedAt) >= leaseSeconds * 1000;
    switch (row.state) {
      case 'sent':
      case 'accepted':
      case 'poisoned':
        return { outcome: 'done', row };
      case 'uncertain':
        return { outcome: 'uncertain', row };
      case 'sending': {
        if (!expired) return { outcome: 'busy', row };
        const at = now.toISOString();
        const uncertain: DeliveryRow = {
          ...row,
          state: 'uncertain',
          updatedAt: at,
          problem: {
            at,
            message: 'The worker that was sending it ended before it could say how that went.',
            remedy: 'Ask the recipients; it is not sent again by itself, since that could send it twice.',
          },
        };
        return (await replaceRow(table, toRow(uncertain), etag))
          ? { outcome: 'uncertain', row: uncertain }
          : undefined;
      }
      case 'claimed':
        if (!expired) return { outcome: 'busy', row };
    }
    const again = openRow(row, recipients, row.tries + 1, now);
    const newEtag = await replaceRow(table, toRow(again), etag);
    return newEtag === false ? undefined : { outcome: 'claimed', row: again, etag: newEtag };
  }

  return {
    claim(key, recipients, now, leaseSeconds) {
      return attempt(`claim the delivery of the ${describe(key)}`, async () => {
        const first = openRow(key, recipients, 1, now);
        const etag = await createRow(table, toRow(first));
        if (etag !== false) return { outcome: 'claimed', row: first, etag };
        for (let tried = 0; tried < MOST_ATTEMPTS; tried++) {
          const found = await findRow(table, partitionOf(key), rowKeyOf(key));
          if (!found) break;
          const row = toDeliveryRow(found);
          const claim = await decide(row, found.etag, now, leaseSeconds, recipients);
          if (claim) return claim;
        }
        throw new StoreError(
          `The delivery of the ${describe(key)} is changed by others all the time.`,
          'Try again; if it stays so, look for two installations that share one storage account.',
        );
      });
    },

    record(row, etag) {
      return attempt(`record the delivery of the ${describe(row)}`, () =>
        replaceRow(table, toRow(row), etag),
      );
    },

    listDeliveries(filter) {
      return attempt('list the deliveries', async () => {
        const rows = await listRows(table, filter && odata`PartitionKey eq ${partitionOf(filter)}`);
        return rows.map(toDeliveryRow).sort(newestFirst);
      });
    },
  };
}

function openRow(key: DeliveryKey, recipients: readonly string[], tries: number, now: Date): DeliveryRow {
  const { kind, period, audience, channel, hash, resend } = key;
  return {
    kind,
    period,
    audience,
    channel,
    hash,
    resend,
    state: 'claimed',
    tries,
    updatedAt: now.toISOString(),
    recipients,
    receipt: '',
    problem: undefined,
    transport: '',
    messageId: '',
    outcomes: [],
    waitingUntil: undefined,
    skipped: undefined,
    sourceHash: '',
    archiveKey: '',
  };
}

function describe({ kind, period, audience, channel }: DeliveryKey): string {
  return `${kind} of ${period} to ${audience} by ${channel}`;
}

function partitionOf({ kind, period }: { readonly kind: ReportKind; readonly period: string }): string {
  return `${kind}|${encodeKey(period)}`;
}

function rowKeyOf({ audience, channel, hash, resend }: DeliveryKey): string {
  return `${encodeKey(audience)}|${channel}|${encodeKey(hash)}|${resend}`;
}

const DeliveryColumns = z.object({
  kind: z.enum(REPORT_KINDS),
  period: z.string(),
  audience: z.string(),
  channel: z.enum(CHANNELS),
  hash: z.string(),
  resend: z.coerce.number(),
  state: z.enum([
    'claimed',
    'waiting',
    'sending',
    'sent',
    'accepted',
    'failed',
    'uncertain',
    'poisoned',
    'skipped',
  ]),
  tries: z.coerce.number(),
  updatedAt: z.string(),
  // Rows of before have none of these.
  transport: z.string().default(''),
  messageId: z.string().default(''),
  waitingUntil: z.string().optional(),
  skipped: z.enum(SKIP_CAUSES).optional(),
  sourceHash: z.string().default(''),
  archiveKey: z.string().default(''),
});

const ReasonSchema: z.ZodType<Reason> = z.union([
  z.object({ role: z.enum(['finance', 'security', 'operator', 'unowned']) }),
  z.object({ role: z.enum(['lead', 'manager']), team: z.string() }),
  z.object({ role: z.literal('costCenter'), costCenter: z.string() }),
]);

const OutcomeSchema = z.object({
  address: z.string(),
  outcome: z.enum(['sent', 'accepted', 'refused', 'optedOut', 'notListed']),
  answer: z.string(),
  temporary: z.boolean(),
  reasons: z.array(ReasonSchema),
});

function toDeliveryRow(row: Readonly<Record<string, unknown>>): DeliveryRow {
  const { waitingUntil, skipped, ...columns } = DeliveryColumns.parse(row);
  return {
    ...columns,
    ...{ waitingUntil, skipped },
    recipients: z.array(z.string()).parse(fromColumns('recipients', row)),
    receipt: z.string().parse(fromColumns('receipt', row)),
    outcomes: z.array(OutcomeSchema).parse(fromColumns('outcomes', row) ?? []),
    problem: readProblem(row),
  };
}

function toRow(delivery: DeliveryRow): Row {
  const { recipients, receipt, outcomes, problem, resend, tries, waitingUntil, skipped, ...row } = delivery;
  return {
    partitionKey: partitionOf(row),
    rowKey: rowKeyOf({ ...row, resend }),
    ...row,
    resend: String(resend),
    tries: String(tries),
    ...(waitingUntil !== undefined && { waitingUntil }),
    ...(skipped !== undefined && { skipped }),
    ...toColumns('recipients', recipients),
    ...toColumns('receipt', receipt),
    ...toColumns('outcomes', outcomes),
    ...problemColumns(problem),
  };
}

function newestFirst(a: DeliveryRow, b: DeliveryRow): number {
  if (a.updatedAt !== b.updatedAt) return a.updatedAt > b.updatedAt ? -1 : 1;
  return rowKeyOf(a) < rowKeyOf(b) ? -1 : 1;
}
