import { setTimeout as sleep } from 'node:timers/promises';
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLease } from '../../../shared/sources/azure/lease.ts';
import { type Azurite, startAzurite } from '../../store/azurite.ts';

let azurite: Azurite;

beforeAll(async () => {
  azurite = await startAzurite();
});
afterAll(() => azurite.stop());

/** Another process would have its own client. */
function openContainer(name: string): ContainerClient {
  return BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient(name);
}

const quickly = { wait: () => sleep(20) };

test('two processes take turns, though neither knows of the other', async () => {
  const processes = [1, 2].map(() => createLease(openContainer('turns'), 'cost', quickly));
  let inside = 0;
  let most = 0;
  const work = async (): Promise<string> => {
    inside += 1;
    most = Math.max(most, inside);
    await sleep(30);
    inside -= 1;
    return 'done';
  };
  const results = await Promise.all(
    processes.flatMap((exclusively) => [exclusively(work), exclusively(work)]),
  );
  expect(results).toEqual(['done', 'done', 'done', 'done']);
  expect(most).toBe(1);
});

test('work that fails gives its turn on at once, and fails as it did', async () => {
  const exclusively = createLease(openContainer('failures'), 'cost', quickly);
  await expect(exclusively(() => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  const waits: number[] = [];
  const next = createLease(openContainer('failures'), 'cost', { wait: async (ms) => void waits.push(ms) });
  expect(await next(async () => 'done')).toBe('done');
  expect(waits).toEqual([]);
});

test('a process that waits half a minute in vain comes back later', async () => {
  const held = openContainer('held');
  await held.create();
  const blob = held.getBlockBlobClient('cost');
  await blob.upload('', 0);
  await blob.getBlobLeaseClient().acquireLease(-1);
  let waited = 0;
  const wait = async (milliseconds: number): Promise<void> => {
    waited += milliseconds;
  };
  let done = false;
  const exclusively = createLease(openContainer('held'), 'cost', { wait });
  const result = exclusively(async () => {
    done = true;
  });
  await expect(result).rejects.toMatchObject({
    name: 'SourceError',
    failure: 'throttled',
    retryAfterSeconds: 60,
  });
  expect(done).toBe(false);
  expect(waited).toBe(30_000);
});

test('a storage account that lets nobody in is told apart from a turn that is taken', async () => {
  const stranger = azurite.connectionString.replace(/AccountKey=[^;]+/, 'AccountKey=c3RyYW5nZXI=');
  const container = BlobServiceClient.fromConnectionString(stranger).getContainerClient('closed');
  await expect(createLease(container, 'cost', quickly)(async () => 'done')).rejects.toMatchObject({
    failure: 'unavailable',
    remedy: expect.stringContaining('Storage Blob Data Contributor'),
  });
});
