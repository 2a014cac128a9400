import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Handlebars from 'handlebars';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../shared/model/errors.ts';
import { renderReport } from '../../shared/render/render.ts';
import { createEngine } from '../../shared/render/template/engine.ts';
import { checkFields } from '../../shared/render/template/fieldCheck.ts';
import { CONTEXTS } from '../../shared/render/template/fields/contexts.ts';
import { openOwnTemplates, readTemplates } from '../../shared/render/template/overrides.ts';
import { fillTemplate } from '../../shared/render/template/templates.ts';
import { renderText } from './rendered.ts';
import { DIGEST } from './reports.ts';

const OWN = new URL('../../templates/', import.meta.url);

describe('a template that is filled', () => {
  const fill = (source: string): string =>
    createEngine(Handlebars).compile(source, { strict: true })({
      name: 'x',
      none: null,
      rows: [],
      tone: 'bad',
      tile: { label: 'a' },
    });

  it.each([
    ['as a value', '\n  {{nmae}}', '2:4'],
    ['as a condition', '{{#if nmae}}a{{else}}b{{/if}}', '1:1'],
    ['as the opposite of one', 'a {{#unless nmae}}a{{/unless}}', '1:3'],
    ['as a list', '{{#each rwos}}{{this}}{{/each}}', '1:1'],
    ['as rows', '{{#rows rwos of=3}}{{this}}{{/rows}}', '1:1'],
    ['as a group', '{{#with nmae}}{{this}}{{/with}}', '1:1'],
    ['as a tone', '{{ink tnoe}}', '1:1'],
    ['as text to wrap', '{{wrap nmae}}', '1:1'],
    ['in a path', '{{tile.lable}}', '1:2'],
  ])('fails on a field that the view has not, %s, and says where', (_, source, place) => {
    expect(() => fill(source)).toThrow(new RegExp(`${place}$`));
  });

  it('shows what is there, and nothing for what is null', () => {
    expect(fill('{{#if none}}no{{/if}}{{#if name}}{{name}}{{/if}}{{#each rows}}{{this}}{{/each}}')).toBe('x');
  });

  it.each(['mail/chargeback', 'mail/digest', 'mail/governance'] as const)(
    '%s fails on a view without its fields',
    (name) => {
      for (const flavour of ['html', 'text'] as const) {
        expect(() => fillTemplate(name, flavour, {})).toThrow(`${name}.${flavour}.hbs`);
      }
    },
  );

  it('lays out rows of about as many entries each', () => {
    const lay = (count: number): string =>
      createEngine(Handlebars).compile('{{#rows this of=3}}[{{#each this}}{{@share}} {{/each}}]{{/rows}}', {
        strict: true,
      })(Array.from({ length: count }, () => ''));
    expect(lay(0)).toBe('');
    expect(lay(2)).toBe('[50 50 ]');
    expect(lay(4)).toBe('[50 50 ][50 50 ]');
    expect(lay(5)).toBe('[33 33 33 ][33 33 ]');
  });
});

describe('Purser’s own templates', () => {
  it.each([...CONTEXTS])('%s names only fields that are described', async (file, given) => {
    const source = await readFile(new URL(file, OWN), 'utf8');
    expect([...checkFields(Handlebars.parse(source), given)]).toEqual([]);
  });
});

it('Purser’s own templates are filled without the compiler of Handlebars being loaded', () => {
  const program = `
    import { createRequire } from 'node:module';
    import { renderReport } from './shared/render/render.ts';
    import { readFixture } from './test/render/fixture.ts';
    const { body } = await renderReport(readFixture('digest'), 'html', { locale: 'en' });
    const loaded = Object.keys(createRequire(import.meta.url).cache);
    console.log(body.byteLength > 10_000, loaded.some((file) => file.includes('handlebars')), loaded.some((file) => /compiler|juice/.test(file)));`;
  const root = new URL('../../', import.meta.url);
  const output = execFileSync(process.execPath, ['--input-type=module-typescript', '--eval', program], {
    cwd: root,
  });
  expect(output.toString().trim()).toBe('true true false');
});

