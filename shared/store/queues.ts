import { QueueServiceClient } from '@azure/storage-queue';
import type { StorageConnection } from './connection.ts';

/** The queues between the stages; functions bind to the same names. */
export const QUEUES = {
  collect: 'purser-collect',
  meter: 'purser-meter',
  report: 'purser-report',
  deliver: 'purser-deliver',
} as const;

/** Messages that wait in a queue; approximate, as Azure counts them. */
export interface WaitingCount {
  readonly queue: string;
  readonly messages: number;
}

/** A message that was given up after five tries. */
export interface PoisonMessage {
  readonly queue: string;
  readonly id: string;
  readonly insertedAt: string;
  /** Text of the message, cut; what it asked for, so that an operator can ask again. */
  readonly text: string;
}

/** Looks at the queues without taking anything. */
export interface QueueInspector {
  countWaiting(): Promise<readonly WaitingCount[]>;
  /** At most {@link SHOWN_MESSAGES} of a queue. */
  peekPoison(): Promise<readonly PoisonMessage[]>;
}

/** Messages that a look at a queue shows: as many as Azure gives at once. */
export const SHOWN_MESSAGES = 32;
const SHOWN_CHARACTERS = 500;
const NAMES = Object.values(QUEUES);

/** The queues as status and retries use them: looked at without taking anything, and written to for later. */
export function openQueues(connection: StorageConnection) {
  const service = connect(connection);
  return {
    /** Sends a message that nobody sees for some seconds (7 days at most), encoded as host.json has it. */
    async sendLater(queue: keyof typeof QUEUES, message: object, seconds: number): Promise<void> {
      const text = Buffer.from(JSON.stringify(message)).toString('base64');
      await service.getQueueClient(QUEUES[queue]).sendMessage(text, { visibilityTimeout: seconds });
    },
    async countWaiting(): Promise<readonly WaitingCount[]> {
      return Promise.all(
        NAMES.map(async (queue) => {
          const client = service.getQueueClient(queue);
          if (!(await client.exists())) return { queue, messages: 0 };
          return { queue, messages: (await client.getProperties()).approximateMessagesCount ?? 0 };
        }),
      );
    },
    async peekPoison(): Promise<readonly PoisonMessage[]> {
      const found = await Promise.all(NAMES.map((queue) => peek(service, `${queue}-poison`)));
      return found.flat();
    },
  };
}

async function peek(service: QueueServiceClient, queue: string): Promise<PoisonMessage[]> {
  const client = service.getQueueClient(queue);
  if (!(await client.exists())) return [];
  const { peekedMessageItems } = await client.peekMessages({ numberOfMessages: SHOWN_MESSAGES });
  return peekedMessageItems.map((message) => ({
    queue,
    id: message.messageId,
    insertedAt: message.insertedOn.toISOString(),
    text: Buffer.from(message.messageText, 'base64').toString('utf8').slice(0, SHOWN_CHARACTERS),
  }));
}

function connect(connection: StorageConnection): QueueServiceClient {
  if (connection.kind === 'connectionString')
    return QueueServiceClient.fromConnectionString(connection.value);
  return new QueueServiceClient(connection.queueUrl, connection.credential);
}
