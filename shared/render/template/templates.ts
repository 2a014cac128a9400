import runtime from 'handlebars/runtime.js';
import { loadCompiled } from './compiled.ts';
import { createEngine, type Engine, type MakeTemplate, type Template } from './engine.ts';
import type { Flavour, TemplateName, Templates } from './template.ts';

const FILE = /^(?<folder>[^/]+)\/(?<partials>partials\/)?(?<name>[^/.]+)\.(?<flavour>html|text)\.hbs$/;

/**
 * Puts templates together, by file: `mail/digest.html.hbs`, `mail/partials/table.html.hbs`. A template sees the
 * partials of its own folder and flavour.
 * @param base Handlebars, or its runtime where every file is compiled already
 */
export function createTemplates(base: Engine, files: ReadonlyMap<string, MakeTemplate>): Templates {
  const engines = new Map<string, Engine>();
  const made = new Map<string, Template>();

  function findEngine(folder: string, flavour: string): Engine {
    const key = `${folder}.${flavour}`;
    const known = engines.get(key);
    if (known) return known;
    const engine = createEngine(base);
    for (const [file, make] of files) {
      const parts = FILE.exec(file)?.groups;
      if (!parts?.partials || parts.folder !== folder || parts.flavour !== flavour) continue;
      engine.registerPartial(parts.name ?? '', make(engine));
    }
    engines.set(key, engine);
    return engine;
  }

  function findTemplate(file: string): Template {
    const known = made.get(file);
    if (known) return known;
    const parts = FILE.exec(file)?.groups;
    const make = files.get(file);
    if (!parts || !make) throw new Error(`There is no template ${file}.`);
    const template = make(findEngine(parts.folder ?? '', parts.flavour ?? ''));
    made.set(file, template);
    return template;
  }

  return {
    fill(name, flavour, view) {
      const file = `${name}.${flavour}.hbs`;
      const template = findTemplate(file);
      try {
        return template(view);
      } catch (cause) {
        const message = cause instanceof Error ? cause.message : String(cause);
        throw new Error(`${file}, or a partial of it: ${message}`, { cause });
      }
    },
  };
}

/** Fills one of Purser's own templates. */
export function fillTemplate(name: TemplateName, flavour: Flavour, view: object): string {
  return openTemplates().fill(name, flavour, view);
}

let own: Templates | undefined;

/** Purser's own templates. @throws ConfigurationError when they were not built */
export function openTemplates(): Templates {
  own ??= createTemplates(runtime, loadCompiled());
  return own;
}
