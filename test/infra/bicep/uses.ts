import type { Node } from 'web-tree-sitter';

/** Whose first name is one that is made there, and none that is used. */
const DECLARED = new Set([
  'parameter_declaration',
  'variable_declaration',
  'resource_declaration',
  'module_declaration',
  'output_declaration',
  'import_functionality',
  'for_statement',
  'lambda_expression',
  'object_property',
]);

/** Collects the names that expressions use, and the outputs of modules among them. */
export function collectUses(node: Node, used: Set<string>, outputsRead: Set<string>): void {
  const read = /^(\w+)!?\.outputs\.(\w+)$/.exec(node.type === 'member_expression' ? node.text : '');
  if (read) outputsRead.add(`${read[1]}.${read[2]}`);
  for (const [index, child] of node.namedChildren.entries()) {
    const declares = index === 0 && DECLARED.has(node.type);
    if (child.type === 'identifier' && !declares) used.add(child.text);
    collectUses(child, used, outputsRead);
  }
}

/** Places that could not be parsed. */
export function findErrors(node: Node): string[] {
  const own = node.isError || node.isMissing ? [`line ${node.startPosition.row + 1}: ${node.text}`] : [];
  return [...own, ...node.children.flatMap(findErrors)];
}
