import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { toPlainLine } from '../render/plainText.ts';
import type { Message } from './channel.ts';
import { headersOf } from './headers.ts';
import type { Sender } from './sender.ts';

/** Writes messages down instead of sending them; RFC 5322 parts lines by CRLF. */
const writer = createTransport({
  streamTransport: true,
  buffer: true,
  newline: 'windows',
  disableFileAccess: true,
  disableUrlAccess: true,
});

/**
 * The mail as RFC 5322 source: what an SMTP server is given, byte for byte. The same message, recipients and date give
 * the same bytes, so a preview, the archive and what was sent can be compared. Nodemailer takes it as `raw`, with
 * `envelope` and `messageId` beside it.
 * @param recipients addresses for the To header, those that are sent to
 * @param at the date that the message bears; {@link dateOf} has it
 */
export function buildMimeSource(
  message: Message,
  sender: Sender,
  recipients: readonly string[],
  at: Date,
): Promise<Uint8Array> {
  const to = [at.toISOString(), sender.address, ...recipients].join(' ');
  const known = built.get(message);
  if (known?.to === to) return known.source;
  const source = writeSource(message, sender, recipients, at);
  built.set(message, { to, source });
  return source;
}

/** The archive and the transport want the same source, and a workbook takes time to be written in Base64. */
const built = new WeakMap<Message, { readonly to: string; readonly source: Promise<Uint8Array> }>();

async function writeSource(
  message: Message,
  sender: Sender,
  recipients: readonly string[],
  at: Date,
): Promise<Uint8Array> {
  const { message: source } = await writer.sendMail({
    ...toMail(message, sender, recipients),
    date: at,
    baseBoundary: chooseBoundary(message),
  });
  return source as Buffer;
}

/** When the message was ready: when its data was built, or when somebody asked for it again. */
export function dateOf({ task }: Pick<Message, 'task'>, now: Date): Date {
  return task.at === undefined ? now : new Date(task.at);
}

function toMail(message: Message, sender: Sender, recipients: readonly string[]) {
  return {
    messageId: message.messageId,
    from: { name: sender.name, address: sender.address },
    ...(sender.replyTo === undefined ? {} : { replyTo: { name: '', address: sender.replyTo } }),
    to: recipients.map((address) => ({ name: '', address })),
    subject: toPlainLine(message.subject),
    text: message.text,
    html: message.html,
    attachments: message.attachments.map((file) => ({
      filename: file.fileName,
      content: Buffer.from(file.body),
      contentType: file.contentType,
    })),
    headers: { ...headersOf(message.task, sender) },
    xMailer: 'Purser',
  };
}

/** Hangs on the whole text, so that no name in a report can be made to end a part. */
function chooseBoundary({ messageId, text, html }: Message): string {
  return createHash('sha256').update(messageId).update(text).update(html).digest('hex').slice(0, 32);
}
