import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuantity } from '../../shared/metering/quantity.ts';
import { readResources, readStorage } from '../../shared/metering/resources.ts';

const ONE = 10n ** 9n;

describe('a quantity', () => {
  it.each([
    ['0', 0n],
    ['2', 2n * ONE],
    ['100m', ONE / 10n],
    ['0.1', ONE / 10n],
    ['.5', ONE / 2n],
    ['5.', 5n * ONE],
    ['12345678n', 12_345_678n],
    ['250u', 250_000n],
    ['1k', 1000n * ONE],
    ['2T', 2n * 10n ** 12n * ONE],
    ['1e3', 1000n * ONE],
    ['1E3', 1000n * ONE],
    ['15e-1', (3n * ONE) / 2n],
    ['1E', 10n ** 18n * ONE],
    ['1Ki', 1024n * ONE],
    ['1.5Gi', 1_610_612_736n * ONE],
    ['4Ei', 4n * 1024n ** 6n * ONE],
    ['128974848', 128_974_848n * ONE],
    ['-3', -3n * ONE],
    ['+3', 3n * ONE],
  ])('%s is read exactly', (text, billionths) => {
    expect(parseQuantity(text)).toBe(billionths);
  });

  it('finer than a billionth is rounded away from zero, as Kubernetes does', () => {
    expect(parseQuantity('0.0000000001')).toBe(1n);
    expect(parseQuantity('-1e-12')).toBe(-1n);
  });

  it.each([
    '',
    ' ',
    'm',
    '.',
    '1 Gi',
    '1gi',
    '1KI',
    '0x10',
    'NaN',
    'Infinity',
    '1e',
    '1e1000',
    '9'.repeat(40),
    '8Ei',
  ])('%j is none, or more than one can be', (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  });

  it('means the same with any suffix', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_000_000 }), (count) => {
        const bytes = parseQuantity(`${count}Ki`);
        expect(parseQuantity(String(count * 1024))).toBe(bytes);
        expect(parseQuantity(`${count * 1024}000m`)).toBe(bytes);
        expect(parseQuantity(`${count / 1024}Mi`)).toBe(bytes);
      }),
    );
  });
});

describe('a map of quantities', () => {
  it('gives nanocores, bytes and graphics processors of both makers, and only what it names', () => {
    const unusable: string[] = [];
    const read = readResources(
      { cpu: '250m', memory: '1.5', 'nvidia.com/gpu': '2', 'amd.com/gpu': '1', pods: '110' },
      (key) => unusable.push(key),
    );
    expect(read).toEqual({ cpu: 250_000_000, ram: 2, gpu: 3 });
    expect(readResources({ memory: '1Gi' }, () => {})).toEqual({ ram: 1024 ** 3 });
    expect(unusable).toEqual([]);
  });

  it.each(['-1', 'lots', '1E'])('leaves %j out and tells of it', (text) => {
    const unusable: string[] = [];
    expect(
      readResources({ cpu: text, memory: '1' }, (key, value) => unusable.push(`${key}=${value}`)),
    ).toEqual({
      ram: 1,
    });
    expect(unusable).toEqual([`cpu=${text}`]);
    expect(readStorage({ storage: '-1Gi' }, () => {})).toBeUndefined();
  });
});
