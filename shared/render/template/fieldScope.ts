import { closestWord } from '../../config/spelling.ts';
import { type Field, isGroup, isList } from './fields/field.ts';
import { MAIL } from './fields/reports.ts';

/** Where in a template a field is looked for: what is given there, and around it. */
export interface Scope {
  readonly given: Field;
  readonly outer: Scope | undefined;
  /** Fields named by `as |name|`. */
  readonly names: ReadonlyMap<string, Field>;
  /** What `@root` is. */
  readonly root: Field;
}

/** What is wrong with a name, and what to write instead. */
export interface Mistake {
  readonly message: string;
  readonly remedy: string;
}

const TEXT = 'text';
/** What `@name` may be, beside `@root`. */
const DATA = ['index', 'key', 'first', 'last', 'share', 'partial-block'];

/** The scope of a whole template. A partial knows of its root only what all mails have. */
export function openScope(given: Field): Scope {
  const isWhole = isGroup(given) && 'frame' in given.fields;
  return {
    given,
    outer: undefined,
    names: new Map(),
    root: isWhole ? given : { about: 'the mail', fields: MAIL },
  };
}

/** The scope inside a block with a context of its own, whose parameters are called `names`. */
export function enterScope(outer: Scope, given: Field, names: readonly string[] = []): Scope {
  const [item, index] = names;
  return {
    ...outer,
    given,
    outer,
    names: new Map([
      ...outer.names,
      ...(item === undefined ? [] : ([[item, given]] as const)),
      ...(index === undefined ? [] : ([[index, TEXT]] as const)),
    ]),
  };
}

/** What a path such as `frame.title`, `../heading` or `@root.words` leads to. */
export function findField(path: hbs.AST.PathExpression, scope: Scope): Field | Mistake {
  const [first = '', ...rest] = path.parts;
  if (path.data) {
    if (first === 'root') return follow(path, scope.root, rest);
    if (DATA.includes(first)) return TEXT;
    return { message: `There is no "@${first}".`, remedy: suggest(first, ['root', ...DATA]) };
  }
  const named = path.depth === 0 ? scope.names.get(first) : undefined;
  if (named !== undefined) return follow(path, named, rest);
  let around: Scope | undefined = scope;
  for (let depth = path.depth; depth > 0; depth--) around = around?.outer;
  if (around) return follow(path, around.given, path.parts);
  return {
    message: `"${path.original}" leads out of the template.`,
    remedy: 'Reach the mail’s own fields by @root.',
  };
}

function follow(path: hbs.AST.PathExpression, start: Field, parts: readonly string[]): Field | Mistake {
  let field = start;
  for (const part of parts) {
    if (isList(field) && part === 'length') return TEXT;
    const next = isGroup(field) && Object.hasOwn(field.fields, part) ? field.fields[part] : undefined;
    if (next === undefined) {
      return {
        message: `There is no field "${part}"${path.original === part ? '' : ` in "${path.original}"`}.`,
        remedy: suggest(part, isGroup(field) ? Object.keys(field.fields) : []),
      };
    }
    field = next;
  }
  return field;
}

/** Whether whatever a template expects of `wanted` is in `given`. */
export function covers(given: Field, wanted: Field): boolean {
  if (isList(wanted)) return isList(given) && covers(given.each, wanted.each);
  if (!isGroup(wanted)) return typeof given === 'string';
  return (
    isGroup(given) &&
    Object.entries(wanted.fields).every(([name, field]) => {
      const found = given.fields[name];
      return found !== undefined && covers(found, field);
    })
  );
}

/** What was probably meant, else what there is. */
export function suggest(word: string, names: readonly string[]): string {
  const closest = closestWord(word, names);
  if (closest !== undefined) return `Did you mean "${closest}"?`;
  return names.length === 0 ? 'It has no fields.' : `There are: ${names.join(', ')}.`;
}
