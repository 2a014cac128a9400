import type { Config, Recipients } from '../config/schema.ts';
import { DeliveryError } from '../model/errors.ts';
import { toPlainLine } from '../render/plainText.ts';
import type { Message, Receipt, Transport } from './channel.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A flow that has not answered by then may still post the card. */
const TIMEOUT_MS = 30_000;

/**
 * Posts cards to Teams Workflows webhooks. A webhook's URL is a secret: it comes from the environment and
 * never stands in a message, a receipt or an error; the host alone does.
 */
export function createTeamsTransport(config: Config, environment: Environment): Transport {
  const { hosts } = config.delivery.teams;

  async function send(message: Message, recipients: Recipients): Promise<Receipt> {
    const url = readWebhook(recipients, environment, hosts);
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
      throw toLostFailure(cause, url.hostname);
    }
    const answer = toPlainLine(await response.text().catch(() => ''), 200);
    if (response.ok)
      return { state: 'accepted', receipt: `${url.hostname} ${response.status}`, rejected: [] };
    throw toAnswerFailure(response, url.hostname, hide(answer, url));
  }

  return {
    channel: 'teams',
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
  const isLocal = url.hostname === 'localhost' || url.hostname === '127.0.0.1' || url.hostname === '[::1]';
  if (!hosts.some((pattern) => matchesHost(pattern, url.hostname))) {
    throw new DeliveryError(
      `The Teams webhook of ${name} leads to ${url.hostname}, which is not an allowed host.`,
      'Correct the URL, or add the host to delivery.teams.hosts. Office 365 connectors no longer exist.',
      { permanent: true },
    );
  }
  if (url.protocol !== 'https:' && !(isLocal && url.protocol === 'http:')) {
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
function wrapCard(card: string): string {
  const content: unknown = JSON.parse(card);
  return JSON.stringify({
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
  });
}

function toAnswerFailure(response: Response, host: string, answer: string): DeliveryError {
  const { status } = response;
  const said = answer ? `: ${answer}` : '';
  if (status === 429 || status >= 500) {
    const wait = response.headers.get('retry-after');
    const until = wait === null ? '' : ` and asked to wait ${toPlainLine(wait, 40)} s`;
    return new DeliveryError(
      `The Teams webhook at ${host} answered ${status}${until}${said}.`,
      'It is tried again by itself.',
      { permanent: false },
    );
  }
  const remedy =
    status === 413
      ? 'The card is too large for Teams; report it as a defect of Purser.'
      : status === 401 || status === 403 || status === 404 || status === 410
        ? 'Make the webhook anew in Teams and put its URL into the environment variable.'
        : 'See the run history of the flow in Power Automate.';
  return new DeliveryError(`The Teams webhook at ${host} refused the card with ${status}${said}.`, remedy, {
    permanent: true,
  });
}

/** Whether the card went out is open, unless no connection came about. */
function toLostFailure(cause: unknown, host: string): DeliveryError {
  const code = codeOf(cause);
  const unreached = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'].includes(code);
  if (
    unreached ||
    code === 'UND_ERR_CONNECT_TIMEOUT' ||
    code.startsWith('CERT_') ||
    code.startsWith('ERR_TLS')
  ) {
    return new DeliveryError(
      `The Teams webhook at ${host} cannot be reached (${code}).`,
      'It is tried again. If it stays so, check the URL in the environment variable, and the network.',
      { permanent: false },
    );
  }
  return new DeliveryError(
    `The Teams webhook at ${host} did not answer (${code || 'connection lost'}).`,
    'The card may have been posted. Look into the channel; if it is not there, deliver it again on purpose.',
    { permanent: false, uncertain: true },
  );
}

/** Fetch hides the system's code two causes deep; messages are not read, they may hold the URL. */
function codeOf(cause: unknown): string {
  for (let error = cause, depth = 0; error instanceof Error && depth < 4; error = error.cause, depth++) {
    const code: unknown = Reflect.get(error, 'code');
    if (typeof code === 'string') return code;
    if (error.name === 'TimeoutError') return 'ETIMEDOUT';
  }
  return '';
}

/** An answer may repeat the URL it was asked by. */
function hide(answer: string, url: URL): string {
  const secrets = [url.href, url.search, url.pathname, ...url.searchParams.values()];
  return secrets
    .filter((secret) => secret.length > 3)
    .reduce((text, secret) => text.replaceAll(secret, '(hidden)'), answer);
}
