import { type CrossCheck, complain } from './crossCheck.ts';
import { type Complaint, quoteValue } from './problem.ts';
import type { Sections } from './sections.ts';

/** What must agree within the mail section. */
export const MAIL_CHECKS: readonly CrossCheck[] = [checkMailAccount, checkSender];

function* checkMailAccount({ mail }: Sections): Iterable<Complaint> {
  if (mail?.via !== 'smtp') return;
  const path = ['delivery', 'mail'];
  const { user, passwordEnv, tls, host } = mail.smtp;
  if (user !== undefined && passwordEnv === undefined) {
    yield complain(
      [...path, 'smtp', 'user'],
      'has no password',
      'Add "passwordEnv:" beside it with the name of the environment variable that holds the password.',
    );
  }
  if (user === undefined && passwordEnv !== undefined) {
    yield complain(
      [...path, 'smtp', 'passwordEnv'],
      'belongs to no user',
      'Add "user:" beside it, or remove it.',
    );
  }
  if (tls === 'none' && passwordEnv !== undefined && !isThisMachine(host)) {
    yield complain(
      [...path, 'smtp', 'tls'],
      'would send the password in the clear over the network',
      'Write starttls or implicit.',
    );
  }
}

function* checkSender({ mail }: Sections): Iterable<Complaint> {
  if (!mail) return;
  if (!/^(?:[^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/.test(mail.from)) {
    yield complain(
      ['delivery', 'mail', 'from'],
      `cannot be ${quoteValue(mail.from)}`,
      'Write a mail address, or a name and an address such as "Purser <purser@contoso.com>".',
    );
  }
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
