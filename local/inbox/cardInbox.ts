import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { arrivalOf, compareNewest, createIdentifiers } from './identifier.ts';

/** What a Teams Workflow "When a Teams webhook request is received" takes (Microsoft Learn, Teams webhooks). */
const envelopeSchema = z.object({
  type: z.literal('message'),
  attachments: z
    .array(
      z.object({
        contentType: z.literal('application/vnd.microsoft.card.adaptive'),
        content: z.looseObject({ type: z.literal('AdaptiveCard'), version: z.string() }),
      }),
    )
    .min(1),
});

/** An Adaptive Card, as it came. */
export type Card = Readonly<Record<string, unknown>>;

export interface ReceivedCard {
  readonly id: string;
  readonly channel: string;
  readonly receivedAt: string;
  readonly cards: readonly Card[];
}

/** Keeps what is posted to Teams channels as JSON files, a directory for each channel. */
export interface CardInbox {
  /** Takes the body of a request; the answer is what is wrong with it, if anything. */
  keep(channel: string, body: string): Promise<string | undefined>;
  /** Newest first. */
  list(): Promise<readonly ReceivedCard[]>;
  open(channel: string, id: string): Promise<ReceivedCard | undefined>;
}

/** Opens the inbox in a directory, which is made when it is missing. */
export async function openCardInbox(directory: string): Promise<CardInbox> {
  await mkdir(directory, { recursive: true });
  const createId = createIdentifiers();

  async function list(): Promise<readonly ReceivedCard[]> {
    const received: (ReceivedCard | undefined)[] = [];
    for (const entry of await readdir(directory, { withFileTypes: true })) {
      if (!entry.isDirectory()) continue;
      for (const file of await readdir(join(directory, entry.name))) {
        if (file.endsWith('.json')) received.push(await read(entry.name, file.slice(0, -'.json'.length)));
      }
    }
    return received.filter((card) => card !== undefined).sort(compareNewest);
  }

  /** Undefined for a file that is none of ours. */
  async function read(channel: string, id: string): Promise<ReceivedCard | undefined> {
    const text = await readFile(join(directory, channel, `${id}.json`), 'utf8');
    const envelope = readEnvelope(text);
    if (typeof envelope === 'string') return undefined;
    const cards = envelope.attachments.map(({ content }) => content);
    return { id, channel, receivedAt: arrivalOf(id), cards };
  }

  return {
    async keep(channel, body) {
      const envelope = readEnvelope(body);
      if (typeof envelope === 'string') return envelope;
      await mkdir(join(directory, channel), { recursive: true });
      const path = join(directory, channel, `${createId()}.json`);
      await writeFile(`${path}.part`, body);
      await rename(`${path}.part`, path);
      return undefined;
    },
    list,
    async open(channel, id) {
      return (await list()).find((card) => card.channel === channel && card.id === id);
    },
  };
}

/** The envelope, or what is wrong with it. */
function readEnvelope(body: string): z.output<typeof envelopeSchema> | string {
  try {
    const parsed = envelopeSchema.safeParse(JSON.parse(body));
    return parsed.success ? parsed.data : z.prettifyError(parsed.error);
  } catch {
    return 'The body is no JSON.';
  }
}
