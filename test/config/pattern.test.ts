import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesPattern } from '../../shared/config/pattern.ts';

describe('a pattern', () => {
  it.each([
    ['aks-shop', 'aks-shop', true],
    ['aks-shop', 'aks', false],
    ['aks-shop', '*', true],
    ['', '*', true],
    ['', '', true],
    ['aks-shop-prod', 'aks-*-prod', true],
    ['aks-prod', 'aks-*-prod', false],
    ['aks-prod', 'aks*-prod', true],
    ['aba', 'ab*ba', false],
    ['a.b', 'a?b', false],
    ['axb', 'a.b', false],
    ['AKS-Prod', 'aks-p*D', true],
    ['/subscriptions/a/resourcegroups/b', '/subscriptions/A/resourceGroups/*', true],
    ['one-two-three', '*two*', true],
    ['a-b-a-b', 'a*b', true],
    ['a-b-a-b', '*a-b*a-b*', true],
    ['a-b', '*a-b*a-b*', false],
    ['anything', '**', true],
  ])('%j against %j gives %s', (value, pattern, expected) => {
    expect(matchesPattern(value, pattern)).toBe(expected);
  });

  it('agrees with the regular expression it stands for', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 6 });
    fc.assert(
      fc.property(text, pattern, (value, candidate) => {
        const source = candidate.replaceAll('.', '\\.').replaceAll('*', '.*');
        expect(matchesPattern(value, candidate)).toBe(new RegExp(`^${source}$`).test(value));
      }),
      { numRuns: 1000 },
    );
  });

  it('does not run wild on a hostile pattern', () => {
    expect(matchesPattern('a'.repeat(10_000), `${'a*'.repeat(1_000)}b`)).toBe(false);
  });
});
