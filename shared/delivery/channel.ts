import type { Recipients } from '../config/schema.ts';
import type { Channel, DeliverTask } from '../model/tasks.ts';
import type { Rendering } from '../render/rendering.ts';
import type { SendingLimit } from '../store/store.ts';

/** One message, ready to be handed over: the bytes a preview shows are the bytes that are sent. */
export interface Message {
  /** Deterministic from the delivery key, so that a repeat can be told from a second message. */
  readonly messageId: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** Adaptive Card for Teams. */
  readonly card: string;
  readonly attachments: readonly Rendering[];
  readonly task: DeliverTask;
}

/** What carries a message: each has limits, failures and a word of its own for "taken". */
export const TRANSPORTS = ['smtp', 'communicationServices', 'graph', 'workflows'] as const;
export type TransportName = (typeof TRANSPORTS)[number];

/** What became of a message for one of those that it was meant for. */
export interface RecipientOutcome {
  /** A mail address, or the host of a webhook. */
  readonly address: string;
  /** `accepted`: taken, but not known to have been passed on. `refused`: this one does not get it. */
  readonly outcome: 'sent' | 'accepted' | 'refused';
  /** What the other side said, or the rule that refused it; one line. */
  readonly answer: string;
  /** A refusal that may pass, such as a full mailbox or greylisting; false for every other outcome. */
  readonly temporary: boolean;
}

/** What the other side said when it took the message for at least one recipient. */
export interface Receipt {
  readonly transport: TransportName;
  /** `accepted`: taken, but not known to be posted (Teams Workflows answers 202 before it posts). */
  readonly state: 'sent' | 'accepted';
  readonly receipt: string;
  /** Everybody it was meant for, by address. */
  readonly recipients: readonly RecipientOutcome[];
}

/** A way out of the house. */
export interface Transport {
  readonly channel: Channel;
  readonly name: TransportName;
  /** How many messages it takes; none when it has no limit that is known. */
  readonly limits: readonly SendingLimit[];
  /** Names what the limits are counted for: the sending mailbox, the webhook. Holds no secret. */
  accountOf(recipients: Recipients): string;
  /** Who it would go to: allowed addresses, or the webhook's host; empty when the audience has none on this channel. */
  recipientsOf(recipients: Recipients): readonly string[];
  /** @throws DeliveryError saying whether it is permanent and whether the message may have gone out */
  send(message: Message, recipients: Recipients): Promise<Receipt>;
}

/** A transport that keeps connections open, and can let go of them. */
export interface MailTransport extends Transport {
  close(): void;
}
