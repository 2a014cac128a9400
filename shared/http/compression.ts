import { pipeline, Readable } from 'node:stream';
import { promisify } from 'node:util';
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from 'node:zlib';
import type { Encoding } from './negotiation.ts';

/** Less than this fits into one packet as it is. */
const WORTH_COMPRESSING_BYTES = 1024;

/** Somebody waits: Brotli's fourth level takes about as long as gzip's usual one, and makes less of it. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
const GZIP = { level: 6 };

const compressors = {
  br: { whole: promisify(brotliCompress), stream: () => createBrotliCompress(BROTLI) },
  gzip: { whole: promisify(gzip), stream: () => createGzip(GZIP) },
} as const;

const TEXT = /^(text\/|application\/(.*\+)?json|application\/vnd\.microsoft\.card)/;

/** Whether compressing makes less of it: a workbook is compressed as it is. */
export function isText(contentType: string): boolean {
  return TEXT.test(contentType);
}

/** The encoding that is worth its while. */
export function encodingFor(accepted: Encoding, contentType: string, bytes: number): Encoding {
  return isText(contentType) && bytes >= WORTH_COMPRESSING_BYTES ? accepted : 'identity';
}

export async function compress(body: Uint8Array, encoding: Encoding): Promise<Uint8Array> {
  if (encoding === 'identity') return body;
  return encoding === 'br' ? compressors.br.whole(body, BROTLI) : compressors.gzip.whole(body, GZIP);
}

/** Compresses what comes piece by piece, so that the plain text is never in memory as a whole. */
export function compressStream(body: Iterable<Uint8Array>, encoding: Encoding): AsyncIterable<Uint8Array> {
  const source = Readable.from(body);
  if (encoding === 'identity') return source;
  // An error goes to whoever reads the end of it.
  return pipeline(source, compressors[encoding].stream(), () => {});
}
