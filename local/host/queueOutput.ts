import { QueueServiceClient } from '@azure/storage-queue';
import type { InvocationResponse, TypedData } from './coreTypes.ts';
import type { QueueOptions } from './hostFile.ts';
import type { LocalFunction, QueueAddress } from './localFunction.ts';

/** Puts messages into queues, which are made when they are missing. */
export interface QueueSender {
  /** Sends what the function returned and what it set in `context.extraOutputs`. */
  sendOutputs(target: LocalFunction, response: InvocationResponse): Promise<void>;
}

/** @param onSent is told which queue got a message, so that its listener need not wait for its next look */
export function createQueueSender(
  encoding: QueueOptions['messageEncoding'],
  onSent: (queueName: string) => void,
): QueueSender {
  async function sendAll(address: QueueAddress, data: TypedData): Promise<void> {
    const queue = QueueServiceClient.fromConnectionString(address.connectionString).getQueueClient(
      address.queueName,
    );
    await queue.createIfNotExists();
    for (const message of toMessages(data)) {
      await queue.sendMessage(encoding === 'base64' ? message.toString('base64') : message.toString('utf8'));
    }
    onSent(address.queueName);
  }

  return {
    async sendOutputs(target, response) {
      const outputs = [...(response.outputData ?? [])];
      if (response.returnValue) outputs.push({ name: '$return', data: response.returnValue });
      for (const { name, data } of outputs) {
        const address = target.queueOutputs.get(name);
        if (address) await sendAll(address, data);
      }
    },
  };
}

/** One message for a string, bytes, a number or an object, one for each element of an array; objects as JSON. */
function toMessages(data: TypedData): readonly Buffer[] {
  if (data.bytes) return [Buffer.from(data.bytes)];
  if (data.json === undefined) return [Buffer.from(String(data.string ?? data.int ?? data.double ?? ''))];
  const value: unknown = JSON.parse(data.json);
  const elements = Array.isArray(value) ? value : [value];
  return elements.map((element) =>
    Buffer.from(typeof element === 'string' ? element : JSON.stringify(element)),
  );
}
