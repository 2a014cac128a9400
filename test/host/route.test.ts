import { describe, expect, it } from 'vitest';
import { compareRoutes, matchRoute, parseRoute } from '../../local/host/route.ts';

function match(template: string, path: string) {
  return matchRoute(parseRoute(template, 'Function x'), path.split('/').filter(Boolean));
}

describe('routes', () => {
  it.each([
    ['api/reports', 'api/reports', {}],
    ['api/reports', 'API/Reports', {}],
    ['api/reports/{kind}', 'api/reports/Digest', { kind: 'Digest' }],
    ['api/reports/{kind?}', 'api/reports', {}],
    ['api/{*rest}', 'api/a/b', { rest: 'a/b' }],
    ['api/{*rest}', 'api', {}],
    ['api/{n:int}', 'api/-12', { n: '-12' }],
    ['api/{n:int:min(3)?}', 'api/3', { n: '3' }],
    ['api/{n:length(2,3)}', 'api/abc', { n: 'abc' }],
    [
      'api/{id:guid}',
      'api/01234567-89ab-cdef-0123-456789abcdef',
      { id: '01234567-89ab-cdef-0123-456789abcdef' },
    ],
    ['api/{day:regex(^\\d+$)}', 'api/12', { day: '12' }],
  ])('%s takes %s', (template, path, parameters) => {
    expect(match(template, path)).toEqual(parameters);
  });

  it.each([
    ['api/reports', 'api/reports/digest'],
    ['api/reports/{kind}', 'api/reports'],
    ['api/{n:int}', 'api/twelve'],
    ['api/{n:int:min(3)?}', 'api/2'],
    ['api/{n:length(2,3)}', 'api/abcd'],
    ['api/{name:alpha}', 'api/a1'],
  ])('%s does not take %s', (template, path) => {
    expect(match(template, path)).toBeUndefined();
  });

  it('are tried from the most to the least specific', () => {
    const templates = ['a/{*rest}', 'a/{x}', 'a/{x:int}', 'a/b', 'a/{x}/c', 'a/b/c'];
    const sorted = templates.map((template) => parseRoute(template, '')).sort(compareRoutes);
    expect(sorted.map((route) => route.template)).toEqual([
      'a/b',
      'a/b/c',
      'a/{x:int}',
      'a/{x}',
      'a/{x}/c',
      'a/{*rest}',
    ]);
  });

  it.each(['a/{x=1}', 'a/{x}.{y}', 'a/{x?}/b', 'a/{*x}/b', 'a/{x:colour}', 'a/{'])(
    '%s is refused with the name of its function',
    (template) => {
      expect(() => parseRoute(template, 'Function report')).toThrow(/Function report/);
    },
  );
});
