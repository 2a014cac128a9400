import type { Config, Recipients } from '../config/schema.ts';
import { DeliveryError, PurserError } from '../model/errors.ts';
import type { Problem } from '../model/reading.ts';
import type { DeliverTask } from '../model/tasks.ts';
import type { Clock } from '../model/time.ts';
import type { Report } from '../reports/report.ts';
import type { Claim, DeliveryKey, DeliveryLedger, DeliveryRow, MessageArchive } from '../store/store.ts';
import { archiveMessage } from './archive.ts';
import type { Message, Receipt, Transport } from './channel.ts';
import { senderOf } from './mail.ts';
import { composeMessage, type MessageOptions } from './message.ts';

export interface DeliveryParts {
  readonly report: Report;
  readonly recipients: Recipients;
  readonly transport: Transport;
  readonly ledger: DeliveryLedger;
  /** Keeps what is sent, byte for byte. */
  readonly archive?: Pick<MessageArchive, 'putMessage'> | undefined;
  readonly clock: Clock;
  readonly config: Config;
  /** A claim older than this was left by a worker that died: longer than any sending takes, shorter than the queue's lock. */
  readonly leaseSeconds: number;
  /** The queue gives up after this try, so a failure that could pass is final. */
  readonly lastTry?: boolean | undefined;
}

/**
 * Hands one report to one audience on one channel, once: claim, compose, archive, say that sending begins,
 * send, say how it went. Whatever is retried, and however many workers try, the ledger lets one through.
 * What cannot succeed is recorded as `poisoned`, and what may have gone out as `uncertain`, without throwing:
 * trying again by itself would be useless, or would send twice.
 * @returns the ledger's row
 * @throws DeliveryError when it failed for now (the row is `failed`, at the last try `poisoned`) or while
 *   another worker has it: the queue tries again, and finds out how that went
 */
export async function deliverReport(task: DeliverTask, parts: DeliveryParts): Promise<DeliveryRow> {
  const { recipients, transport, ledger, clock, leaseSeconds } = parts;
  const names = transport.recipientsOf(recipients);
  const claim = await ledger.claim(keyOf(task), names, clock.now(), leaseSeconds);
  if (claim.outcome === 'busy') throw busy(claim.row);
  if (claim.outcome !== 'claimed') return claim.row;
  const entry = openEntry(claim, parts);
  if (names.length === 0) return entry.record({ state: 'skipped', problem: explainSkip(task, parts) });
  const message = await prepareMessage(task, entry, parts);
  await entry.record({ state: 'sending' });
  let receipt: Receipt;
  try {
    receipt = await transport.send(message, recipients);
  } catch (error) {
    return settleFailure(error, entry, parts);
  }
  return entry.record({ ...describeReceipt(receipt, parts), receipt: receipt.receipt });
}

/** How messages of a configuration are composed; a preview uses the same and gets the same bytes. */
export function messageOptions(config: Config): MessageOptions {
  const domain = config.delivery.mail ? senderOf(config.delivery.mail).domain : undefined;
  return { locale: config.locale, timeZone: config.timeZone, organisation: config.organisation, domain };
}

/** Composes the message and keeps it: nothing is sent that was not kept first. */
async function prepareMessage(task: DeliverTask, entry: LedgerEntry, parts: DeliveryParts): Promise<Message> {
  try {
    const message = await composeMessage(parts.report, task, messageOptions(parts.config));
    await archiveMessage(message, parts.archive);
    return message;
  } catch (error) {
    await entry.record({
      state: parts.lastTry ? 'poisoned' : 'failed',
      problem: toProblem(error, parts.clock),
    });
    throw error;
  }
}

/** Records what a failed sending means; throws it on when trying again may help. */
async function settleFailure(error: unknown, entry: LedgerEntry, parts: DeliveryParts): Promise<DeliveryRow> {
  const problem = toProblem(error, parts.clock);
  // What is no DeliveryError is a defect of the transport: nobody knows how far it had come.
  if (!(error instanceof DeliveryError) || error.uncertain) {
    return entry.record({ state: 'uncertain', problem });
  }
  if (error.permanent) return entry.record({ state: 'poisoned', problem });
  await entry.record({ state: parts.lastTry ? 'poisoned' : 'failed', problem });
  throw error;
}

/** A claimed row that is moved on step by step. */
interface LedgerEntry {
  record(change: Partial<DeliveryRow>): Promise<DeliveryRow>;
}

function openEntry(claim: Extract<Claim, { outcome: 'claimed' }>, parts: DeliveryParts): LedgerEntry {
  let row: DeliveryRow = claim.row;
  let etag = claim.etag;
  return {
    async record(change) {
      const next = { ...row, problem: undefined, ...change, updatedAt: parts.clock.now().toISOString() };
      const written = await parts.ledger.record(next, etag);
      if (written === false) throw lostClaim(row);
      row = next;
      etag = written;
      return row;
    },
  };
}

function busy({ kind, period, audience, channel }: DeliveryRow): DeliveryError {
  return new DeliveryError(
    `The delivery of the ${kind} of ${period} to ${audience} by ${channel} is in another worker's hands.`,
    'Nothing is to be done: it is looked at again by itself.',
    { permanent: false },
  );
}

function lostClaim(row: DeliveryRow): DeliveryError {
  return new DeliveryError(
    `The delivery of the ${row.kind} of ${row.period} to ${row.audience} was taken over by another worker.`,
    'Nothing is to be done: the other worker records how it went.',
    { permanent: false },
  );
}

function describeReceipt(receipt: Receipt, { clock }: DeliveryParts): Partial<DeliveryRow> {
  if (receipt.rejected.length === 0) return { state: receipt.state };
  return {
    state: receipt.state,
    problem: {
      at: clock.now().toISOString(),
      message: `Not sent to ${receipt.rejected.join(', ')}: refused by the server or outside the allowed domains.`,
      remedy: 'Correct the address, or add its domain to delivery.mail.domains.',
    },
  };
}

function explainSkip(task: DeliverTask, { recipients, config, clock }: DeliveryParts): Problem {
  const at = clock.now().toISOString();
  if (task.channel === 'mail' && recipients.mail.length > 0) {
    return {
      at,
      message: `${task.audience} has only mail addresses outside the allowed domains: ${recipients.mail.join(', ')}.`,
      remedy: `Add the domain to delivery.mail.domains (now ${config.delivery.mail?.domains.join(', ') ?? 'none'}).`,
    };
  }
  const what = task.channel === 'mail' ? 'mail address' : 'Teams webhook';
  return {
    at,
    message: `${task.audience} has no ${what}, so nobody got this report.`,
    remedy: `Configure ${task.channel === 'mail' ? 'mail' : 'teamsWebhookEnv'} for ${task.audience}.`,
  };
}

function toProblem(error: unknown, clock: Clock): Problem {
  const at = clock.now().toISOString();
  return error instanceof PurserError
    ? { at, message: error.message, remedy: error.remedy }
    : {
        at,
        message: 'The delivery broke off for a reason that Purser does not know.',
        remedy: 'See the log of the run; if the report did not arrive, deliver it again on purpose.',
      };
}

function keyOf({ kind, period, audience, channel, hash, resend }: DeliverTask): DeliveryKey {
  return { kind, period, audience, channel, hash, resend: resend ?? 0 };
}
