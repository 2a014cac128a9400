import { describe, expect, it } from 'vitest';
import { compileStrictly, createEngine, fillTemplate } from '../../shared/render/template/templates.ts';

describe('a misspelt template field is an error', () => {
  const fill = (source: string): string =>
    compileStrictly(createEngine(), source, 'html')({ name: 'x', rows: [] });

  it.each([
    ['as a value', '{{nmae}}'],
    ['as a condition', '{{#if nmae}}a{{else}}b{{/if}}'],
    ['as a list', '{{#each rwos}}{{this}}{{/each}}'],
    ['in a path', '{{name.frist}}'],
  ])('%s', (_, source) => {
    expect(() => fill(source)).toThrow();
  });

  it('and one that is there is not', () => {
    expect(fill('{{#if name}}{{name}}{{/if}}{{#each rows}}{{this}}{{/each}}')).toBe('x');
  });

  it.each(['chargeback', 'digest', 'governance', 'index'] as const)(
    'the %s page fails on a view without its fields',
    (page) => {
      expect(() => fillTemplate(page, 'html', {})).toThrow();
    },
  );
});
