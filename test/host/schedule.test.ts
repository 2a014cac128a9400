import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSchedule } from '../../local/host/schedule.ts';
import { ConfigurationError } from '../../shared/model/errors.ts';

const MONDAY = new Date('2026-11-23T12:00:00Z');

function nextOf(expression: string, count: number): string[] {
  const schedule = parseSchedule(expression);
  const times: Date[] = [];
  for (let index = 0; index < count; index += 1) times.push(schedule.next(times.at(-1) ?? MONDAY));
  return times.map((time) => time.toISOString().replace('.000Z', 'Z'));
}

describe('NCRONTAB schedules', () => {
  it.each([
    ['0 30 2 * * *', ['2026-11-24T02:30:00Z', '2026-11-25T02:30:00Z']],
    ['30 2 * * *', ['2026-11-24T02:30:00Z', '2026-11-25T02:30:00Z']],
    ['0 0 6 * * Mon', ['2026-11-30T06:00:00Z', '2026-12-07T06:00:00Z']],
    ['0 0 6 2-5 * *', ['2026-12-02T06:00:00Z', '2026-12-03T06:00:00Z']],
    ['*/20 * * * * *', ['2026-11-23T12:00:20Z', '2026-11-23T12:00:40Z']],
    ['0 5/20 * * * *', ['2026-11-23T12:05:00Z', '2026-11-23T12:25:00Z']],
    ['0 0 0 1 january,JUL *', ['2027-01-01T00:00:00Z', '2027-07-01T00:00:00Z']],
    ['0 0 0 13 * 5', ['2027-08-13T00:00:00Z', '2028-10-13T00:00:00Z']],
    ['0 0 0 * * Saturday', ['2026-11-28T00:00:00Z', '2026-12-05T00:00:00Z']],
  ])('%s runs next at %j', (expression, times) => {
    expect(nextOf(expression, 2)).toEqual(times);
  });

  it.each([
    ['0 0 0 L * *', '"L" is no day'],
    ['0 0 0 * * 5#2', '"5#2" is no day of the week'],
    ['0 0 0 ? * *', '"?" is no day'],
    ['0 0 0 15W * *', '"15W" is no day'],
    ['0 0 0 * * 7', '"7" is no day of the week'],
    ['60 * * * * *', '"60" is no second'],
    ['0 0 24 * * *', '"24" is no hour'],
    ['0 0 0 0 * *', '"0" is no day'],
    ['0 0 0 * Foo *', '"Foo" is no month'],
    ['0 */0 * * * *', '"*/0" is no minute'],
    ['0 5-1 * * * *', '"5-1" is no minute'],
    ['0 1,,2 * * * *', '"" is no minute'],
    ['0 0 0 31 2 *', 'never comes'],
    ['@daily', '1 fields'],
    ['00:05:00', '1 fields'],
    ['0 0 0 * * * 2027', '7 fields'],
    ['', 'fields'],
  ])('%j is refused: %s', (expression, why) => {
    expect(() => parseSchedule(expression)).toThrow(ConfigurationError);
    expect(() => parseSchedule(expression)).toThrow(why);
  });

  it('gives only times that its fields name, each later than the one before', () => {
    const field = (highest: number) =>
      fc.oneof(fc.constant('*'), fc.integer({ min: 0, max: highest }).map(String));
    fc.assert(
      fc.property(field(59), field(59), field(23), field(6), (second, minute, hour, weekday) => {
        const schedule = parseSchedule(`${second} ${minute} ${hour} * * ${weekday}`);
        const next = schedule.next(MONDAY);
        expect(next.getTime()).toBeGreaterThan(MONDAY.getTime());
        const found = [next.getUTCSeconds(), next.getUTCMinutes(), next.getUTCHours(), next.getUTCDay()];
        for (const [index, wanted] of [second, minute, hour, weekday].entries()) {
          if (wanted !== '*') expect(found[index]).toBe(Number(wanted));
        }
        expect(schedule.next(next).getTime()).toBeGreaterThan(next.getTime());
      }),
    );
  });
});
