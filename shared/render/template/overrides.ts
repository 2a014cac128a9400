import type { Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { closestWord } from '../../config/spelling.ts';
import { ConfigurationError } from '../../model/errors.ts';
import { loadCompiled } from './compiled.ts';
import type { Engine, MakeTemplate } from './engine.ts';
import { checkFields, type TemplateComplaint } from './fieldCheck.ts';
import { CONTEXTS } from './fields/contexts.ts';
import type { Field } from './fields/field.ts';
import type { Templates } from './template.ts';
import { createTemplates } from './templates.ts';

/** A template of the user's own: its path in their folder, with `/`, and its text. */
interface OwnTemplate {
  readonly file: string;
  readonly source: string;
}

/**
 * Reads a folder of templates that replace Purser's by the same names, `mail/digest.html.hbs` or
 * `mail/partials/table.html.hbs`; what is not there stays Purser's. Whoever writes these files is trusted: a
 * template runs as code, and decides what every reader of a report sees.
 * @throws ConfigurationError listing everything that is wrong in it, a line each: file:line:column, what, remedy
 */
export async function readTemplates(folder: string): Promise<Templates> {
  const own = await readFolder(folder);
  const { default: handlebars } = await import('handlebars');
  const problems = own.flatMap((template) => checkTemplate(handlebars, template));
  if (problems.length > 0) {
    throw new ConfigurationError(
      [
        `The templates in ${folder} have ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:`,
        ...problems.map((problem) => `  ${problem}`),
      ].join('\n'),
      'Correct what is listed; docs/templates.md has every file and its fields.',
    );
  }
  const replaced = own.map(({ file, source }): [string, MakeTemplate] => [
    file,
    (engine) => engine.compile(source, { strict: true, noEscape: file.endsWith('.text.hbs') }),
  ]);
  return createTemplates(handlebars, new Map([...loadCompiled(), ...replaced]));
}

/**
 * The templates that a configuration names, from the folder of its file; undefined when it names none.
 * @throws ConfigurationError listing everything that is wrong in them
 */
export async function openOwnTemplates(
  { templates }: { readonly templates?: string | undefined },
  configFile: string,
): Promise<Templates | undefined> {
  return templates === undefined ? undefined : readTemplates(resolve(dirname(configFile), templates));
}

async function readFolder(folder: string): Promise<OwnTemplate[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { recursive: true, withFileTypes: true });
  } catch (cause) {
    throw new ConfigurationError(
      `The folder of templates ${folder} cannot be read.`,
      'Correct "templates" in the configuration, or leave it out to use Purser’s own.',
      { cause },
    );
  }
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return Promise.all(
    files.map(async (path) => ({
      file: relative(folder, path).replaceAll('\\', '/'),
      source: await readFile(path, 'utf8'),
    })),
  );
}

/** What is wrong in a template, as lines that editors and terminals can jump to. */
function checkTemplate(handlebars: Engine, { file, source }: OwnTemplate): string[] {
  const given = CONTEXTS.get(file);
  const complaints = given ? check(handlebars, source, given) : [complainOfName(file)];
  return complaints.map(
    ({ line, column, message, remedy }) => `${file}:${line}:${column}: ${message} ${remedy}`,
  );
}

function complainOfName(file: string): TemplateComplaint {
  const closest = closestWord(file, CONTEXTS.keys());
  return {
    ...{ line: 1, column: 1, message: 'Purser has no template of this name.' },
    remedy:
      closest === undefined ? `There are: ${[...CONTEXTS.keys()].join(', ')}.` : `Did you mean ${closest}?`,
  };
}

function check(handlebars: Engine, source: string, given: Field): readonly TemplateComplaint[] {
  try {
    return [...checkFields(handlebars.parse(source), given)];
  } catch (error) {
    return [explainSyntax(error, source)];
  }
}

/** `Parse error on line 3:` with what came before the error, and a line of dashes that ends under it. */
const PARSE_ERROR = /^Parse error on line (?<line>\d+):\n(?<excerpt>.*)\n(?<dashes>-*)\^\n(?<rest>[\s\S]*)/;

/** Handlebars gives a column only where it compiles; where it parses, the excerpt says where it stopped. */
function explainSyntax(error: unknown, source: string): TemplateComplaint {
  const message = error instanceof Error ? error.message : String(error);
  const remedy = 'See the syntax of Handlebars: https://handlebarsjs.com/guide/';
  const { line = '1', excerpt = '', dashes = '', rest = message } = PARSE_ERROR.exec(message)?.groups ?? {};
  const place = error as { readonly lineNumber?: number; readonly column?: number };
  if (place.lineNumber !== undefined) {
    const said = message.replace(/ - \d+:\d+$/, '');
    return { line: place.lineNumber, column: (place.column ?? 0) + 1, message: `${said}.`, remedy };
  }
  const read = excerpt.slice(0, dashes.length).replace(/^\.\.\./, '');
  const got = /got '(?<token>[^']+)'$/.exec(rest)?.groups?.token;
  return {
    line: Number(line),
    column: findColumn(source, Number(line), read),
    message: got === undefined ? `${rest.replaceAll('\n', ' ')}.` : `This cannot be read here (${got}).`,
    remedy,
  };
}

/** The column after the first place in a line before which the text reads so, without its line breaks. */
function findColumn(source: string, line: number, read: string): number {
  const lines = source.split('\n');
  const before = lines.slice(0, line - 1).join('');
  const text = lines[line - 1] ?? '';
  for (let column = 0; column <= text.length; column++) {
    if ((before + text.slice(0, column)).endsWith(read)) return column + 1;
  }
  return 1;
}
