import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { SourceError } from '../../model/errors.ts';

/** What the bytes of a file say it is, whatever its name. */
export type FileKind = 'csv' | 'csv.gz' | 'parquet';

/** How a text file begins and ends. */
export interface TextProbe {
  /** The first record's fields. */
  readonly headers: readonly string[];
  readonly delimiter: string;
  /** False when the last line has no line end: normal at times, and what a cut-off file looks like; true when not looked for. */
  readonly endsWithNewline: boolean;
}

const HEADER_BYTES = 1 << 20;

/** Tells the kind of a file by its first bytes. */
export async function detectKind(path: string): Promise<FileKind> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    if (bytesRead === 4 && buffer.toString('latin1') === 'PAR1') return 'parquet';
    return bytesRead >= 2 && buffer[0] === 0x1f && buffer[1] === 0x8b ? 'csv.gz' : 'csv';
  } finally {
    await file.close();
  }
}

/**
 * Reads a CSV file's header and checks that the file is whole as far as its compression can tell: DuckDB
 * reads a gzip that breaks off without a word.
 * @param vouched true when the caller knows by other means that the file is whole; only its begin is read then
 * @throws SourceError malformed when the gzip is cut off or damaged
 */
export async function probeText(
  path: string,
  gzip: boolean,
  where: { readonly source: string; readonly scope: string },
  vouched = false,
): Promise<TextProbe> {
  const head: Buffer[] = [];
  let headBytes = 0;
  let lastByte = 0x0a;
  const plain = createReadStream(path);
  const unzipped = createGunzip();
  plain.on('error', (error) => unzipped.destroy(error));
  const bytes = gzip ? plain.pipe(unzipped) : plain;
  try {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      if (headBytes < HEADER_BYTES) {
        head.push(chunk);
        headBytes += chunk.length;
      }
      if (vouched && headBytes >= HEADER_BYTES) break;
      if (!vouched) lastByte = chunk.at(-1) ?? lastByte;
    }
  } catch (cause) {
    throw new SourceError(
      where,
      'malformed',
      'the gzip data is damaged or breaks off before its end',
      'Copy the file again from where it was exported to, and compare its size.',
      { cause },
    );
  } finally {
    plain.destroy();
  }
  const text = Buffer.concat(head)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  const delimiter = guessDelimiter(text);
  return { headers: readRecord(text, delimiter), delimiter, endsWithNewline: lastByte === 0x0a };
}

/** Azure writes commas; files that went through a spreadsheet come back with semicolons or tabs. */
function guessDelimiter(text: string): string {
  const line = text.slice(0, text.search(/[\r\n]|$/)).replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: line.split(delimiter).length }));
  return counts.sort((a, b) => b.count - a.count)[0]?.delimiter ?? ',';
}

/** Reads the first record of a CSV text. */
function readRecord(text: string, delimiter: string): string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let place = 0; place < text.length; place++) {
    const sign = text[place] ?? '';
    if (quoted) {
      if (sign !== '"') field += sign;
      else if (text[place + 1] === '"') {
        field += sign;
        place++;
      } else quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === delimiter) {
      fields.push(field);
      field = '';
    } else if (sign === '\n' || sign === '\r') break;
    else field += sign;
  }
  fields.push(field);
  return fields;
}
