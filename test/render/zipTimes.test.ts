import readXlsxFile from 'read-excel-file/node';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { clearTimes } from '../../shared/render/file/zipTimes.ts';
import { renderReport } from '../../shared/render/render.ts';
import { CHARGEBACK } from './reports.ts';

afterEach(() => {
  vi.useRealTimers();
});

async function writeOn(instant: string): Promise<Uint8Array> {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(instant) });
  const { body } = await renderReport(CHARGEBACK, 'xlsx', { locale: 'en' });
  vi.useRealTimers();
  return body;
}

describe('a workbook', () => {
  it('is the same, byte for byte, whenever it is written, and can be read', async () => {
    const written = await writeOn('2021-03-04T05:06:07Z');
    expect(Buffer.from(written).equals(await writeOn('2031-12-31T23:59:58Z'))).toBe(true);
    expect((await readXlsxFile(Buffer.from(written))).length).toBeGreaterThan(3);
  });

  it('whose archive is of another kind is refused rather than damaged', () => {
    expect(() => clearTimes(new Uint8Array(100))).toThrow(TypeError);
    expect(() => clearTimes(new Uint8Array(3))).toThrow(TypeError);
  });
});
