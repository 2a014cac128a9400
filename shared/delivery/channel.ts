import type { Recipients } from '../config/schema.ts';
import type { Channel, DeliverTask } from '../model/tasks.ts';
import type { Rendering } from '../render/rendering.ts';

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

/** What the other side said when it took the message. */
export interface Receipt {
  /** `accepted`: taken, but not known to be posted (Teams Workflows answers 202 before it posts). */
  readonly state: 'sent' | 'accepted';
  readonly receipt: string;
  /** Addresses that were refused while others were served. */
  readonly rejected: readonly string[];
}

/** A way out of the house. */
export interface Transport {
  readonly channel: Channel;
  /** Who it would go to: allowed addresses, or the webhook's host; empty when the audience has none on this channel. */
  recipientsOf(recipients: Recipients): readonly string[];
  /** @throws DeliveryError saying whether it is permanent and whether the message may have gone out */
  send(message: Message, recipients: Recipients): Promise<Receipt>;
}
