import { createRequire } from 'node:module';
import { posix } from 'node:path';
import { Language, type Node, Parser } from 'web-tree-sitter';
import { type Resolve, readValue } from './expression.ts';
import { collectUses, findErrors } from './uses.ts';
import type { BicepType, BicepValue } from './value.ts';

export interface BicepParameter {
  readonly type: BicepType;
  readonly required: boolean;
  /** What `@allowed` lists, or what the type alone says. */
  readonly value: BicepValue;
}

/** A resource with its whole type: nested ones have that of their parent before, and its version. */
export interface BicepResource {
  readonly name: string;
  readonly type: string;
  readonly version: string;
  /** Symbolic name of the resource it is nested in or names as its parent. */
  readonly parent: string | undefined;
  readonly conditional: boolean;
  readonly body: BicepValue;
}

export interface BicepModule {
  readonly name: string;
  /** From the root of the repository. */
  readonly path: string;
  readonly scope: string | undefined;
  readonly params: ReadonlyMap<string, BicepValue>;
}

export interface BicepFile {
  readonly path: string;
  /** Places that could not be parsed. */
  readonly errors: readonly string[];
  readonly targetScope: string;
  readonly params: ReadonlyMap<string, BicepParameter>;
  readonly variables: ReadonlyMap<string, BicepValue>;
  readonly exports: ReadonlySet<string>;
  readonly imports: ReadonlyMap<string, string>;
  readonly resources: readonly BicepResource[];
  readonly modules: readonly BicepModule[];
  readonly outputs: ReadonlySet<string>;
  /** Names that some expression uses. */
  readonly used: ReadonlySet<string>;
  /** Outputs of modules that are read, as `module.output`. */
  readonly outputsRead: ReadonlySet<string>;
}

await Parser.init();
const parser = new Parser();
parser.setLanguage(
  await Language.load(createRequire(import.meta.url).resolve('tree-sitter-bicep/tree-sitter-bicep.wasm')),
);

/**
 * Reads Bicep files as far as that goes without deploying them.
 * @param sources text of each file by its path from the root of the repository
 */
export function readBicep(sources: ReadonlyMap<string, string>): ReadonlyMap<string, BicepFile> {
  const files = new Map<string, BicepFile>();
  const read = (path: string): BicepFile | undefined => {
    const source = sources.get(path);
    if (source === undefined) return undefined;
    const known = files.get(path) ?? readFile(path, source, read);
    files.set(path, known);
    return known;
  };
  for (const path of sources.keys()) read(path);
  return files;
}

function readFile(path: string, source: string, read: (path: string) => BicepFile | undefined): BicepFile {
  const root = parser.parse(source)?.rootNode;
  if (!root) throw new Error(`${path} was not parsed`);
  const params = new Map<string, BicepParameter>();
  const variables = new Map<string, BicepValue>();
  const exports = new Set<string>();
  const imports = new Map<string, string>();
  const resources: BicepResource[] = [];
  const modules: BicepModule[] = [];
  const outputs = new Set<string>();
  let targetScope = 'resourceGroup';
  let decorators: readonly Node[] = [];
  const resolve: Resolve = (name) =>
    params.get(name)?.value ??
    variables.get(name) ??
    read(imports.get(name) ?? '')?.variables.get(name) ??
    undefined;
  for (const node of root.namedChildren) {
    if (node.type === 'comment') continue;
    if (node.type === 'decorators') {
      decorators = node.namedChildren;
      continue;
    }
    const parts = node.namedChildren.filter((child) => child.type !== 'comment');
    const name = parts[0]?.text ?? '';
    const body = parts.at(-1);
    switch (node.type) {
      case 'target_scope_assignment':
        targetScope = unquote(name);
        break;
      case 'import_functionality':
        for (const part of parts.slice(0, -1)) {
          imports.set(part.text, posix.join(posix.dirname(path), unquote(body?.text ?? '')));
        }
        break;
      case 'parameter_declaration':
        params.set(name, readParameter(name, parts, decorators, resolve));
        break;
      case 'variable_declaration':
        if (body) variables.set(name, readValue(body, resolve));
        if (decorators.some((decorator) => decorator.text.includes('export('))) exports.add(name);
        break;
      case 'resource_declaration':
        resources.push(...readResource(node, undefined, resolve));
        break;
      case 'module_declaration':
        modules.push(readModule(path, parts, resolve));
        break;
      case 'output_declaration':
        outputs.add(name);
        break;
    }
    decorators = [];
  }
  const used = new Set<string>();
  const outputsRead = new Set<string>();
  collectUses(root, used, outputsRead);
  const errors = findErrors(root);
  return {
    path,
    errors,
    targetScope,
    params,
    variables,
    exports,
    imports,
    resources,
    modules,
    outputs,
    used,
    outputsRead,
  };
}

function readParameter(
  name: string,
  parts: readonly Node[],
  decorators: readonly Node[],
  resolve: Resolve,
): BicepParameter {
  const type = (parts[1]?.text ?? 'string') as BicepType;
  const allowed = decorators
    .map((decorator) => decorator.namedChildren[0])
    .find((call) => call?.namedChildren[0]?.text === 'allowed')?.namedChildren[1]?.namedChildren[0];
  const listed = allowed && readValue(allowed, resolve);
  return {
    type,
    required: parts.length < 3,
    value:
      listed?.kind === 'list'
        ? { kind: 'choice', options: listed.items }
        : { kind: 'computed', type, text: name },
  };
}

function readResource(
  node: Node,
  parent: BicepResource | undefined,
  resolve: Resolve,
): readonly BicepResource[] {
  const parts = node.namedChildren.filter((child) => child.type !== 'comment');
  const [type = '', version] = unquote(parts[1]?.text ?? '').split('@');
  const statement = parts.at(-1);
  if (!statement) return [];
  const value = readValue(statement, resolve);
  const body = value.kind === 'loop' ? value.each : value;
  const named = body.kind === 'object' ? body.entries.get('parent') : undefined;
  const resource: BicepResource = {
    name: parts[0]?.text ?? '',
    type: parent ? `${parent.type}/${type}` : type,
    version: version ?? parent?.version ?? '',
    parent: parent?.name ?? (named?.kind === 'computed' ? named.text : undefined),
    conditional: statement.type === 'if_statement',
    body,
  };
  const nested = statement.descendantsOfType('resource_declaration').filter((found) => {
    const owner = findOwner(found);
    return owner?.id === node.id;
  });
  return [resource, ...nested.flatMap((child) => readResource(child, resource, resolve))];
}

function findOwner(node: Node): Node | undefined {
  let above = node.parent;
  while (above && above.type !== 'resource_declaration') above = above.parent;
  return above ?? undefined;
}

function readModule(path: string, parts: readonly Node[], resolve: Resolve): BicepModule {
  const statement = parts.at(-1);
  const value = statement ? readValue(statement, resolve) : undefined;
  const body = value?.kind === 'loop' ? value.each : value;
  const entries = body?.kind === 'object' ? body.entries : new Map<string, BicepValue>();
  const params = entries.get('params');
  const scope = entries.get('scope');
  return {
    name: parts[0]?.text ?? '',
    path: posix.join(posix.dirname(path), unquote(parts[1]?.text ?? '')),
    scope: scope?.kind === 'computed' ? scope.text : undefined,
    params: params?.kind === 'object' ? params.entries : new Map(),
  };
}

function unquote(text: string): string {
  return text.replace(/^'|'$/g, '');
}
