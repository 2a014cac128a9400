import { BlobServiceClient } from '@azure/storage-blob';
import { z } from 'zod';

const statusSchema = z.object({
  /** The expression that `next` was worked out from. */
  schedule: z.string(),
  /** Start of the last run; absent when there was none. */
  last: z.iso.datetime().optional(),
  next: z.iso.datetime(),
  lastUpdated: z.iso.datetime(),
});

/** What a timer has to remember between two starts of the host. */
export type TimerStatus = z.output<typeof statusSchema>;

export interface TimerStatusStore {
  /** Undefined when there is none, or none that can be read. */
  load(functionName: string): Promise<TimerStatus | undefined>;
  save(functionName: string, status: TimerStatus): Promise<void>;
}

/** Keeps a blob for each timer in the container that Azure's host uses for the same. */
export function openTimerStatuses(connectionString: string): TimerStatusStore {
  const container =
    BlobServiceClient.fromConnectionString(connectionString).getContainerClient('azure-webjobs-hosts');
  const blobOf = (name: string) =>
    container.getBlockBlobClient(`timers/local/Host.Functions.${encodeURIComponent(name)}/status`);
  return {
    async load(name) {
      await container.createIfNotExists();
      const blob = blobOf(name);
      if (!(await blob.exists())) return undefined;
      return parseStatus((await blob.downloadToBuffer()).toString('utf8'));
    },
    async save(name, status) {
      const text = JSON.stringify(status);
      await blobOf(name).upload(text, Buffer.byteLength(text));
    },
  };
}

function parseStatus(text: string): TimerStatus | undefined {
  try {
    return statusSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
