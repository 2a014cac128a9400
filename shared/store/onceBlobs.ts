import type { ContainerClient } from '@azure/storage-blob';
import { type Blob, createBlob, readBlob } from './blobs.ts';

type NewBlob = Pick<Blob, 'body' | 'contentType'> & Partial<Blob>;

/** Blobs that are written once and never changed. */
export interface OnceBlobs {
  /** Returns false when there is one of the name already. */
  create(name: string, blob: NewBlob): Promise<boolean>;
  read(name: string): Promise<Blob | undefined>;
  list(prefix: string): AsyncIterable<{
    readonly name: string;
    readonly metadata: Readonly<Record<string, string>> | undefined;
  }>;
}

/**
 * Opens them in a container that a policy can keep from being changed by anybody.
 * @param earlier where an earlier version kept them: read as well, never written to
 */
export function openOnceBlobs(container: ContainerClient, earlier: ContainerClient): OnceBlobs {
  return {
    async create(name, blob) {
      return (await readBlob(earlier, name)) ? false : createBlob(container, name, blob);
    },
    async read(name) {
      return (await readBlob(container, name)) ?? readBlob(earlier, name);
    },
    async *list(prefix) {
      for (const place of [earlier, container]) {
        for await (const { name, metadata } of place.listBlobsFlat({ prefix, includeMetadata: true }))
          yield { name, metadata };
      }
    },
  };
}
