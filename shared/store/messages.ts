import type { ContainerClient } from '@azure/storage-blob';
import { readBlob } from './blobs.ts';
import { attempt } from './faults.ts';
import { encodeKey } from './keys.ts';
import type { MessageArchive } from './store.ts';

/** Sent messages in a container, a blob each. */
export function createMessageArchive(container: ContainerClient): MessageArchive {
  return {
    async putMessage(key, body, contentType) {
      await attempt(`keep the message ${key}`, () =>
        container.getBlockBlobClient(blobName(key)).upload(body, body.byteLength, {
          blobHTTPHeaders: { blobContentType: contentType },
        }),
      );
    },

    getMessage(key) {
      return attempt(`read the message ${key}`, async () => {
        const blob = await readBlob(container, blobName(key));
        return blob && { body: blob.body, contentType: blob.contentType };
      });
    },
  };
}

function blobName(key: string): string {
  return key.split('/').map(encodeKey).join('/');
}
