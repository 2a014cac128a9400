import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalBytes, canonicalJson, hashOf } from '../../shared/model/canonical.ts';

describe('canonical JSON', () => {
  it('is JSON that says the same, whatever it holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        // JSON has no negative zero, so both sides go through it once.
        const plain: unknown = JSON.parse(JSON.stringify(value));
        expect(JSON.parse(canonicalJson(plain))).toEqual(plain);
      }),
    );
  });

  it('is the same text, and has the same hash, whatever order the keys came in', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
        expect(hashOf(reversed)).toBe(hashOf(value));
      }),
    );
  });

  it('writes amounts exactly and leaves out what is not set', () => {
    expect(canonicalJson({ b: 15n * 10n ** 27n, a: undefined, c: [undefined, null] })).toBe(
      '{"b":"1.5","c":[null,null]}',
    );
  });

  it('is the same as bytes, however long and in whatever script', () => {
    const words = Array.from({ length: 30_000 }, (_, index) => ({ name: `Ünïcode 🚀 ${index}`, index }));
    expect(canonicalBytes(words).equals(Buffer.from(canonicalJson(words)))).toBe(true);
  });

  it('hashes large values by their text', () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => ({ index }));
    expect(hashOf(lines)).toBe(hashOf(JSON.parse(canonicalJson(lines))));
    expect(hashOf(lines)).not.toBe(hashOf(lines.slice(1)));
  });
});
