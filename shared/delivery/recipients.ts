import { DeliveryError } from '../model/errors.ts';
import { toPlainLine } from '../render/plainText.ts';
import type { RecipientOutcome } from './channel.ts';

/** Addresses by whether mail may go there; both sorted, each address once. */
export interface SortedAddresses {
  readonly allowed: readonly string[];
  readonly refused: readonly string[];
}

/** Which addresses a report may go to: only those of a configured domain, since a label gone wrong must not leak one. */
export function sortByDomain(addresses: readonly string[], domains: readonly string[]): SortedAddresses {
  const known = new Set(domains.map((domain) => domain.toLowerCase().replace(/^@/, '')));
  const isAllowed = (address: string): boolean =>
    /^[^\s@,;<>"]+@[^\s@,;<>"]+$/.test(address) && known.has(address.toLowerCase().split('@')[1] ?? '');
  const unique = [...new Set(addresses)].sort();
  return {
    allowed: unique.filter(isAllowed),
    refused: unique.filter((address) => !isAllowed(address)),
  };
}

/**
 * The addresses that a mail is sent to.
 * @throws DeliveryError, permanent, when there is none
 */
export function requireAllowed({ allowed, refused }: SortedAddresses): readonly string[] {
  if (allowed.length > 0) return allowed;
  const names = refused.map((address) => toPlainLine(address, 80)).join(', ') || 'no address at all';
  throw new DeliveryError(
    `No mail was sent: the audience has only addresses outside the allowed domains (${names}).`,
    'Add the domain to delivery.mail.domains, or correct the address.',
    { permanent: true },
  );
}

/** What became of everybody: those that were served, those that the other side refused, those that may not get mail. */
export function describeOutcomes(
  { allowed, refused }: SortedAddresses,
  served: Pick<RecipientOutcome, 'outcome' | 'answer'>,
  rejected: ReadonlyMap<string, Pick<RecipientOutcome, 'answer' | 'temporary'>> = new Map(),
): readonly RecipientOutcome[] {
  const answers = allowed.map((address): RecipientOutcome => {
    const refusal = rejected.get(address.toLowerCase());
    return refusal
      ? { address, outcome: 'refused', ...refusal }
      : { address, ...served, answer: toPlainLine(served.answer, 200), temporary: false };
  });
  const outside = refused.map(
    (address): RecipientOutcome => ({
      address: toPlainLine(address, 200),
      outcome: 'refused',
      answer: 'outside the allowed domains',
      temporary: false,
    }),
  );
  return [...answers, ...outside].sort((a, b) => (a.address < b.address ? -1 : 1));
}
