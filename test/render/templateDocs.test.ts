import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { documentTemplates } from './templateFields.ts';

const FILE = new URL('../../docs/templates.md', import.meta.url);
const SECTION = /(?<=<!-- fields: [^\n]* -->\n)[\s\S]*(?=<!-- \/fields -->)/;

it('docs/templates.md has every file, helper and field of the templates', () => {
  const expected = `\n${documentTemplates()}\n\n`;
  const text = readFileSync(FILE, 'utf8');
  if (process.env.UPDATE_GOLDEN)
    writeFileSync(
      FILE,
      text.replace(SECTION, () => expected),
    );
  expect(SECTION.exec(readFileSync(FILE, 'utf8'))?.[0]).toBe(expected);
});
