import { create as createDisposition } from 'content-disposition';
import { RecentResults } from '../model/recentResults.ts';
import { compress, compressStream, encodingFor, isText } from './compression.ts';
import type { HttpAnswer, HttpQuestion } from './exchange.ts';
import { chooseEncoding, type Encoding } from './negotiation.ts';
import { isUnchanged, toEntityTag } from './validators.ts';

/** A form of something, before it is made. */
export interface Representation {
  /** Names its content: see `nameContent`. */
  readonly name: string;
  readonly contentType: string;
  /** A name a person would choose for the file. */
  readonly fileName: string;
  /** Shown where it is asked for, rather than kept as a file. */
  readonly isInline: boolean;
  /** Whether the same name always has the same bytes. */
  readonly isExact: boolean;
  make(): Promise<string | Uint8Array>;
}

interface Made {
  readonly body: Uint8Array;
  readonly encoding: Encoding;
}

/** Bytes of answers that a process keeps, ready to be sent. */
const BUDGET_BYTES = 64 * 1024 * 1024;

const made = new RecentResults<Made>(BUDGET_BYTES, ({ body }) => body.byteLength);

/** Whoever holds the answer back may give it to nobody who would be answered otherwise. */
const VARIES = 'Accept, Accept-Encoding, Authorization, Cookie';

/**
 * Answers with a representation: 304 to whoever has it, else made and compressed once for all who ask. To be called
 * when it is certain that it may be read.
 */
export async function answerRepresentation(
  { headers }: Pick<HttpQuestion, 'headers'>,
  representation: Representation,
): Promise<HttpAnswer> {
  const { name, contentType, isExact } = representation;
  const accepted = isText(contentType) ? chooseEncoding(headers) : 'identity';
  const tag = toEntityTag(name, accepted, isExact);
  const always = { ETag: tag, Vary: VARIES };
  if (isUnchanged(headers, tag)) return { status: 304, headers: always };
  const { body, encoding } = await made.get(tag, () => make(representation, accepted));
  return {
    status: 200,
    headers: { ...always, ...describeContent(representation), ...describeEncoding(encoding) },
    body,
  };
}

/**
 * Answers with what comes piece by piece and is too large to be kept: 304 to whoever has it, else made and compressed
 * while it is sent. The library of Functions collects the pieces before it sends them, since `enableHttpStream` is
 * left off (with it the library listens on every network interface of the machine): what it collects is the
 * compressed form.
 */
export function answerStream(
  { headers }: Pick<HttpQuestion, 'headers'>,
  representation: Omit<Representation, 'make'>,
  pieces: () => Iterable<Uint8Array>,
): HttpAnswer {
  const encoding = chooseEncoding(headers);
  const tag = toEntityTag(representation.name, encoding, representation.isExact);
  const always = { ETag: tag, Vary: VARIES };
  if (isUnchanged(headers, tag)) return { status: 304, headers: always };
  return {
    status: 200,
    headers: { ...always, ...describeContent(representation), ...describeEncoding(encoding) },
    body: compressStream(pieces(), encoding),
  };
}

/** Headers that say what a body is. */
function describeContent({
  contentType,
  fileName,
  isInline,
}: Pick<Representation, 'contentType' | 'fileName' | 'isInline'>): Readonly<Record<string, string>> {
  return {
    'Content-Type': contentType,
    'Content-Disposition': createDisposition(fileName, { type: isInline ? 'inline' : 'attachment' }),
  };
}

function describeEncoding(encoding: Encoding): Readonly<Record<string, string>> {
  return encoding === 'identity' ? {} : { 'Content-Encoding': encoding };
}

async function make({ make, contentType }: Representation, accepted: Encoding): Promise<Made> {
  const content = await make();
  const plain = typeof content === 'string' ? Buffer.from(content) : content;
  const encoding = encodingFor(accepted, contentType, plain.byteLength);
  return { body: await compress(plain, encoding), encoding };
}
