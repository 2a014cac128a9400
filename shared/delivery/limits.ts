import type { MailConfig } from '../config/delivery.ts';
import type { SendingLimit } from '../store/store.ts';
import { senderOf } from './sender.ts';

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;
const MEGABYTE = 1_000_000;

/** Domains that Azure itself lends out, for trying things. */
const MANAGED_DOMAIN = /\.azurecomm\.net$/i;

/**
 * Teams webhooks (learn.microsoft.com, "Rate limiting for connectors"; Workflows publishes none of its own that
 * is stricter), for each webhook.
 */
export const WORKFLOWS_LIMITS: readonly SendingLimit[] = [
  { messages: 4, seconds: 1 },
  { messages: 60, seconds: 30 },
  { messages: 100, seconds: HOUR },
  { messages: 150, seconds: 2 * HOUR },
  { messages: 1_800, seconds: DAY },
];

/**
 * How many mails may be sent: what the configuration says, else what the service publishes. Communication Services:
 * learn.microsoft.com, "Service limits", by subscription. Exchange Online: "Sending limits", by mailbox, where the day's
 * limit counts recipients.
 */
export function limitsOf(mail: MailConfig): readonly SendingLimit[] {
  if (mail.limits) {
    const { perMinute, perHour, perDay } = mail.limits;
    return [
      ...(perMinute ? [{ messages: perMinute, seconds: MINUTE }] : []),
      ...(perHour ? [{ messages: perHour, seconds: HOUR }] : []),
      ...(perDay ? [{ messages: perDay, seconds: DAY }] : []),
    ];
  }
  switch (mail.via) {
    case 'smtp':
      return [];
    case 'communicationServices':
      return MANAGED_DOMAIN.test(senderOf(mail).domain)
        ? [
            { messages: 5, seconds: MINUTE },
            { messages: 10, seconds: HOUR },
          ]
        : [
            { messages: 30, seconds: MINUTE },
            { messages: 100, seconds: HOUR },
          ];
    case 'graph':
      return [
        { messages: 30, seconds: MINUTE },
        { messages: 10_000, seconds: DAY },
      ];
  }
}

/** A request to Graph takes 4 MB, and a mail in it is written in Base64 once more. */
export const LARGEST_GRAPH_REQUEST = 3 * MEGABYTE;

const LARGEST_MAIL = {
  smtp: 20 * MEGABYTE,
  communicationServices: 9 * MEGABYTE,
  graph: LARGEST_GRAPH_REQUEST,
} as const satisfies Record<MailConfig['via'], number>;

/** Bytes of the largest mail, as {@link sizeOfMail} counts them. */
export function largestMailOf(mail: MailConfig): number {
  return mail.maxMegabytes === undefined ? LARGEST_MAIL[mail.via] : mail.maxMegabytes * MEGABYTE;
}

/** Lines of 76 characters, each ended by two more. */
const LINE_ENDS = 78 / 76;
const HEADERS = 4_096;
const PART_HEADERS = 512;

/** Bytes that a file takes in a mail: four characters for every three bytes, and its headers. */
export function sizeOfFile({ body }: { readonly body: Uint8Array }): number {
  return Math.ceil(Math.ceil(body.length / 3) * 4 * LINE_ENDS) + PART_HEADERS;
}

/** Bytes that a mail takes on its way at most, whatever its texts are encoded in. */
export function sizeOfMail(
  texts: readonly string[],
  attachments: readonly { readonly body: Uint8Array }[],
): number {
  const bodies = [...texts.map((text) => ({ body: new TextEncoder().encode(text) })), ...attachments];
  return HEADERS + bodies.reduce((sum, file) => sum + sizeOfFile(file), 0);
}
