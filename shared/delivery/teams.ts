import type { Config, Recipients } from '../config/schema.ts';
import { DeliveryError } from '../model/errors.ts';
import { toPlainLine } from '../render/plainText.ts';
import type { Transport } from './channel.ts';
import { type Environment, isLoopback, type Send } from './connection.ts';
import { WORKFLOWS_LIMITS } from './limits.ts';
import { statusOf, toAnswerFailure, toLostFailure } from './teamsFailure.ts';

/** A flow that has not answered by then may still post the card. */
const TIMEOUT_MS = 30_000;

/**
 * Posts cards to Teams Workflows webhooks. A webhook's URL is a secret: it comes from the environment and
 * never stands in a message, a receipt or an error; the host alone does.
 */
export function createTeamsTransport(config: Pick<Config, 'delivery'>, environment: Environment): Transport {
  const { hosts } = config.delivery.teams;

  const send: Send = async (message, recipients) => {
    const url = readWebhook(recipients, environment, hosts);
    const host = url.hostname;
    let response: Response;
    try {
      response = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: wrapCard(message.card),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (cause) {
      throw toLostFailure(cause, host);
    }
    const answer = toPlainLine(await response.text().catch(() => ''), 200);
    const status = statusOf(response.status, answer);
    if (status < 200 || status >= 300) {
      const retryAfter = response.headers.get('retry-after');
      throw toAnswerFailure({ host, status, retryAfter, text: hide(answer, url) }, new Date());
    }
    const receipt = `${host} ${status}`;
    return {
      transport: 'workflows',
      state: 'accepted',
      receipt,
      recipients: [{ address: host, outcome: 'accepted', answer: String(status), temporary: false }],
    };
  };

  return {
    channel: 'teams',
    name: 'workflows',
    limits: WORKFLOWS_LIMITS,
    accountOf: ({ teamsWebhookEnv }) => `webhook ${teamsWebhookEnv ?? ''}`,
    recipientsOf: ({ teamsWebhookEnv }) => {
      const secret = teamsWebhookEnv === undefined ? undefined : environment[teamsWebhookEnv];
      if (teamsWebhookEnv === undefined) return [];
      return [secret && URL.canParse(secret) ? new URL(secret).hostname : teamsWebhookEnv];
    },
    send,
  };
}

/** @throws DeliveryError naming the variable, never what it holds */
function readWebhook(
  { teamsWebhookEnv: name }: Recipients,
  environment: Environment,
  hosts: readonly string[],
): URL {
  const secret = name === undefined ? undefined : environment[name];
  if (!secret || !URL.canParse(secret)) {
    throw new DeliveryError(
      `The Teams webhook is missing: the environment variable ${name ?? '(none named)'} holds no URL.`,
      'Set it to the URL that Teams Workflows gave, in Azure as a Key Vault reference.',
      { permanent: true },
    );
  }
  const url = new URL(secret);
  if (!hosts.some((pattern) => matchesHost(pattern, url.hostname))) {
    throw new DeliveryError(
      `The Teams webhook of ${name} leads to ${url.hostname}, which is not an allowed host.`,
      'Correct the URL, or add the host to delivery.teams.hosts. Office 365 connectors no longer exist.',
      { permanent: true },
    );
  }
  if (url.protocol !== 'https:' && !(isLoopback(url) && url.protocol === 'http:')) {
    throw new DeliveryError(
      `The Teams webhook of ${name} is not https.`,
      'Use the https URL that Teams Workflows gave.',
      { permanent: true },
    );
  }
  return url;
}

function matchesHost(pattern: string, host: string): boolean {
  const parts = pattern.toLowerCase().split('*');
  const escaped = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`).test(host.toLowerCase());
}

/** The body a Workflows webhook expects; without `attachments` the flow fails after it has answered 202. */
export function wrapCard(card: string): string {
  const content: unknown = JSON.parse(card);
  return JSON.stringify({
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
  });
}

/** An answer may repeat the URL it was asked by. */
function hide(answer: string, url: URL): string {
  const secrets = [
    ...[url.href, url.search, url.pathname],
    ...[...url.searchParams.values(), ...url.pathname.split('/')],
  ];
  return secrets
    .filter((secret) => secret.length > 3)
    .reduce((text, secret) => text.replaceAll(secret, '(hidden)'), answer);
}
