import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { FIELDS } from '../../shared/telemetry/fields.ts';
import { METRICS } from '../../shared/telemetry/metrics.ts';

const INFRA = fileURLToPath(new URL('../../infra', import.meta.url));
const queries = globSync('queries/*.kql', { cwd: INFRA })
  .sort()
  .map((file) => ({ name: basename(file, '.kql'), text: readFileSync(join(INFRA, file), 'utf8') }));
const workbook = JSON.parse(readFileSync(join(INFRA, 'workbook.json'), 'utf8')) as {
  readonly items: readonly { readonly name: string; readonly content: { readonly query?: string } }[];
};

describe.each(queries)('the query $name', ({ text }) => {
  it('names only fields that a line of the log can have', () => {
    const named = [...text.matchAll(/\bline(?:\.(\w+)|\["(\w+)"\])/g)].map(
      ([, dot, bracket]) => dot ?? bracket,
    );
    const known: readonly (string | undefined)[] = ['level', 'message', ...FIELDS];
    expect(known).toEqual(expect.arrayContaining(named));
  });

  it('names only metrics that there are, and attributes that they have', () => {
    const metrics = [...text.matchAll(/"(purser\.[\w.]+)"/g)].map(([, name]) => name);
    const attributes = [...text.matchAll(/\bProperties\.(\w+)/g)].map(([, name]) => name);
    expect(Object.keys(METRICS)).toEqual(expect.arrayContaining(metrics));
    const theirs = metrics.flatMap((name) => METRICS[name as keyof typeof METRICS].attributes);
    expect(theirs).toEqual(expect.arrayContaining(attributes));
  });
});

describe('the workbook', () => {
  it('answers the five questions by these queries', () => {
    const shown = workbook.items.flatMap(({ name, content }) =>
      content.query === undefined ? [] : [{ name, text: content.query }],
    );
    expect(shown.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual(queries);
    expect(shown).toHaveLength(5);
  });
});
