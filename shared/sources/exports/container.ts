import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { TokenCredential } from '@azure/identity';
import { ContainerClient, RestError } from '@azure/storage-blob';
import { SourceError, type SourceFailure } from '../../model/errors.ts';
import { compareText } from '../../model/order.ts';
import { EXPORT_SOURCE } from './rows.ts';
import { type ExportStore, type StoredFile, showName, toPrefix } from './store.ts';

/** Times that a download goes on from where it broke off. */
const RESUMPTIONS = 5;

/** Connects to a container; one whose URL carries a shared access signature needs no identity. */
export function connectContainer(containerUrl: string, credential: TokenCredential): ContainerClient {
  const signed = new URL(containerUrl).searchParams.has('sig');
  return signed ? new ContainerClient(containerUrl) : new ContainerClient(containerUrl, credential);
}

/**
 * A Blob container that Cost Management exports to. A blob is copied to a temporary file while it is read,
 * since DuckDB reads files: one at a time, and removed whatever happens.
 */
export function openContainer(client: ContainerClient, directory: string): ExportStore {
  const prefix = toPrefix(directory);
  const container = `${client.accountName}/${client.containerName}`;
  const download = async (name: string): Promise<NodeJS.ReadableStream> => {
    const answer = await client.getBlobClient(name).download(0, undefined, { maxRetryRequests: RESUMPTIONS });
    if (!answer.readableStreamBody) throw new Error('the answer has no content');
    return answer.readableStreamBody;
  };
  return {
    async list() {
      const files: StoredFile[] = [];
      try {
        for await (const blob of client.listBlobsFlat({ prefix })) {
          files.push({ name: blob.name, bytes: blob.properties.contentLength ?? 0 });
        }
      } catch (error) {
        throw toSourceError(error, container);
      }
      return files.sort((a, b) => compareText(a.name, b.name));
    },
    async readText(name) {
      try {
        return await text(await download(name));
      } catch (error) {
        throw toSourceError(error, `${container}/${showName(name)}`);
      }
    },
    async withFile(name, use) {
      const folder = await mkdtemp(join(tmpdir(), 'purser-export-'));
      try {
        const path = join(folder, 'blob');
        try {
          await pipeline(await download(name), createWriteStream(path));
        } catch (error) {
          throw toSourceError(error, `${container}/${showName(name)}`);
        }
        return await use(path);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

/** The cause stays out: an error of the client knows the URL, which may carry a signature. */
function toSourceError(error: unknown, scope: string): SourceError {
  const where = { source: EXPORT_SOURCE, scope };
  const status = error instanceof RestError ? error.statusCode : undefined;
  const code = error instanceof RestError && /^[\w-]{1,60}$/.test(error.code ?? '') ? ` (${error.code})` : '';
  const [failure, message, remedy] = explain(status);
  return new SourceError(where, failure, `${message}${code}`, remedy);
}

function explain(status: number | undefined): readonly [SourceFailure, string, string] {
  switch (status) {
    case 401:
    case 403:
      return [
        status === 401 ? 'unauthorized' : 'forbidden',
        'storage refuses to show it',
        'Grant Purser\'s identity the role "Storage Blob Data Reader" on the container, or renew the signature of cost.exports, and let the storage firewall admit the function app.',
      ];
    case 404:
      return [
        'notFound',
        'storage does not know it',
        'Check containerUrl of cost.exports in the configuration.',
      ];
    case 429:
    case 503:
      return ['throttled', 'storage is limiting the rate of calls', 'It is tried again later.'];
    default:
      return [
        'unavailable',
        'storage could not be reached or broke off',
        'It is tried again later; if it lasts, check the network, the free space of the temporary folder, and Azure status.',
      ];
  }
}
