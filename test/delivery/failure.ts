import type { Receipt } from '../../shared/delivery/channel.ts';
import { DeliveryError } from '../../shared/model/errors.ts';

/** The failure that a sending ends in. */
export async function failureOf(sending: Promise<Receipt>): Promise<DeliveryError> {
  const error = await sending.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof DeliveryError) return error;
  throw new Error(`expected a DeliveryError, got ${String(error)}`, { cause: error });
}

/** Everything of a failure that a log or a report could show. */
export function everythingOf(error: Error): string {
  const { remedy } = error as { readonly remedy?: string };
  return [error.message, remedy, error.stack, JSON.stringify(error), String(error.cause)].join('\n');
}
