import type { TokenCredential } from '@azure/identity';
import type { Config } from '../config/schema.ts';
import { ConfigurationError } from '../model/errors.ts';
import type { Clock } from '../model/time.ts';
import type { MailTransport } from './channel.ts';
import { createCommunicationTransport } from './communicationServices.ts';
import { createGraphTransport } from './graph.ts';
import { createSmtpTransport } from './smtp.ts';

export type { MailTransport } from './channel.ts';

/** What ways of sending mail need from outside. */
export interface MailParts {
  /** Whom Azure knows Purser as; SMTP does without. */
  readonly credential?: TokenCredential | undefined;
  readonly clock?: Clock;
}

const SYSTEM_CLOCK: Clock = { now: () => new Date() };

/**
 * Makes the transport that the configuration names.
 * @throws ConfigurationError when there is no mail section, or a secret that it names is not set
 */
export function createMailTransport(
  config: Pick<Config, 'delivery'>,
  environment: Readonly<Record<string, string | undefined>>,
  { credential, clock = SYSTEM_CLOCK }: MailParts = {},
): MailTransport {
  const { mail } = config.delivery;
  switch (mail?.via) {
    case undefined:
      throw new ConfigurationError('There is no delivery.mail section.', 'Add delivery.mail.');
    case 'smtp':
      return createSmtpTransport(mail, environment, clock);
    case 'communicationServices':
      return createCommunicationTransport(mail, environment, credential);
    case 'graph':
      return createGraphTransport(mail, credential, clock);
  }
}
