import { describe, expect, test } from 'vitest';
import { parseExportDay, parseTags } from '../../../shared/sources/exports/row.ts';

describe('a date in an export', () => {
  test.each([
    ['09/22/2023', '2023-09-22'],
    ['9/2/2023', '2023-09-02'],
    ['02/28/2023 00:00:00', '2023-02-28'],
    ['2023-09-22', '2023-09-22'],
    ['20230922', '2023-09-22'],
    ['2023-09-22T00:00:00Z', '2023-09-22'],
    ['2023-09-22T23:59:59.9999999Z', '2023-09-22'],
    ['2024-09-18 22:00:00', '2024-09-18'],
    ['2024-09-18 22:00:00+00', '2024-09-18'],
    ['2024-09-18T23:30:00-02:00', '2024-09-19'],
    ['2024-09-18T01:30+0200', '2024-09-17'],
  ])('%s is the UTC day %s', (text, day) => {
    expect(parseExportDay(text)).toBe(day);
  });

  test.each([
    '',
    '22/09/2023',
    '2023-02-30',
    '2023-13-01',
    '09/22/23',
    'September',
    '45191',
    '2023-09-22T99:00+01',
  ])('"%s" is none', (text) => {
    expect(parseExportDay(text)).toBeUndefined();
  });
});

describe('tags in an export', () => {
  test('are JSON with or without braces, with keys in lower case', () => {
    const tags = { env: 'prod', 'aks-managed-poolname': 'users' };
    expect(parseTags('{"Env": "prod", "aks-managed-poolName": "users"}')).toEqual(tags);
    expect(parseTags('"Env": "prod","aks-managed-poolName": "users"')).toEqual(tags);
  });

  test('that are something else are told apart', () => {
    expect(parseTags('env=prod')).toBeUndefined();
    expect(parseTags('["env"]')).toBeUndefined();
  });
});
