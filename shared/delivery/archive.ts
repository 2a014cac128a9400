import type { MessageArchive } from '../store/store.ts';
import type { Message } from './channel.ts';

/**
 * Keeps every part of a message as it is sent, under
 * `2026-10/chargeback/finance/mail/<hash>[.resend]/…`.
 */
export async function archiveMessage(
  message: Message,
  archive: Pick<MessageArchive, 'putMessage'> | undefined,
): Promise<void> {
  if (!archive) return;
  const { period, kind, audience, channel, hash, resend } = message.task;
  const folder = [period, kind, audience.replace(':', '-'), channel, `${hash}${resend ? `.${resend}` : ''}`];
  const put = (name: string, body: Uint8Array, contentType: string): Promise<void> =>
    archive.putMessage([...folder, name].join('/'), body, contentType);
  const encoder = new TextEncoder();
  if (channel === 'teams') {
    await put('card.json', encoder.encode(message.card), 'application/json');
    return;
  }
  await put('message.html', encoder.encode(message.html), 'text/html; charset=utf-8');
  await put('message.txt', encoder.encode(message.text), 'text/plain; charset=utf-8');
  for (const file of message.attachments) await put(file.fileName, file.body, file.contentType);
}
