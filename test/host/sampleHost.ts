import { QueueServiceClient } from '@azure/storage-queue';
import { vi } from 'vitest';
import { type Child, readReadyLine, startChild } from '../../local/host/child.ts';
import type { FunctionSummary } from '../../local/host/host.ts';
import type { InvocationReport } from '../../local/host/invocation.ts';

interface LogLine {
  readonly level: string;
  readonly function?: string;
  readonly invocationId?: string;
  readonly message: string;
}

/** The key of the hosts of these tests, as a caller sends it. */
export const KEY_HEADER = { 'x-functions-key': 'the key of a sample host' } as const;

/** A local host that runs one of the apps of `fixtures`, in a process of its own. */
export interface SampleHost {
  readonly child: Child<{ readonly url: string; readonly functions: readonly FunctionSummary[] }>;
  readonly url: string;
  readonly reports: readonly InvocationReport[];
  readonly lines: readonly LogLine[];
}

export async function startSampleHost(
  app: string,
  connectionString: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<SampleHost> {
  const reports: InvocationReport[] = [];
  const lines: LogLine[] = [];
  const child = await startChild<{ url: string; functions: readonly FunctionSummary[] }>({
    name: 'The Functions host',
    script: new URL('../../local/host/serve.ts', import.meta.url).href,
    env: {
      PORT: '0',
      PURSER_LOCAL_KEY: KEY_HEADER['x-functions-key'],
      AzureWebJobsStorage: connectionString,
      AzureWebJobsScriptRoot: new URL(`./fixtures/${app}`, import.meta.url).pathname,
      NIGHTLY_SCHEDULE: '0 0 0 * * *',
      TELL_QUEUE: 'tell',
      ...settings,
    },
    readReady: readReadyLine,
    onLog: (line) => lines.push(line.startsWith('{') ? JSON.parse(line) : { level: 'plain', message: line }),
    onMessage: (message) => reports.push(message as InvocationReport),
  });
  return { child, url: child.ready.url, reports, lines };
}

export function queueOf(connectionString: string, name: string) {
  return QueueServiceClient.fromConnectionString(connectionString).getQueueClient(name);
}

export async function sendText(connectionString: string, queueName: string, text: string): Promise<void> {
  const queue = queueOf(connectionString, queueName);
  await queue.createIfNotExists();
  await queue.sendMessage(Buffer.from(text).toString('base64'));
}

/** Waits for as many messages, takes them out of the queue, and gives their texts. */
export async function receiveTexts(
  connectionString: string,
  queueName: string,
  count: number,
): Promise<string[]> {
  const texts: string[] = [];
  const queue = queueOf(connectionString, queueName);
  await vi.waitFor(
    async () => {
      const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: 32 });
      texts.push(...receivedMessageItems.map((message) => message.messageText));
      if (texts.length < count) throw new Error(`${texts.length} of ${count} messages are in ${queueName}`);
    },
    { timeout: 20_000, interval: 100 },
  );
  return texts.map((text) => Buffer.from(text, 'base64').toString());
}

export async function countMessages(connectionString: string, queueName: string): Promise<number> {
  const properties = await queueOf(connectionString, queueName).getProperties();
  return properties.approximateMessagesCount ?? 0;
}
