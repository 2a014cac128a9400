import { compileExpression, type Expression, type Row } from './expression.ts';

/**
 * The part of the Resource Graph query language that the tenant understands: a table, then `where`, `extend`,
 * `project` and `order by id asc`. Everything else is refused instead of being answered wrongly.
 */
export interface GraphQuery {
  readonly table: string;
  /** The resource types that it names, in lower case; none when it asks for all. */
  readonly types: readonly string[];
  readonly ordered: boolean;
  readonly filtered: boolean;
  /** Takes a row through the stages; undefined when a `where` drops it. */
  run(row: Row): Row | undefined;
}

type Stage = (row: Row) => Row | undefined;

/** @throws SyntaxError naming what is not understood */
export function parseGraphQuery(text: string): GraphQuery {
  const [table = '', ...parts] = splitOutsideQuotes(text, '|').map((part) => part.trim());
  const stages = parts.map(compileStage);
  return {
    table: table.toLowerCase(),
    types: [...text.matchAll(/'(microsoft\.[a-z]+\/[a-z/]+)'/gi)].map(([, type = '']) => type.toLowerCase()),
    ordered: parts.some((part) => isOrdering(part)),
    filtered: parts.some((part) => /^where\b/i.test(part)),
    run(row) {
      let current: Row | undefined = row;
      for (const stage of stages) current = current && stage(current);
      return current;
    },
  };
}

function compileStage(text: string): Stage {
  const [, verb = '', rest = ''] = /^(\w+)\s*([\s\S]*)$/.exec(text) ?? [];
  switch (verb.toLowerCase()) {
    case 'where': {
      const condition = compileExpression(rest);
      return (row) => (condition(row) === true ? row : undefined);
    }
    case 'extend': {
      const columns = compileColumns(rest);
      return (row) => ({ ...row, ...evaluate(columns, row) });
    }
    case 'project': {
      const columns = compileColumns(rest);
      return (row) => evaluate(columns, row);
    }
    case 'order':
      if (isOrdering(text)) return (row) => row;
      throw new SyntaxError(text);
    default:
      throw new SyntaxError(text);
  }
}

type Column = readonly [name: string, expression: Expression];

function compileColumns(text: string): readonly Column[] {
  return splitOutsideQuotes(text, ',').map((part): Column => {
    const [, name = '', expression] = /^\s*(\w+)\s*(?:=\s*([\s\S]+))?$/.exec(part) ?? [];
    if (name === '') throw new SyntaxError(part);
    return [name, compileExpression(expression ?? name)];
  });
}

function evaluate(columns: readonly Column[], row: Row): Row {
  return Object.fromEntries(columns.map(([name, expression]) => [name, expression(row) ?? null]));
}

function isOrdering(stage: string): boolean {
  return /^order\s+by\s+id\s+asc$/i.test(stage);
}

/** Splits at a sign that stands neither in quotes nor in parentheses. */
function splitOutsideQuotes(text: string, sign: string): readonly string[] {
  const parts: string[] = [''];
  let quote = '';
  let escaped = false;
  let depth = 0;
  for (const character of text) {
    if (escaped) escaped = false;
    else if (quote !== '' && character === '\\') escaped = true;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === "'" || character === '"') quote = character;
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    if (character === sign && quote === '' && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}
