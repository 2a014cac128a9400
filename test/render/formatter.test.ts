import { describe, expect, it } from 'vitest';
import { RequestError } from '../../shared/model/errors.ts';
import { createFormatter } from '../../shared/render/formatter.ts';

describe('numbers and dates in the reader’s locale', () => {
  it('writes amounts of any size exactly', () => {
    const money = createFormatter({ locale: 'en' }).money('123456789012345678901234567890.12', 'EUR', 2);
    expect(money).toBe('€123,456,789,012,345,678,901,234,567,890.12');
  });

  it('has the digits of the currency and the habits of the locale', () => {
    expect(createFormatter({ locale: 'de-DE' }).money('-1234.5', 'EUR', 2)).toBe('-1.234,50\u00a0€');
    expect(createFormatter({ locale: 'en' }).money('5000', 'JPY', 0)).toBe('¥5,000');
    expect(createFormatter({ locale: 'en' }).money('1.5', 'KWD', 3)).toBe('KWD\u00a01.500');
  });

  it('writes a currency it cannot know beside the number', () => {
    expect(createFormatter({ locale: 'en' }).money('1.5', '<b>', 2)).toBe('1.50 <b>');
  });

  it('writes months, weeks, days and instants in UTC', () => {
    const formatter = createFormatter({ locale: 'de-DE' });
    expect(formatter.period('2026-10')).toBe('Oktober 2026');
    expect(createFormatter({ locale: 'en' }).period('2026-W47')).toMatch(
      /^Week 47 of 2026, Nov 16\W+22, 2026$/,
    );
    expect(formatter.day('2026-11-02')).toBe('02.11.2026');
    expect(formatter.instant('2026-11-02T23:59:00.000Z')).toBe('2. Nov. 2026, 23:59 UTC');
  });

  it('shows instants in the configured zone, which it names, and leaves days those of UTC', () => {
    const formatter = createFormatter({ locale: 'de-DE', timeZone: 'Europe/Berlin' });
    expect(formatter.instant('2026-11-02T23:59:00.000Z')).toBe('3. Nov. 2026, 00:59 MEZ');
    expect(formatter.day('2026-11-02')).toBe('02.11.2026');
  });

  it('names a locale that does not exist', () => {
    expect(() => createFormatter({ locale: 'not_a_locale' })).toThrow(RequestError);
  });
});
