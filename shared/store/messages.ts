import type { ContainerClient } from '@azure/storage-blob';
import { mapConcurrently } from '../model/concurrency.ts';
import { readBlob } from './blobs.ts';
import { attempt } from './faults.ts';
import { encodeKey } from './keys.ts';
import type { MessageArchive } from './store.ts';

/** Blobs that are removed at a time. */
const REMOVED_AT_ONCE = 16;

/** Sent messages in a container, a blob each, which says itself when it may go. */
export function createMessageArchive(container: ContainerClient): MessageArchive {
  async function* listExpired(now: Date): AsyncIterable<string> {
    for await (const { name, metadata } of container.listBlobsFlat({ includeMetadata: true })) {
      const expires = metadata?.expires;
      if (expires !== undefined && Date.parse(expires) <= now.getTime()) yield name;
    }
  }

  return {
    async putMessage(key, body, contentType, expiresAt) {
      await attempt(`keep the message ${key}`, () =>
        container.getBlockBlobClient(blobName(key)).upload(body, body.byteLength, {
          blobHTTPHeaders: { blobContentType: contentType },
          ...(expiresAt && { metadata: { expires: expiresAt.toISOString() } }),
        }),
      );
    },

    getMessage(key) {
      return attempt(`read the message ${key}`, async () => {
        const blob = await readBlob(container, blobName(key));
        return blob && { body: blob.body, contentType: blob.contentType };
      });
    },

    removeExpired(now) {
      return attempt('remove archived messages', async () => {
        const expired = await Array.fromAsync(listExpired(now));
        await mapConcurrently(expired, REMOVED_AT_ONCE, (name) =>
          container.getBlobClient(name).deleteIfExists(),
        );
        return expired.length;
      });
    },
  };
}

function blobName(key: string): string {
  return key.split('/').map(encodeKey).join('/');
}
