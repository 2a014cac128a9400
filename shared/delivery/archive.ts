import { createHash } from 'node:crypto';
import type { Config } from '../config/schema.ts';
import type { DeliverTask } from '../model/tasks.ts';
import type { DeliveryRow, MessageArchive } from '../store/store.ts';
import type { Message } from './channel.ts';
import { buildMimeSource, dateOf } from './mimeSource.ts';
import { senderOf } from './sender.ts';
import { wrapCard } from './teams.ts';

/** One file of a message: its source, or one of its parts. */
export interface MessageFile {
  readonly fileName: string;
  readonly contentType: string;
  readonly body: Uint8Array;
}

const DAY_MS = 86_400_000;

/**
 * A message as it leaves the house, its source first: a mail as RFC 5322 source (which Communication Services takes in
 * a form of its own, with the same parts), a card as the JSON that is posted. Then its parts, as people read them.
 * @param recipients the addresses that a mail goes to
 */
export async function writeMessage(
  message: Message,
  { delivery }: Config,
  recipients: readonly string[],
): Promise<readonly [MessageFile, ...MessageFile[]]> {
  const encoder = new TextEncoder();
  if (message.task.channel === 'teams' || !delivery.mail) {
    const body = encoder.encode(wrapCard(message.card));
    return [{ fileName: 'card.json', contentType: 'application/json', body }];
  }
  const source = await buildMimeSource(
    message,
    senderOf(delivery.mail),
    recipients,
    dateOf(message, new Date(0)),
  );
  return [
    { fileName: 'message.eml', contentType: 'message/rfc822', body: source },
    { fileName: 'message.html', contentType: 'text/html; charset=utf-8', body: encoder.encode(message.html) },
    { fileName: 'message.txt', contentType: 'text/plain; charset=utf-8', body: encoder.encode(message.text) },
    ...message.attachments,
  ];
}

/**
 * Keeps a message, under `2026-10/chargeback/finance/mail/<hash>[.resend]/…`, for as long as is configured.
 * @returns the hash of its source and where that is kept
 */
export async function archiveMessage(
  message: Message,
  files: readonly [MessageFile, ...MessageFile[]],
  archive: Pick<MessageArchive, 'putMessage'> | undefined,
  { delivery }: Config,
  now: Date,
): Promise<Pick<DeliveryRow, 'sourceHash' | 'archiveKey'>> {
  const [source] = files;
  const sourceHash = createHash('sha256').update(source.body).digest('hex');
  if (!archive) return { sourceHash, archiveKey: '' };
  const folder = folderOf(message.task);
  const expiresAt = new Date(now.getTime() + delivery.archive.days * DAY_MS);
  for (const { fileName, body, contentType } of files) {
    await archive.putMessage(`${folder}/${fileName}`, body, contentType, expiresAt);
  }
  return { sourceHash, archiveKey: `${folder}/${source.fileName}` };
}

/** Where the files of a delivery are kept, and written by a dry run. */
export function folderOf(task: DeliverTask): string {
  const { period, kind, audience, channel, hash, resend } = task;
  const place = audience.replace(/[:/\\]/g, '-');
  return [period, kind, place, channel, `${hash}${resend ? `.${resend}` : ''}`].join('/');
}
