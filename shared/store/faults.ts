import { ZodError } from 'zod';
import { PurserError, StoreError } from '../model/errors.ts';

/**
 * Does something with the storage account; what goes wrong is told in Purser's words.
 * @param what to be read after "Could not": `keep the run`
 * @throws StoreError naming it, the storage's code and the remedy
 */
export async function attempt<T>(what: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    if (cause instanceof PurserError) throw cause;
    if (cause instanceof ZodError || cause instanceof SyntaxError) {
      throw new StoreError(
        `Could not ${what}: what is kept is not as Purser writes it.`,
        'It was changed by hand or by another version of Purser; remove the row or blob, and it is made again.',
        { cause },
      );
    }
    throw new StoreError(`Could not ${what}: ${describe(cause)}.`, findRemedy(cause), { cause });
  }
}

/** Whether the storage answered with one of these HTTP statuses. */
export function hasStatus(error: unknown, ...statuses: readonly number[]): boolean {
  return statuses.includes(Object(error).statusCode);
}

function describe(error: unknown): string {
  const { code, statusCode, name } = Object(error);
  const status = typeof statusCode === 'number' ? ` (HTTP ${statusCode})` : '';
  return `the storage account said ${code ?? name ?? 'nothing that is understood'}${status}`;
}

function findRemedy(error: unknown): string {
  if (hasStatus(error, 401, 403)) {
    return 'Give the identity the roles Storage Blob Data Owner and Storage Table Data Contributor on the account, or correct the connection string.';
  }
  if (hasStatus(error, 429, 500, 503)) return 'The account is busy; it is tried again.';
  if (hasStatus(error, 400, 413)) return 'This is a fault of Purser; report it with this message.';
  return 'Check that the account exists and can be reached from here: its name, its firewall, its private endpoint.';
}
