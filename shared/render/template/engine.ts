import type Handlebars from 'handlebars';
import type { Table, Tone } from '../view/table.ts';
import { layTable } from './textTable.ts';
import { wrapText } from './wrap.ts';

/** Handlebars with its compiler, or its runtime alone. */
export type Engine = typeof Handlebars;
export type Template = ReturnType<Engine['template']>;
/** Turns one file into a template of an engine, where its partials and helpers are. */
export type MakeTemplate = (engine: Engine) => Template;

/** What a helper is given last: Handlebars' types know neither `loc` nor that `data` is there. */
interface HelperOptions {
  fn(context: unknown, options?: { readonly data: object }): string;
  inverse(context: unknown): string;
  readonly hash: Readonly<Record<string, unknown>>;
  readonly data: object;
  readonly loc: { readonly start: { readonly line: number; readonly column: number } };
}

/** Ink on a light ground; templates/mail/mail.css has the dark twin of each as a class. */
const INK = {
  plain: '#1b2430',
  muted: '#5b6776',
  good: '#17693a',
  warn: '#8a4b00',
  bad: '#b3261e',
} as const satisfies Record<Tone, string>;

/** A pale ground for words in the ink of the same tone. */
const TINT = {
  plain: '#eef2f6',
  muted: '#eef2f6',
  good: '#e6f4ea',
  warn: '#fdf1d8',
  bad: '#fce8e6',
} as const satisfies Record<Tone, string>;

/** Helpers that templates may call beside {@link BLOCK_HELPERS}, with what each is for. */
export const HELPERS = {
  ink: 'the colour of a tone: `style="color:{{ink tone}}"`',
  tint: 'the pale ground of a tone, behind words of the same ink: `style="background-color:{{tint tone}}"`',
  wrap: 'breaks what it is given, joined, into lines of 78 characters, of which all but the first are indented: `{{wrap rule ": " text first="- "}}`',
  lay: 'a table laid out with spaces, for plain text: `{{lay this}}`',
} as const;

/** Block helpers that templates may call. `rows` is Purser's own. */
export const BLOCK_HELPERS = {
  if: 'what follows, if there is such a thing: not null, not empty, not 0',
  unless: 'the opposite of `if`',
  each: 'what follows, for each entry of a list; `{{else}}` when it is empty',
  with: 'what follows, with the fields of a group',
  rows: 'what follows, for each row of a list that is laid out in rows of `of` entries at most; `{{@share}}` is the percent of the width that one has: `{{#rows tiles of=3}}{{#each this}}…{{/each}}{{/rows}}`',
} as const;

/** Characters of a line of plain text, as mail has them (RFC 5322, 2.1.1). */
const LINE_WIDTH = 78;

/** What further lines of a text begin with, so that no name can begin a line and pass for Purser's own words. */
const HANGING = '  ';

/**
 * An engine of its own on what is given, so that no helper or partial of another user of the library is seen.
 * Handlebars' own `strict` catches `{{typo}}`, but lets `{{#if typo}}` and `{{#each typo}}` pass as empty and
 * hands `{{ink typo}}` undefined: its helpers fail on what the view has not, and say where.
 */
export function createEngine(base: Engine): Engine {
  const engine = base.create();
  for (const name of ['if', 'unless', 'each', 'with'] as const) {
    const original = engine.helpers[name];
    engine.registerHelper(name, function (this: unknown, subject: unknown, options: HelperOptions) {
      mustBe(subject, `{{#${name}}}`, options);
      return original?.call(this, subject, options as never);
    });
  }
  for (const name of ['lookup', 'log', 'blockHelperMissing']) engine.unregisterHelper(name);
  engine.registerHelper('rows', layRows);
  for (const [name, colours] of [
    ['ink', INK],
    ['tint', TINT],
  ] as const) {
    engine.registerHelper(name, (tone: Tone, options: HelperOptions) => {
      mustBe(colours[tone], `{{${name}}}`, options);
      return colours[tone];
    });
  }
  engine.registerHelper('wrap', (...given: unknown[]) => {
    const options = given.at(-1) as HelperOptions;
    const parts = given.slice(0, -1);
    for (const part of parts) mustBe(part, '{{wrap}}', options);
    const { first = '' } = options.hash;
    return wrapText(parts.join(''), LINE_WIDTH, { first: String(first), rest: HANGING });
  });
  engine.registerHelper('lay', (table: Table, options: HelperOptions) => {
    mustBe(table, '{{lay}}', options);
    return layTable(table, LINE_WIDTH);
  });
  return engine;
}

function layRows(this: unknown, items: readonly unknown[], options: HelperOptions): string {
  mustBe(items, '{{#rows}}', options);
  const rows = Math.ceil(items.length / Number(options.hash.of));
  const perRow = Math.ceil(items.length / rows);
  const data = { ...options.data, share: Math.floor(100 / perRow) };
  return Array.from({ length: rows }, (_, row) =>
    options.fn(items.slice(row * perRow, (row + 1) * perRow), { data }),
  ).join('');
}

function mustBe(subject: unknown, asker: string, options: HelperOptions): void {
  if (subject !== undefined) return;
  const { line, column } = options.loc.start;
  throw new Error(`A template asks ${asker} of a field that the view has not - ${line}:${column + 1}`);
}
