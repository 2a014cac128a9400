import { randomUUID } from 'node:crypto';
import { isRestError } from '@azure/core-rest-pipeline';
import type { ContainerClient } from '@azure/storage-blob';
import { SourceError } from '../../model/errors.ts';
import type { Exclusively } from './cost.ts';
import type { Wait } from './retry.ts';

/** Storage's longest lease that ends by itself: what a process that died leaves behind. */
const LEASE_SECONDS = 60;
const RENEW_AFTER_MS = 20_000;
const POLL_MS = 2_000;
/** Whoever waits for longer is put back into the queue, where it holds up nobody. */
const LONGEST_WAIT_MS = 30_000;
/** The lease is held, the blob was just made by another, or the lease was lost. */
const HELD = 409;

/**
 * Lets one process at a time read the bill: all processes of a tenant share its query units, and each only
 * counts its own. Whoever does work holds the lease of a blob and renews it meanwhile; one that dies loses it
 * within a minute. A lease lost in the middle (storage out of reach) does not stop the work: two readers are
 * slower, not wrong.
 */
export function createLease(
  container: ContainerClient,
  name: string,
  parts: { readonly wait: Wait },
): Exclusively {
  const blob = container.getBlockBlobClient(name);
  let last: Promise<unknown> = Promise.resolve();
  // Within the process they queue up, so that only other processes are waited for by asking.
  return (work) => {
    const turn = last.then(() => holdDuring(work));
    last = turn.catch(() => undefined);
    return turn;
  };

  async function holdDuring<T>(work: () => Promise<T>): Promise<T> {
    const lease = blob.getBlobLeaseClient(randomUUID());
    await acquire();
    const renewal = setInterval(
      () => void lease.renewLease().catch(() => clearInterval(renewal)),
      RENEW_AFTER_MS,
    );
    renewal.unref();
    try {
      return await work();
    } finally {
      clearInterval(renewal);
      await lease.releaseLease().catch(() => undefined);
    }

    async function acquire(): Promise<void> {
      for (let waited = 0; !(await tryAcquire()); waited += POLL_MS) {
        if (waited >= LONGEST_WAIT_MS) throw describeBusy();
        await parts.wait(POLL_MS);
      }
    }

    async function tryAcquire(): Promise<boolean> {
      try {
        await lease.acquireLease(LEASE_SECONDS);
        return true;
      } catch (error) {
        if (isRestError(error) && error.statusCode === 404) return makeBlob();
        if (isRestError(error) && error.statusCode === HELD) return false;
        throw describeUnreachable(error);
      }
    }

    /** @returns false: the blob is there now, and its lease is to be acquired */
    async function makeBlob(): Promise<false> {
      try {
        await container.createIfNotExists();
        await blob.upload('', 0, { conditions: { ifNoneMatch: '*' } });
      } catch (error) {
        const made = isRestError(error) && (error.statusCode === HELD || error.statusCode === 412);
        if (!made) throw describeUnreachable(error);
      }
      return false;
    }
  }

  function describeBusy(): SourceError {
    return new SourceError(
      { source: 'Cost Management', scope: name },
      'throttled',
      'another instance is reading the bill.',
      'It is tried again later; if the bill is not read by morning, read the bill from exports (cost.exports) instead of queries.',
      { retryAfterSeconds: LEASE_SECONDS },
    );
  }

  function describeUnreachable(error: unknown): SourceError {
    return new SourceError(
      { source: 'Cost Management', scope: name },
      'unavailable',
      'the storage account cannot be asked whether another instance is reading the bill.',
      'Grant the identity of Purser "Storage Blob Data Contributor" on its storage account, and check that it can be reached.',
      { cause: error },
    );
  }
}
