import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { TableClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { startAzurite } from '../../local/azurite/azurite.ts';
import { ChildError } from '../../local/host/child.ts';

const location = mkdtempSync(join(tmpdir(), 'purser-azurite-'));
afterAll(() => rmSync(location, { recursive: true, force: true }));

function clientsOf(connectionString: string) {
  return {
    table: TableClient.fromConnectionString(connectionString, 'kept', { allowInsecureConnection: true }),
    container: BlobServiceClient.fromConnectionString(connectionString).getContainerClient('kept'),
    queue: QueueServiceClient.fromConnectionString(connectionString).getQueueClient('kept'),
  };
}

describe('the storage of this machine', () => {
  it('keeps a row, a blob and a message when the process that started it is killed', async () => {
    const parent = spawn(process.execPath, [parentScript(), location], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const { connectionString, processId } = await readLine(parent);
    const before = clientsOf(connectionString);
    await before.table.createTable();
    await before.table.createEntity({ partitionKey: 'a', rowKey: 'b', text: 'a row' });
    await before.container.create();
    await before.container.getBlockBlobClient('blob').upload('a blob', 6);
    await before.queue.create();
    await before.queue.sendMessage('a message');
    parent.kill('SIGKILL');
    await vi.waitFor(() => expect(() => process.kill(processId, 0)).toThrow(/ESRCH/), 20_000);

    const azurite = await startAzurite({ location });
    const after = clientsOf(azurite.connectionString);
    expect(await after.table.getEntity('a', 'b')).toMatchObject({ text: 'a row' });
    expect(String(await after.container.getBlobClient('blob').downloadToBuffer())).toBe('a blob');
    const { peekedMessageItems } = await after.queue.peekMessages();
    expect(peekedMessageItems.map((message) => message.messageText)).toEqual(['a message']);
    await azurite.close();
  });

  it('says why it did not start', async () => {
    const azurite = await startAzurite();
    const port = Number(/BlobEndpoint=http:\/\/127\.0\.0\.1:(\d+)/.exec(azurite.connectionString)?.[1]);
    const refused = startAzurite({ ports: { blob: port, queue: 0, table: 0 } });
    await expect(refused).rejects.toThrow(ChildError);
    await expect(refused).rejects.toThrow(/EADDRINUSE/);
    await azurite.close();
  });
});

function parentScript(): string {
  return fileURLToPath(new URL('./fixtures/azuriteParent.ts', import.meta.url));
}

async function readLine(child: ChildProcess): Promise<{ connectionString: string; processId: number }> {
  if (!child.stdout) throw new Error('no output');
  for await (const line of createInterface(child.stdout)) return JSON.parse(line);
  throw new Error('it said nothing');
}
