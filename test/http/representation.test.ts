import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compressStream } from '../../shared/http/compression.ts';
import { chooseEncoding } from '../../shared/http/negotiation.ts';
import { answerRepresentation, answerStream } from '../../shared/http/representation.ts';
import { isUnchanged, nameContent, toEntityTag } from '../../shared/http/validators.ts';

const withHeaders = (headers: Record<string, string>) => ({ headers: new Headers(headers) });
const csv = (name: string) => ({
  ...{ name, contentType: 'text/csv; charset=utf-8', fileName: 'lines.csv', isInline: false, isExact: true },
});

describe('an answer that many ask for', () => {
  it('is made and compressed once', async () => {
    let made = 0;
    const make = async () => {
      made += 1;
      return 'x'.repeat(5000);
    };
    const asked = withHeaders({ 'accept-encoding': 'br' });
    const answers = await Promise.all(
      Array.from({ length: 1000 }, () => answerRepresentation(asked, { ...csv('once'), make })),
    );
    expect(made).toBe(1);
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  });

  it('is not compressed when it is short, though its tag is the same whoever asks likewise', async () => {
    const asked = withHeaders({ 'accept-encoding': 'gzip' });
    const answer = await answerRepresentation(asked, { ...csv('short'), make: async () => 'short' });
    expect(answer.headers['Content-Encoding']).toBeUndefined();
    expect(answer.headers.ETag).toBe('"short-gzip"');
  });

  it('is tried again when it could not be made', async () => {
    const failing = { ...csv('broken'), make: () => Promise.reject(new Error('no')) };
    await expect(answerRepresentation(withHeaders({}), failing)).rejects.toThrow('no');
    const answer = await answerRepresentation(withHeaders({}), { ...csv('broken'), make: async () => 'yes' });
    expect(answer.status).toBe(200);
  });
});

describe('an answer in pieces', () => {
  const bytes = fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 40 });

  it.each(['br', 'gzip', 'identity'] as const)('arrives whole as %s', async (encoding) => {
    await fc.assert(
      fc.asyncProperty(bytes, async (pieces) => {
        const sent = await buffer(Readable.from(compressStream(pieces, encoding)));
        const plain = { br: brotliDecompressSync, gzip: gunzipSync, identity: (all: Buffer) => all }[
          encoding
        ](sent);
        expect(plain).toEqual(Buffer.concat(pieces));
      }),
      { numRuns: 30 },
    );
  });

  it('is not even begun for whoever has it', () => {
    const tag = toEntityTag('pieces', 'identity', true);
    const answer = answerStream(withHeaders({ 'if-none-match': tag }), csv('pieces'), () => {
      throw new Error('it was begun');
    });
    expect(answer.status).toBe(304);
  });

  it('breaks off visibly when its source does', async () => {
    function* pieces(): Generator<Uint8Array> {
      yield Buffer.from('one');
      throw new Error('the rest is gone');
    }
    const { body } = answerStream(withHeaders({ 'accept-encoding': 'gzip' }), csv('broken off'), pieces);
    await expect(buffer(Readable.from(body as AsyncIterable<Uint8Array>))).rejects.toThrow(
      'the rest is gone',
    );
  });
});

describe('what a client takes', () => {
  it.each([
    [undefined, 'identity'],
    ['', 'identity'],
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['*', 'br'],
    ['zstd', 'identity'],
    ['identity;q=0', 'identity'],
  ])('%s is answered with %s', (accepted, encoding) => {
    expect(chooseEncoding(new Headers(accepted === undefined ? {} : { 'accept-encoding': accepted }))).toBe(
      encoding,
    );
  });
});

describe('the tag of an answer', () => {
  it('is the same for the same only', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.array(fc.jsonValue()), (one, other) => {
        expect(nameContent(...one) === nameContent(...other)).toBe(
          JSON.stringify(one) === JSON.stringify(other),
        );
      }),
    );
  });

  it.each([
    ['"a"', '"a"', true],
    ['W/"a"', '"a"', true],
    ['"b" , "a"', '"a"', true],
    ['*', '"a"', true],
    ['"a-br"', '"a"', false],
    ['a', '"a"', false],
    ['"a"', 'W/"a"', true],
    ['', '"a"', false],
  ])('%s against %s', (given, tag, unchanged) => {
    expect(isUnchanged(new Headers({ 'if-none-match': given }), tag)).toBe(unchanged);
  });
});
