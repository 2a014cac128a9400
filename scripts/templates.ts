/**
 * Compiles templates/ into templates/compiled/templates.cjs, which runs without Handlebars' compiler, and writes
 * beside it the mail templates with their styles inlined, to start one's own from. Does nothing when that is newer
 * than what it is made from, so it may be called each time.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../templates/', import.meta.url));
const COMPILED = join(ROOT, 'compiled');
const TARGET = join(COMPILED, 'templates.cjs');

const sources = listSources(ROOT);
if (isStale()) await compileAll();

/** Paths under templates/ of every template and style sheet, in order; folders too, whose times tell of deletions. */
function listSources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.startsWith('compiled'))
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
}

function isStale(): boolean {
  const builtAt = statSync(TARGET, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return [fileURLToPath(import.meta.url), ROOT, ...sources.map((path) => join(ROOT, path))].some(
    (path) => statSync(path).mtimeMs > builtAt,
  );
}

async function compileAll(): Promise<void> {
  const { default: Handlebars } = await import('handlebars');
  const entries: string[] = [];
  for (const path of sources.filter((source) => source.endsWith('.hbs'))) {
    const source = await styleMail(path, readFileSync(join(ROOT, path), 'utf8'));
    try {
      const options = { strict: true, noEscape: path.endsWith('.text.hbs') };
      entries.push(`${JSON.stringify(path)}: ${Handlebars.precompile(source, options)}`);
    } catch (cause) {
      throw new Error(`templates/${path} does not compile.`, { cause });
    }
  }
  writeWhole(TARGET, `'use strict';\nmodule.exports = {\n${entries.join(',\n')},\n};\n`);
}

/**
 * Inlines mail.css into a mail's HTML; what mail programs must decide, dark and narrow, goes into the head. Handlebars may
 * stand in the value of an attribute, but not between attributes, which the inliner reads as names.
 */
async function styleMail(path: string, source: string): Promise<string> {
  if (!path.startsWith('mail/') || !path.endsWith('.html.hbs')) return source;
  const { default: juice } = await import('juice');
  const css = readFileSync(join(ROOT, 'mail/mail.css'), 'utf8');
  const styled = juice
    .inlineContent(source, css, { applyAttributesTableElements: true, applyWidthAttributes: false })
    .replace('/* mail.css */', () => listConditions(css))
    .replaceAll(/(?<= style=")[^"]*/g, packDeclarations);
  writeWhole(join(COMPILED, path), styled);
  return styled;
}

/** The rules of mail.css that depend on the reader's screen or pointer, without comments and spare room. */
function listConditions(css: string): string {
  const bare = css.replaceAll(/\/\*[\s\S]*?\*\//g, '');
  const rules = bare.match(/^@media[^{]*\{[\s\S]*?^\}/gm) ?? [];
  return rules.map((rule) => rule.replaceAll(/\s+/g, ' ').replaceAll(/ ?([{}:;,]) ?/g, '$1')).join('\n');
}

/** The same declarations without spare room: it is there again in every cell of a table. */
function packDeclarations(style: string): string {
  return style.replaceAll(/([;:]) /g, '$1').replace(/;$/, '');
}

/** Others may be reading or writing the same file: it is there whole, or as it was. */
function writeWhole(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, file);
}
