import { findQuiet } from '../audiences/quiet.ts';
import type { Resolution } from '../audiences/resolve.ts';
import type { Config, Recipients } from '../config/schema.ts';
import { DeliveryError, PostponedError, PurserError } from '../model/errors.ts';
import type { Problem } from '../model/reading.ts';
import type { DeliverTask } from '../model/tasks.ts';
import type { Clock } from '../model/time.ts';
import type { Templates } from '../render/template/template.ts';
import type { Report } from '../reports/report.ts';
import type {
  Claim,
  DeliveryKey,
  DeliveryLedger,
  DeliveryRow,
  MessageArchive,
  SendingQueue,
} from '../store/store.ts';
import { archiveMessage } from './archive.ts';
import type { Message, Receipt, Transport } from './channel.ts';
import { listOutcomes } from './outcomes.ts';
import { composeDelivery } from './prepared.ts';
import { findSkip } from './skip.ts';

export interface DeliveryParts extends Partial<Pick<Resolution, 'planned' | 'withheld'>> {
  readonly report: Report;
  readonly recipients: Recipients;
  readonly transport: Transport;
  readonly ledger: DeliveryLedger;
  /** Keeps what is sent, byte for byte. */
  readonly archive?: Pick<MessageArchive, 'putMessage'> | undefined;
  /** Keeps all workers together within the transport's limits; without it there are none. */
  readonly sendingQueue?: SendingQueue | undefined;
  readonly clock: Clock;
  readonly config: Config;
  /** Mail templates with some of the organisation's own; without them, Purser's. */
  readonly ownTemplates?: Templates | undefined;
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
 *   another worker has it: the queue tries again, and finds out how that went; PostponedError when its turn comes
 *   later (the row is `waiting`, and the try does not count)
 */
export async function deliverReport(asked: DeliverTask, parts: DeliveryParts): Promise<DeliveryRow> {
  const { recipients, transport, ledger, clock, leaseSeconds, report, config } = parts;
  const task = { ...asked, at: asked.at ?? clock.now().toISOString() };
  const names = transport.recipientsOf(recipients);
  const claim = await ledger.claim(keyOf(task), names, clock.now(), leaseSeconds);
  if (claim.outcome === 'busy') throw busy(claim.row);
  if (claim.outcome !== 'claimed') return claim.row;
  const entry = openEntry(claim, parts);
  const people = { recipients, planned: parts.planned ?? [], withheld: parts.withheld ?? [] };
  const skip = findSkip(task, report, people, names, config);
  if (skip) {
    const { cause, ...problem } = skip;
    return entry.record({
      ...{ state: 'skipped', skipped: cause, tries: claim.row.tries - 1 },
      outcomes: listOutcomes(undefined, people),
      problem: { at: clock.now().toISOString(), ...problem },
    });
  }
  await waitForQuiet(task, claim.row, entry, parts);
  await waitForTurn(task, claim.row, entry, parts);
  const { message, kept } = await prepareMessage(task, names, entry, parts);
  await entry.record({ state: 'sending', transport: transport.name, messageId: message.messageId, ...kept });
  let receipt: Receipt;
  try {
    receipt = await transport.send(message, recipients);
  } catch (error) {
    return settleFailure(error, entry, parts);
  }
  return entry.record({
    ...describeReceipt(receipt, parts),
    receipt: receipt.receipt,
    outcomes: listOutcomes(receipt, people),
  });
}

/** Lets a quiet period go by, unless somebody asked for it now. */
async function waitForQuiet(
  task: DeliverTask,
  row: DeliveryRow,
  entry: LedgerEntry,
  { report, config, clock }: DeliveryParts,
): Promise<void> {
  const quiet = findQuiet(config, report, clock.now());
  if (!quiet || task.resend || task.preview) return;
  const until = quiet.until.toISOString();
  const error = new PostponedError(
    `It waits until ${until}, when it is quiet no more (${quiet.reason}).`,
    'It goes out by itself then.',
    until,
    { inLine: false },
  );
  await postpone(error, row, entry, clock);
}

/** Records that it waits, which is no try, and has the queue bring it back. */
async function postpone(
  error: PostponedError,
  row: DeliveryRow,
  entry: LedgerEntry,
  clock: Clock,
): Promise<never> {
  const problem = toProblem(error, clock);
  await entry.record({ state: 'waiting', tries: row.tries - 1, waitingUntil: error.slot, problem });
  throw error;
}

/** A place in line is kept for so long: one that comes later would send in another's time. */
const PLACE_HOLDS_MS = 120_000;

/** Takes its place within the transport's limits, unless it comes back with one that is due. */
async function waitForTurn(
  task: DeliverTask,
  row: DeliveryRow,
  entry: LedgerEntry,
  { transport, recipients, sendingQueue, clock }: DeliveryParts,
): Promise<void> {
  if (!sendingQueue || transport.limits.length === 0) return;
  const now = clock.now();
  const kept = task.slot === undefined ? undefined : new Date(task.slot);
  const holds = kept && now.getTime() - kept.getTime() < PLACE_HOLDS_MS;
  const account = transport.accountOf(recipients);
  const slot = holds ? kept : await sendingQueue.takePlace(account, transport.limits, now);
  if (slot <= now) return;
  const error = new PostponedError(
    `It waits for its turn: ${account} takes no more messages before ${slot.toISOString()}.`,
    'It goes out by itself then.',
    slot.toISOString(),
  );
  await postpone(error, row, entry, clock);
}

/** Composes the message and keeps it: nothing is sent that was not kept first. */
async function prepareMessage(
  task: DeliverTask,
  names: readonly string[],
  entry: LedgerEntry,
  parts: DeliveryParts,
): Promise<{ readonly message: Message; readonly kept: Pick<DeliveryRow, 'sourceHash' | 'archiveKey'> }> {
  const { archive, config, clock } = parts;
  try {
    const { message, files } = await composeDelivery(task, names, parts);
    return { message, kept: await archiveMessage(message, files, archive, config, clock.now()) };
  } catch (error) {
    await entry.record({
      state: parts.lastTry ? 'poisoned' : 'failed',
      problem: toProblem(error, clock),
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
  const refused = receipt.recipients.filter(({ outcome }) => outcome === 'refused');
  if (refused.length === 0) return { state: receipt.state };
  const reasons = refused.map(({ address, answer }) => `${address} (${answer})`);
  return {
    state: receipt.state,
    problem: {
      at: clock.now().toISOString(),
      message: `Not sent to ${reasons.join(', ')}.`,
      remedy: 'Correct the address, or add its domain to delivery.mail.domains.',
    },
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
