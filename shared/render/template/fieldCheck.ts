import { BLOCK_HELPERS, HELPERS } from './engine.ts';
import { covers, enterScope, findField, type Mistake, openScope, type Scope, suggest } from './fieldScope.ts';
import { PARTIAL_CONTEXTS } from './fields/contexts.ts';
import { type Field, isGroup, isList } from './fields/field.ts';

/** One thing wrong in a template. Lines and columns are counted from 1. */
export interface TemplateComplaint extends Mistake {
  readonly line: number;
  readonly column: number;
}

/** Complaints as they are found, and in the end what was looked for. */
type Check<Found = void> = Generator<TemplateComplaint, Found>;
type Node = hbs.AST.Node;
type PartialCall = hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement;

/**
 * Holds what a template names against the fields that it is given, without any data: what stands inside an
 * `{{#if}}` or `{{#each}}` that today's report leaves out is checked as well.
 * @param given what the template's own context holds
 */
export function checkFields(program: hbs.AST.Program, given: Field): Generator<TemplateComplaint> {
  return checkProgram(program, openScope(given));
}

function* checkProgram(program: hbs.AST.Program | undefined, scope: Scope): Check {
  for (const statement of program?.body ?? []) yield* checkStatement(statement, scope);
}

function* checkStatement(statement: Node, scope: Scope): Check {
  switch (statement.type) {
    case 'MustacheStatement':
      yield* checkMustache(statement as hbs.AST.MustacheStatement, scope);
      break;
    case 'BlockStatement':
      yield* checkBlock(statement as hbs.AST.BlockStatement, scope);
      break;
    case 'PartialStatement':
      yield* checkPartial(statement as hbs.AST.PartialStatement, scope);
      break;
    case 'PartialBlockStatement':
      yield* checkPartial(statement as hbs.AST.PartialBlockStatement, scope);
      yield* checkProgram((statement as hbs.AST.PartialBlockStatement).program, scope);
      break;
    case 'Decorator':
    case 'DecoratorBlock':
      yield at(statement, 'Templates have no decorators.', 'Write a partial of its own file instead.');
  }
}

function* checkMustache(mustache: hbs.AST.MustacheStatement, scope: Scope): Check {
  if (mustache.path.type !== 'PathExpression') return;
  const path = mustache.path as hbs.AST.PathExpression;
  const isCall = mustache.params.length > 0 || mustache.hash !== undefined;
  if (isCall || Object.hasOwn(HELPERS, path.original)) {
    yield* checkCall(path, mustache.params, mustache.hash, scope);
    return;
  }
  const field = yield* findValue(path, scope);
  if (field === undefined || typeof field === 'string') return;
  if (isList(field)) yield at(path, `"${path.original}" is a list.`, 'Show its entries by {{#each}}.');
  else
    yield at(
      path,
      `"${path.original}" is a group of fields.`,
      `Show one of them: ${Object.keys(field.fields).join(', ')}.`,
    );
}

function* checkCall(
  path: hbs.AST.PathExpression,
  params: readonly Node[],
  hash: hbs.AST.Hash | undefined,
  scope: Scope,
): Check {
  if (!Object.hasOwn(HELPERS, path.original)) {
    yield at(path, `There is no helper "${path.original}".`, suggest(path.original, Object.keys(HELPERS)));
  }
  yield* checkValues(params, hash, scope);
}

function* checkValues(params: readonly Node[], hash: hbs.AST.Hash | undefined, scope: Scope): Check {
  for (const param of params) yield* findValue(param, scope);
  for (const { value } of hash?.pairs ?? []) yield* findValue(value, scope);
}

function* checkBlock(block: hbs.AST.BlockStatement, scope: Scope): Check {
  const name = block.path.original;
  const [subject, ...params] = block.params;
  if (!Object.hasOwn(BLOCK_HELPERS, name)) {
    yield at(block.path, `There is no block "${name}".`, suggest(name, Object.keys(BLOCK_HELPERS)));
    return;
  }
  if (!subject) {
    yield at(block, `{{#${name}}} names no field.`, 'Name the field that it is about.');
    return;
  }
  yield* checkValues(params, block.hash, scope);
  const field = yield* findValue(subject, scope);
  if (name === 'if' || name === 'unless') yield* checkProgram(block.program, scope);
  else if (field !== undefined) yield* checkInside(name, field, block, scope);
  yield* checkProgram(block.inverse, scope);
}

/** The inside of a block whose context is its subject, or an entry of it. */
function* checkInside(name: string, field: Field, block: hbs.AST.BlockStatement, scope: Scope): Check {
  const kind = name === 'with' ? 'group of fields' : 'list';
  if (name === 'with' ? !isGroup(field) : !isList(field)) {
    yield at(block, `{{#${name}}} is about a ${kind}, which this is not.`, `Name a ${kind}.`);
    return;
  }
  const given = name === 'each' && isList(field) ? field.each : field;
  yield* checkProgram(block.program, enterScope(scope, given, block.program?.blockParams));
}

function* checkPartial(partial: PartialCall, scope: Scope): Check {
  const { original: name } = partial.name as hbs.AST.PathExpression;
  if (name === '@partial-block') return;
  const wanted = PARTIAL_CONTEXTS.get(name);
  if (!wanted) {
    yield at(partial, `There is no partial "${name}".`, suggest(name, [...PARTIAL_CONTEXTS.keys()]));
    return;
  }
  if (partial.hash) {
    yield at(partial.hash, 'Partials take no named values.', 'Name the field that it is about.');
  }
  const [subject] = partial.params;
  const field = subject ? yield* findValue(subject, scope) : scope.given;
  if (field !== undefined && !covers(field, wanted)) {
    yield at(
      subject ?? partial,
      `The partial "${name}" is for ${wanted.about}, which this is not.`,
      'Name a field that is.',
    );
  }
}

/** What an expression comes to; undefined when that is not known, which was complained of. */
function* findValue(expression: Node, scope: Scope): Check<Field | undefined> {
  if (expression.type === 'SubExpression') {
    const { path, params, hash } = expression as hbs.AST.SubExpression;
    yield* checkCall(path, params, hash, scope);
    return 'text';
  }
  if (expression.type !== 'PathExpression') return 'text';
  const found = findField(expression as hbs.AST.PathExpression, scope);
  if (typeof found === 'string' || !('remedy' in found)) return found;
  yield at(expression, found.message, found.remedy);
  return undefined;
}

function at({ loc: { start } }: Node, message: string, remedy: string): TemplateComplaint {
  return { line: start.line, column: start.column + 1, message, remedy };
}
