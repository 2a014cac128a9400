import {
  type DequeuedMessageItem,
  type QueueClient,
  QueueServiceClient,
  type RestError,
} from '@azure/storage-queue';
import type { TypedData } from './coreTypes.ts';
import type { QueueOptions } from './hostFile.ts';
import type { Invoker, TriggerData } from './invocation.ts';
import type { QueueFunction } from './localFunction.ts';
import type { HostLog } from './log.ts';
import { createPause } from './pause.ts';

/** Watches one queue and runs its function for each message. */
export interface QueueListener {
  readonly queueName: string;
  /** Looks into the queue at once. */
  wake(): void;
  /** Takes no more messages; resolves when those that were taken are done with. */
  stop(): Promise<void>;
}

export interface QueueServices {
  readonly options: QueueOptions;
  readonly invoker: Invoker;
  readonly log: HostLog;
  /**
   * Seconds for which a taken message is hidden from others; renewed at every third of it while the function runs.
   * Azure hides it for 10 minutes, so that the work of a dead instance is another instance's after that time. On one
   * machine nobody waits that long for a host that was killed and started again: 30.
   */
  readonly messageLockSeconds: number;
}

const FIRST_PAUSE_MS = 100;

/**
 * Follows the queue listener of Azure's host (Microsoft.Azure.WebJobs.Extensions.Storage.Queues): batches, back-off,
 * five tries, poison queue; a text that cannot be decoded is poison at once.
 */
export async function startQueueListener(
  target: QueueFunction,
  services: QueueServices,
): Promise<QueueListener> {
  const { options, invoker, log, messageLockSeconds } = services;
  const { name, queueName } = target;
  const service = QueueServiceClient.fromConnectionString(target.connectionString);
  const queue = service.getQueueClient(queueName);
  // A poison queue has none of its own: what fails there stays until it expires.
  const poison = queueName.endsWith('-poison') ? undefined : service.getQueueClient(`${queueName}-poison`);
  const pause = createPause();
  const about = { function: name };
  const handling = new Set<Promise<void>>();
  let stopped = false;
  await queue.createIfNotExists();

  async function takeBatch(): Promise<readonly DequeuedMessageItem[]> {
    try {
      const { receivedMessageItems } = await queue.receiveMessages({
        numberOfMessages: options.batchSize,
        visibilityTimeout: messageLockSeconds,
      });
      return receivedMessageItems;
    } catch (error) {
      log('warning', `The queue ${queueName} could not be read: ${messageOf(error)}`, about);
      if ((error as RestError).statusCode === 404) await queue.createIfNotExists().catch(() => undefined);
      return [];
    }
  }

  async function watch(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    while (!stopped) {
      if (handling.size > options.newBatchSize) {
        await pause.wait(options.maxPollingIntervalMs);
        continue;
      }
      const messages = await takeBatch();
      for (const message of messages) {
        const handled = handleMessage(message).finally(() => {
          handling.delete(handled);
          pause.end();
        });
        handling.add(handled);
      }
      if (messages.length > 0) {
        pauseMs = FIRST_PAUSE_MS;
      } else {
        await pause.wait(pauseMs);
        pauseMs = Math.min(pauseMs * 2, Math.max(options.maxPollingIntervalMs, FIRST_PAUSE_MS));
      }
    }
  }

  async function handleMessage(message: DequeuedMessageItem): Promise<void> {
    try {
      if (stopped) await queue.updateMessage(message.messageId, message.popReceipt, message.messageText, 0);
      else await process(message);
    } catch (error) {
      log('warning', `The message ${message.messageId} of ${queueName}: ${messageOf(error)}`, about);
    }
  }

  async function process(message: DequeuedMessageItem): Promise<void> {
    if (message.dequeueCount > options.maxDequeueCount) {
      await moveToPoison(message, message.popReceipt, `It was taken ${message.dequeueCount} times.`);
      return;
    }
    const text = decodeText(message.messageText, options.messageEncoding);
    if (text === undefined) {
      await moveToPoison(message, message.popReceipt, 'Its text is no base64: see host.json.');
      return;
    }
    const lock = holdMessage(queue, message, messageLockSeconds);
    try {
      await invoker.invoke(target, toTriggerData(message, text));
    } catch {
      await giveBack(message, await lock.release());
      return;
    }
    await queue.deleteMessage(message.messageId, await lock.release());
  }

  async function giveBack(message: DequeuedMessageItem, receipt: string): Promise<void> {
    if (poison && message.dequeueCount >= options.maxDequeueCount) {
      await moveToPoison(message, receipt, `It failed ${message.dequeueCount} times.`);
    } else {
      const hiddenSeconds = Math.round(options.visibilityTimeoutMs / 1000);
      await queue.updateMessage(message.messageId, receipt, message.messageText, hiddenSeconds);
    }
  }

  async function moveToPoison(message: DequeuedMessageItem, receipt: string, why: string): Promise<void> {
    if (!poison) return;
    log('error', `The message ${message.messageId} moves to ${poison.name}. ${why}`, about);
    await poison.createIfNotExists();
    await poison.sendMessage(message.messageText);
    await queue.deleteMessage(message.messageId, receipt);
  }

  const watching = watch();
  return {
    queueName,
    wake: pause.end,
    async stop() {
      stopped = true;
      pause.end();
      await watching;
      await Promise.all(handling);
    },
  };
}

/** Keeps a taken message hidden from others until it is released; the answer is the receipt to finish it with. */
function holdMessage(
  queue: QueueClient,
  message: DequeuedMessageItem,
  lockSeconds: number,
): { release(): Promise<string> } {
  let receipt = message.popReceipt;
  let renewal: Promise<void> = Promise.resolve();

  async function renew(): Promise<void> {
    const { messageId, messageText } = message;
    const renewed = await queue.updateMessage(messageId, receipt, messageText, lockSeconds);
    receipt = renewed.popReceipt ?? receipt;
  }

  const timer = setInterval(
    () => {
      renewal = renewal.then(renew).catch(() => undefined);
    },
    (lockSeconds * 1000) / 3,
  );
  return {
    async release() {
      clearInterval(timer);
      await renewal;
      return receipt;
    },
  };
}

function decodeText(text: string, encoding: QueueOptions['messageEncoding']): string | undefined {
  if (encoding === 'none') return text;
  const compact = text.replaceAll(/\s/g, '');
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) return undefined;
  return Buffer.from(compact, 'base64').toString('utf8');
}

function toTriggerData(message: DequeuedMessageItem, text: string): TriggerData {
  const json = (value: unknown): TypedData => ({ json: JSON.stringify(value) });
  return {
    input: { string: text },
    metadata: {
      QueueTrigger: { string: text },
      Id: json(message.messageId),
      PopReceipt: json(message.popReceipt),
      DequeueCount: json(message.dequeueCount),
      InsertionTime: json(message.insertedOn),
      ExpirationTime: json(message.expiresOn),
      NextVisibleTime: json(message.nextVisibleOn),
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
