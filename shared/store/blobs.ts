import { buffer } from 'node:stream/consumers';
import type { ContainerClient } from '@azure/storage-blob';
import { hasStatus } from './faults.ts';

export interface Blob {
  readonly body: Buffer;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Writes a blob that is never changed; returns false when it is there already. */
export async function createBlob(
  container: ContainerClient,
  name: string,
  blob: Pick<Blob, 'body' | 'contentType'> & Partial<Blob>,
): Promise<boolean> {
  try {
    await container.getBlockBlobClient(name).upload(blob.body, blob.body.length, {
      conditions: { ifNoneMatch: '*' },
      blobHTTPHeaders: { blobContentType: blob.contentType },
      metadata: { ...blob.metadata },
    });
    return true;
  } catch (error) {
    if (hasStatus(error, 409, 412)) return false;
    throw error;
  }
}

/** Reads a blob as a whole; undefined when there is none. */
export async function readBlob(container: ContainerClient, name: string): Promise<Blob | undefined> {
  try {
    const answer = await container.getBlobClient(name).download();
    return {
      body: answer.readableStreamBody ? await buffer(answer.readableStreamBody) : Buffer.alloc(0),
      contentType: answer.contentType ?? '',
      metadata: answer.metadata ?? {},
    };
  } catch (error) {
    if (hasStatus(error, 404)) return undefined;
    throw error;
  }
}
