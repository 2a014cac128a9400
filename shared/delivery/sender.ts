import addressparser from 'nodemailer/lib/addressparser';
import { ConfigurationError } from '../model/errors.ts';
import { toPlainLine } from '../render/plainText.ts';

/** Who mail comes from. */
export interface Sender {
  /** Empty when there is only an address. */
  readonly name: string;
  readonly address: string;
  readonly domain: string;
  /** Where answers go, when not to the address. */
  readonly replyTo?: string | undefined;
}

/**
 * Reads `Purser <purser@contoso.com>`.
 * @throws ConfigurationError when `from` holds no address
 */
export function senderOf({
  from,
  replyTo,
}: {
  readonly from: string;
  readonly replyTo?: string | undefined;
}): Sender {
  const [first] = addressparser(from, { flatten: true });
  const address = first?.address ?? '';
  const domain = address.split('@')[1] ?? '';
  if (domain) return { name: toPlainLine(first?.name ?? ''), address, domain, replyTo };
  throw new ConfigurationError(
    `delivery.mail.from holds no mail address: "${toPlainLine(from, 60)}".`,
    'Write "Purser <purser@contoso.com>".',
  );
}
