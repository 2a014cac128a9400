/** A row, and an expression over it. */
export type Row = Readonly<Record<string, unknown>>;
export type Expression = (row: Row) => unknown;

const TOKEN = /\s*(?:('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|([A-Za-z_][\w.]*~?)|(==|=~|!=|!~|\(|\)|,))/y;

interface Token {
  readonly kind: 'text' | 'word' | 'sign';
  readonly value: string;
}

type Comparison = (value: string, wanted: readonly string[]) => boolean;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '==': (value, [first]) => value === first,
  '!=': (value, [first]) => value !== first,
  '=~': (value, [first = '']) => fold(value) === fold(first),
  '!~': (value, [first = '']) => fold(value) !== fold(first),
  eq: (value, [first = '']) => fold(value) === fold(first),
  ne: (value, [first = '']) => fold(value) !== fold(first),
  contains: (value, [first = '']) => fold(value).includes(fold(first)),
  startswith: (value, [first = '']) => fold(value).startsWith(fold(first)),
  in: (value, wanted) => wanted.includes(value),
  'in~': (value, wanted) => wanted.map(fold).includes(fold(value)),
};

const FUNCTIONS: Readonly<Record<string, (values: readonly unknown[]) => unknown>> = {
  tostring: ([value]) => toText(value),
  tolower: ([value]) => fold(toText(value)),
  coalesce: (values) => values.find((value) => toText(value) !== '') ?? '',
  isnotempty: ([value]) => toText(value) !== '',
};

/**
 * Compiles an expression of the small language that Resource Graph filters (Kusto) and Policy Insights filters
 * (OData) have in common: paths, text literals, comparisons, `and`, `or`, parentheses and a few functions.
 * @throws SyntaxError for anything beyond it: a query must be refused, not answered wrongly
 */
export function compileExpression(text: string): Expression {
  const parser = new Parser(tokenise(text));
  const expression = parser.readOr();
  parser.expectEnd();
  return expression;
}

class Parser {
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  readOr(): Expression {
    const parts = [this.#readAnd()];
    while (this.#takes('or')) parts.push(this.#readAnd());
    const [only, ...more] = parts;
    return only && more.length === 0 ? only : (row) => parts.some((part) => part(row) === true);
  }

  expectEnd(): void {
    const token = this.#tokens[this.#position];
    if (token) throw new SyntaxError(`unexpected ${token.value}`);
  }

  #readAnd(): Expression {
    const parts = [this.#readComparison()];
    while (this.#takes('and')) parts.push(this.#readComparison());
    const [only, ...more] = parts;
    return only && more.length === 0 ? only : (row) => parts.every((part) => part(row) === true);
  }

  #readComparison(): Expression {
    const left = this.#readOperand();
    const operator = this.#tokens[this.#position];
    const compare = operator && operator.kind !== 'text' ? COMPARISONS[operator.value] : undefined;
    if (!compare) return left;
    this.#position += 1;
    const right = this.#takes('(') ? this.#readArguments() : [this.#readOperand()];
    return (row) =>
      compare(
        toText(left(row)),
        right.map((each) => toText(each(row))),
      );
  }

  #readOperand(): Expression {
    if (this.#takes('(')) {
      const inner = this.readOr();
      this.#expect(')');
      return inner;
    }
    const token = this.#tokens[this.#position];
    if (!token || token.kind === 'sign')
      throw new SyntaxError(`a value is missing before ${token?.value ?? 'the end'}`);
    this.#position += 1;
    if (token.kind === 'text') return () => token.value;
    if (!this.#takes('(')) return (row) => readPath(row, token.value);
    const call = FUNCTIONS[token.value.toLowerCase()];
    if (!call) throw new SyntaxError(`unknown function ${token.value}`);
    const given = this.#readArguments();
    return (row) => call(given.map((each) => each(row)));
  }

  #readArguments(): readonly Expression[] {
    const given = [this.readOr()];
    while (this.#takes(',')) given.push(this.readOr());
    this.#expect(')');
    return given;
  }

  #takes(value: string): boolean {
    const token = this.#tokens[this.#position];
    if (token?.kind === 'text' || token?.value.toLowerCase() !== value) return false;
    this.#position += 1;
    return true;
  }

  #expect(value: string): void {
    if (!this.#takes(value)) throw new SyntaxError(`${value} is missing`);
  }
}

function tokenise(text: string): readonly Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (text.slice(TOKEN.lastIndex).trim() !== '') {
    const at = TOKEN.lastIndex;
    const [, literal, word, sign] = TOKEN.exec(text) ?? [];
    if (literal !== undefined) {
      tokens.push({ kind: 'text', value: literal.slice(1, -1).replaceAll(/\\(.)/g, '$1') });
    } else if (word !== undefined) tokens.push({ kind: 'word', value: word });
    else if (sign !== undefined) tokens.push({ kind: 'sign', value: sign });
    else throw new SyntaxError(`cannot read ${text.slice(at).trim()}`);
  }
  return tokens;
}

function readPath(row: Row, path: string): unknown {
  let value: unknown = row;
  for (const name of path.split('.')) {
    value = typeof value === 'object' && value !== null ? (value as Row)[name] : undefined;
  }
  return value;
}

function toText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function fold(text: string): string {
  return text.toLowerCase();
}
