import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser';
import { arrivalOf, compareNewest, createIdentifiers } from './identifier.ts';

/** A mail as it is listed. */
export interface MailSummary {
  readonly id: string;
  readonly receivedAt: string;
  /** Of the SMTP dialogue, which need not be what the headers say. */
  readonly envelopeFrom: string;
  readonly envelopeTo: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly date: string;
  readonly messageId: string;
  readonly attachments: readonly AttachmentSummary[];
}

export interface AttachmentSummary {
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: number;
}

/** A mail as it is read. */
export interface Mail extends MailSummary {
  /** The HTML part, with its embedded pictures in it. */
  readonly html: string | undefined;
  readonly text: string | undefined;
  /** As they came, unfolded. */
  readonly headerLines: readonly string[];
  readonly contents: readonly Buffer[];
  /** The whole message, with the lines of the envelope before it. */
  readonly source: Buffer;
}

export interface Envelope {
  readonly from: string;
  readonly to: readonly string[];
}

/** Keeps mails as .eml files in a directory. */
export interface Mailbox {
  keep(envelope: Envelope, message: Buffer): Promise<void>;
  /** Newest first. */
  list(): Promise<readonly MailSummary[]>;
  open(id: string): Promise<Mail | undefined>;
}

/** Opens the mailbox in a directory, which is made when it is missing. */
export async function openMailbox(directory: string): Promise<Mailbox> {
  await mkdir(directory, { recursive: true });
  const createId = createIdentifiers();
  const summaries = new Map<string, MailSummary>();

  async function read(id: string): Promise<Mail> {
    const source = await readFile(join(directory, `${id}.eml`));
    const options = { skipTextToHtml: true, skipHtmlToText: true };
    return toMail(id, source, await simpleParser(source, options));
  }

  async function listIds(): Promise<readonly string[]> {
    const files = await readdir(directory);
    return files.filter((file) => file.endsWith('.eml')).map((file) => file.slice(0, -'.eml'.length));
  }

  return {
    async keep(envelope, message) {
      const path = join(directory, `${createId()}.eml`);
      await writeFile(`${path}.part`, Buffer.concat([Buffer.from(formatEnvelope(envelope)), message]));
      await rename(`${path}.part`, path);
    },
    async list() {
      for (const id of await listIds()) {
        if (!summaries.has(id)) summaries.set(id, summarise(await read(id)));
      }
      return [...summaries.values()].sort(compareNewest);
    },
    async open(id) {
      return (await listIds()).includes(id) ? read(id) : undefined;
    },
  };
}

/** Said above the message, as mail servers do: blind copies are named nowhere else. */
function formatEnvelope(envelope: Envelope): string {
  const plain = (address: string) => address.replaceAll(/[\r\n]/g, '');
  return `X-Envelope-From: ${plain(envelope.from)}\r\nX-Envelope-To: ${envelope.to.map(plain).join(', ')}\r\n`;
}

function toMail(id: string, source: Buffer, parsed: ParsedMail): Mail {
  // The first line of a name is ours; a message may bring its own of the same name.
  const findHeader = (key: string) => {
    const found = parsed.headerLines.find((header) => header.key === key);
    return found ? found.line.slice(found.line.indexOf(':') + 1).trim() : '';
  };
  return {
    id,
    receivedAt: arrivalOf(id),
    envelopeFrom: findHeader('x-envelope-from'),
    envelopeTo: findHeader('x-envelope-to').split(', ').filter(Boolean),
    from: formatAddresses(parsed.from),
    to: formatAddresses(parsed.to),
    subject: parsed.subject ?? '',
    date: parsed.date?.toISOString() ?? '',
    messageId: parsed.messageId ?? '',
    attachments: parsed.attachments.map((attachment, index) => ({
      fileName: attachment.filename ?? `attachment-${index + 1}`,
      contentType: attachment.contentType,
      bytes: attachment.size,
    })),
    html: parsed.html === false ? undefined : parsed.html,
    text: parsed.text,
    headerLines: parsed.headerLines.map((header) => header.line),
    contents: parsed.attachments.map((attachment) => attachment.content),
    source,
  };
}

function formatAddresses(addresses: AddressObject | AddressObject[] | undefined): string {
  return [addresses ?? []]
    .flat()
    .flatMap((address) => address.value)
    .map(({ name, address = '' }) => (name === '' ? address : `${name} <${address}>`))
    .join(', ');
}

function summarise(mail: Mail): MailSummary {
  const {
    html: _html,
    text: _text,
    headerLines: _lines,
    contents: _contents,
    source: _source,
    ...summary
  } = mail;
  return summary;
}
