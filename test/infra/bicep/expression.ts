import type { Node } from 'web-tree-sitter';
import type { BicepType, BicepValue } from './value.ts';

/** What a name stands for; undefined for variables of loops and lambdas. */
export type Resolve = (name: string) => BicepValue | undefined;

/** Types of the functions of Bicep that these files call, where they are one type whatever they are given. */
const FUNCTIONS: Readonly<Record<string, BicepType>> = {
  empty: 'bool',
  filter: 'array',
  guid: 'string',
  items: 'array',
  loadJsonContent: 'object',
  map: 'array',
  replace: 'string',
  split: 'array',
  subscriptionResourceId: 'string',
  tenantResourceId: 'string',
  toLower: 'string',
  toObject: 'object',
  trim: 'string',
  uniqueString: 'string',
};

/** Reads an expression: literals as they stand, names as what they stand for, the rest as computed. */
export function readValue(node: Node, resolve: Resolve): BicepValue {
  const parts = node.namedChildren.filter((child) => child.type !== 'comment');
  const [first, second, third] = parts;
  switch (node.type) {
    case 'string':
      return parts.some((part) => part.type === 'interpolation')
        ? { kind: 'computed', type: 'string', text: node.text }
        : { kind: 'text', text: parts.map((part) => part.text).join('') };
    case 'number':
      return { kind: 'number', value: Number(node.text) };
    case 'boolean':
      return { kind: 'truth', value: node.text === 'true' };
    case 'null':
      return { kind: 'null' };
    case 'array':
      return { kind: 'list', items: parts.map((part) => readValue(part, resolve)) };
    case 'object':
      return readObject(node, resolve);
    case 'parenthesized_expression':
      return first ? readValue(first, resolve) : compute(node);
    case 'ternary_expression':
      return second && third
        ? { kind: 'choice', options: [readValue(second, resolve), readValue(third, resolve)] }
        : compute(node);
    case 'for_statement': {
      const body = parts.at(-1);
      return body ? { kind: 'loop', each: readValue(body, resolve) } : compute(node);
    }
    case 'if_statement':
      return second ? readValue(second, resolve) : compute(node);
    case 'identifier':
      return resolve(node.text) ?? compute(node);
    case 'call_expression':
      return first?.text === 'union' ? readUnion(node, resolve) : compute(node, FUNCTIONS[first?.text ?? '']);
    default:
      return compute(node);
  }
}

function compute(node: Node, type?: BicepType): BicepValue {
  return { kind: 'computed', type, text: node.text };
}

function readObject(node: Node, resolve: Resolve): BicepValue {
  const entries = new Map<string, BicepValue>();
  let open = false;
  for (const property of node.namedChildren.filter((child) => child.type === 'object_property')) {
    const [key, value] = property.namedChildren.filter((child) => child.type !== 'comment');
    if (!key || key.type === 'resource_declaration' || !value) continue;
    if (key.namedChildren.some((part) => part.type === 'interpolation')) open = true;
    else entries.set(readKey(key), readValue(value, resolve));
  }
  return { kind: 'object', entries, open };
}

function readKey(key: Node): string {
  return key.type === 'string' ? key.namedChildren.map((part) => part.text).join('') : key.text;
}

/** `union` of objects: the later one wins, and what is computed leaves the whole open. */
function readUnion(node: Node, resolve: Resolve): BicepValue {
  const given = node.namedChildren[1]?.namedChildren.map((part) => readValue(part, resolve)) ?? [];
  const objects = given.flatMap((value) => (value.kind === 'choice' ? value.options : [value]));
  const entries = new Map(objects.flatMap((value) => (value.kind === 'object' ? [...value.entries] : [])));
  return {
    kind: 'object',
    entries,
    open: objects.some((value) => value.kind !== 'object' || value.open),
  };
}
