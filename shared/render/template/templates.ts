import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import type { Report } from '../../reports/report.ts';
import type { Tone } from '../view/table.ts';

/** HTML escapes every value; text escapes none, since nothing interprets plain text. */
export type Flavour = 'html' | 'text';
type Engine = ReturnType<typeof Handlebars.create>;
/** A report's own template, or the list of reports. */
type Page = Report['kind'] | 'index';

const PARTIALS = {
  html: ['page', 'story', 'tiles', 'table'],
  text: ['page', 'story', 'tiles', 'table'],
} as const satisfies Record<Flavour, readonly string[]>;

/** Ink on a light ground; templates/partials/page.html.hbs has the dark twin of each as a class. */
const INK = {
  plain: '#1d2733',
  muted: '#5a6675',
  good: '#1a6b35',
  warn: '#8a5300',
  bad: '#b3261e',
} as const satisfies Record<Tone, string>;

const engines = new Map<Flavour, Engine>();
const compiled = new Map<string, Handlebars.TemplateDelegate>();

/** Fills a page's template. @throws when the template names a field that the view has not */
export function fillTemplate(page: Page, flavour: Flavour, view: object): string {
  const name = `${page}.${flavour}.hbs`;
  let template = compiled.get(name);
  if (!template) {
    template = compileStrictly(engineOf(flavour), readTemplate(name), flavour);
    compiled.set(name, template);
  }
  return template(view);
}

/**
 * Compiles a template that fails on what the view has not. Handlebars' own `strict` catches `{{typo}}`, but
 * lets `{{#if typo}}` and `{{#each typo}}` pass as empty, so the block helpers of {@link createEngine} do that.
 */
export function compileStrictly(
  engine: Engine,
  source: string,
  flavour: Flavour,
): Handlebars.TemplateDelegate {
  return engine.compile(source, { strict: true, noEscape: flavour === 'text' });
}

/** An engine of its own, so that no helper or partial of another library user is seen. */
export function createEngine(): Engine {
  const engine = Handlebars.create();
  for (const name of ['if', 'each'] as const) {
    const original = engine.helpers[name];
    engine.registerHelper(name, function (this: unknown, subject: unknown, options: unknown) {
      if (subject === undefined)
        throw new Error(`A template asks {{#${name}}} of a field that the view has not.`);
      return original?.call(this, subject, options);
    });
  }
  engine.registerHelper('ink', (tone: Tone) => INK[tone]);
  return engine;
}

function engineOf(flavour: Flavour): Engine {
  const known = engines.get(flavour);
  if (known) return known;
  const engine = createEngine();
  for (const name of PARTIALS[flavour]) {
    const source = readTemplate(`partials/${name}.${flavour}.hbs`);
    engine.registerPartial(name, compileStrictly(engine, source, flavour));
  }
  engines.set(flavour, engine);
  return engine;
}

function readTemplate(name: string): string {
  return readFileSync(new URL(import.meta.resolve(`#templates/${name}`)), 'utf8');
}