describe('a folder of one’s own templates', () => {
  let root = '';
  let count = 0;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'purser-templates-'));
  });
  afterAll(() => rm(root, { recursive: true }));

  async function writeFolder(files: Readonly<Record<string, string>>): Promise<string> {
    const folder = join(root, String(count++));
    await mkdir(folder);
    for (const [file, source] of Object.entries(files)) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), source);
    }
    return folder;
  }

  async function complaintsOf(files: Readonly<Record<string, string>>): Promise<string[]> {
    const error: unknown = await readTemplates(await writeFolder(files)).catch((reason: unknown) => reason);
    if (!(error instanceof ConfigurationError)) throw new Error('it was taken');
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }

  it('replaces the templates of the same names, and those only', async () => {
    const ownTemplates = await readTemplates(
      await writeFolder({
        'mail/digest.text.hbs': 'Ours: {{frame.audience}}\n{{#each teams}}{{> tiles tiles}}{{/each}}',
        'mail/partials/table.html.hbs': '<p>table {{title}}</p>',
      }),
    );
    const own = { locale: 'en', ownTemplates };
    const text = new TextDecoder().decode((await renderReport(DIGEST, 'text', own)).body);
    expect(text).toMatch(/^Ours: .*\nCost this week: /);
    const html = new TextDecoder().decode((await renderReport(DIGEST, 'html', own)).body);
    expect(html).toContain('<p>table Yours to fix</p>');
    expect(html).toContain('class="sheet"');
    expect(await renderText(DIGEST, 'text')).not.toContain('Ours');
  });

  it('may begin with the copies that the build leaves, which give the same mails', async () => {
    const copies = new URL('compiled/', OWN);
    const html = [...CONTEXTS.keys()].filter((file) => file.endsWith('.html.hbs'));
    const files = await Promise.all(
      html.map(async (file) => [file, await readFile(new URL(file, copies), 'utf8')] as const),
    );
    const ownTemplates = await readTemplates(await writeFolder(Object.fromEntries(files)));
    const { body } = await renderReport(DIGEST, 'html', { locale: 'en', ownTemplates });
    expect(new TextDecoder().decode(body)).toBe(await renderText(DIGEST, 'html'));
  });

  it('escapes what it shows in HTML, as Purser’s do', async () => {
    const ownTemplates = await readTemplates(
      await writeFolder({
        'mail/digest.html.hbs': '{{#> page}}<tr><td>{{frame.audience}}</td></tr>{{/page}}',
      }),
    );
    const { body } = await renderReport(DIGEST, 'html', { locale: 'en', ownTemplates });
    expect(new TextDecoder().decode(body)).toContain('<tr><td>&lt;script&gt;');
  });

  it.each([
    ['{{', 'frame.titel}}', 'There is no field "titel" in "frame.titel". Did you mean "title"?'],
    [
      '{{#if frame.link}}{{#each teams}}{{#each costs}}{{',
      'trend.tilte}}{{/each}}{{/each}}{{/if}}',
      'There is no field "tilte" in "trend.tilte". Did you mean "title"?',
    ],
    [
      '{{#each teams as |team|}}{{',
      'team.nmae}}{{/each}}',
      'There is no field "nmae" in "team.nmae". There are: heading,',
    ],
    [
      '{{#each teams}}{{',
      '../frame.tilte}}{{/each}}',
      'There is no field "tilte" in "../frame.tilte". Did you mean "title"?',
    ],
    [
      '{{#each teams}}{{',
      '@root.words.coverge}}{{/each}}',
      'There is no field "coverge" in "@root.words.coverge". Did you mean "coverage"?',
    ],
    ['{{', '../frame}}', '"../frame" leads out of the template.'],
    ['{{', 'frame}}', '"frame" is a group of fields. Show one of them: locale,'],
    ['{{', 'teams}}', '"teams" is a list. Show its entries by {{#each}}.'],
    ['', '{{#each frame}}{{/each}}', '{{#each}} is about a list, which this is not.'],
    ['', '{{#with teams}}{{/with}}', '{{#with}} is about a group of fields, which this is not.'],
    ['', '{{#if}}{{/if}}', '{{#if}} names no field.'],
    ['{{#', 'teams}}{{/teams}}', 'There is no block "teams". There are: if, unless, each, with, rows.'],
    ['{{', 'int frame.state.tone}}', 'There is no helper "int". Did you mean "ink"?'],
    [
      '{{ink ',
      'frame.state.tonne}}',
      'There is no field "tonne" in "frame.state.tonne". Did you mean "tone"?',
    ],
    [
      '{{wrap preview first=',
      'frme.title}}',
      'There is no field "frme" in "frme.title". Did you mean "frame"?',
    ],
    ['', '{{> tabel teams}}', 'There is no partial "tabel". Did you mean "table"?'],
    ['{{> table ', 'frame}}', 'The partial "table" is for a table, which this is not.'],
    ['', '{{> table}}', 'The partial "table" is for a table, which this is not.'],
    ['{{', '@rot.words}}', 'There is no "@rot". Did you mean "root"?'],
    ['', '{{#*inline "x"}}{{/inline}}', 'Templates have no decorators.'],
    ['{{', 'constructor}}', 'There is no field "constructor".'],
  ])('says that %s%s is wrong, and where', async (before, wrong, complaint) => {
    const source = `line one\n  ${before}${wrong}`;
    const [first, ...others] = await complaintsOf({ 'mail/digest.text.hbs': source });
    expect(others).toEqual([]);
    expect(first).toContain(`mail/digest.text.hbs:2:${3 + before.length}: ${complaint}`);
  });

  it('gives the line and column of what cannot be read', async () => {
    expect(await complaintsOf({ 'mail/digest.text.hbs': 'one\ntwo {{#if frame.link}}x' })).toEqual([
      expect.stringMatching(/^mail\/digest\.text\.hbs:2:24: This cannot be read here \(EOF\)\./),
    ]);
    expect(await complaintsOf({ 'mail/digest.text.hbs': 'one\n\n  {{frame b}' })).toEqual([
      expect.stringMatching(/^mail\/digest\.text\.hbs:3:12: This cannot be read here \(INVALID\)\./),
    ]);
    expect(await complaintsOf({ 'mail/digest.text.hbs': '{{#if frame.link}}\n {{/each}}' })).toEqual([
      expect.stringMatching(/^mail\/digest\.text\.hbs:1:4: if doesn't match each\./),
    ]);
  });

  it('has no file of a name that Purser does not know', async () => {
    expect(await complaintsOf({ 'mail/digset.html.hbs': '', 'mail.css': '' })).toEqual([
      expect.stringContaining('mail.css:1:1: Purser has no template of this name. '),
      'mail/digset.html.hbs:1:1: Purser has no template of this name. Did you mean mail/digest.html.hbs?',
    ]);
  });

  it('lists everything that is wrong at once, file by file', async () => {
    const complaints = await complaintsOf({
      'mail/governance.text.hbs': '{{tils}}\n{{frame.tilte}}',
      'mail/chargeback.html.hbs': '{{statement}}',
    });
    expect(complaints.map((line) => line.split(': ')[0])).toEqual([
      'mail/chargeback.html.hbs:1:3',
      'mail/governance.text.hbs:1:3',
      'mail/governance.text.hbs:2:3',
    ]);
  });

  it('is found from the folder of the configuration that names it', async () => {
    const folder = await writeFolder({ 'ours/mail/digest.text.hbs': 'Ours' });
    const ownTemplates = await openOwnTemplates({ templates: 'ours' }, join(folder, 'purser.yaml'));
    const { body } = await renderReport(DIGEST, 'text', { locale: 'en', ownTemplates });
    expect(new TextDecoder().decode(body)).toBe('Ours');
    expect(await openOwnTemplates({}, join(folder, 'purser.yaml'))).toBeUndefined();
  });

  it('is there', async () => {
    await expect(readTemplates(join(root, 'nowhere'))).rejects.toThrow(/nowhere cannot be read/);
  });
});
