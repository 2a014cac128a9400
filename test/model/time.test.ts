import { describe, expect, it } from 'vitest';
import { RequestError } from '../../shared/model/errors.ts';
import { parsePeriod, parseStartedPeriod, previousPeriod, weekOf } from '../../shared/model/time.ts';

describe('periods', () => {
  it.each([
    ['2026-02', '2026-02-01', '2026-02-28'],
    ['2024-02', '2024-02-01', '2024-02-29'],
    ['2026-12', '2026-12-01', '2026-12-31'],
    ['2026-W47', '2026-11-16', '2026-11-22'],
    ['2026-W01', '2025-12-29', '2026-01-04'],
    ['2026-W53', '2026-12-28', '2027-01-03'],
  ])('%s runs from %s to %s', (id, from, to) => {
    expect(parsePeriod(id)).toMatchObject({ id, from, to });
  });

  it.each(['2026-13', '2026-00', '2025-W53', '2026-W00', '2026', 'november', '2026-1', ' 2026-10'])(
    'refuses %j and says what a period looks like',
    (text) => {
      expect(() => parsePeriod(text)).toThrow(RequestError);
      try {
        parsePeriod(text);
      } catch (error) {
        expect((error as RequestError).remedy).toContain('2026-10');
      }
    },
  );

  it('refuses a period that has not begun', () => {
    expect(() => parseStartedPeriod('2027-01', new Date('2026-11-23T12:00:00Z'))).toThrow(/future/);
    expect(parseStartedPeriod('2026-11', new Date('2026-11-23T12:00:00Z')).id).toBe('2026-11');
  });

  it('knows the week of a day across the turn of a year, and the period before', () => {
    expect(weekOf('2027-01-01').id).toBe('2026-W53');
    expect(previousPeriod(parsePeriod('2026-W01')).id).toBe('2025-W52');
    expect(previousPeriod(parsePeriod('2026-01')).id).toBe('2025-12');
  });
});
