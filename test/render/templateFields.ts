import { BLOCK_HELPERS, HELPERS } from '../../shared/render/template/engine.ts';
import { CONTEXTS, PARTIAL_CONTEXTS } from '../../shared/render/template/fields/contexts.ts';
import { type Field, type Group, isGroup, isList } from '../../shared/render/template/fields/field.ts';
import { MAIL } from '../../shared/render/template/fields/reports.ts';

/** What docs/templates.md says between its markers: files, helpers, and every field with what it holds. */
export function documentTemplates(): string {
  return [
    '### Files',
    ...[...CONTEXTS].map(([file, { about }]) => `- \`${file}\` is given ${about}`),
    '### Helpers',
    ...Object.entries(HELPERS).map(([name, about]) => `- \`{{${name}}}\`: ${about}`),
    ...Object.entries(BLOCK_HELPERS).map(([name, about]) => `- \`{{#${name}}}\`: ${about}`),
    '### Fields of every mail',
    ...listFields(MAIL),
    ...[...CONTEXTS].flatMap(([file, context]) => {
      const kind = /^mail\/(\w+)\.html/.exec(file)?.[1];
      if (!kind || !isGroup(context)) return [];
      const own = Object.entries(context.fields).filter(([name]) => !(name in MAIL));
      return [`### Fields of \`${kind}\``, ...listFields(Object.fromEntries(own))];
    }),
    ...[...PARTIAL_CONTEXTS].flatMap(([name, context]) => {
      if (name === 'page') return [];
      const fields = isGroup(context) ? context : (context.each as Group);
      const given = isGroup(context) ? context.about : `${context.about}, a list; each is ${fields.about}`;
      return [`### Fields of the partial \`${name}\``, `It is given ${given}.`, ...listFields(fields.fields)];
    }),
  ]
    .join('\n')
    .replaceAll(/^(###.*)$/gm, '\n$1\n')
    .replaceAll(/^(It is given .*)$/gm, '$1\n')
    .trim();
}

function listFields(fields: Group['fields'], indent = ''): string[] {
  return Object.entries(fields).flatMap(([name, field]) => [
    `${indent}- \`${name}\`: ${describe(field)}`,
    ...listInside(field, `${indent}  `),
  ]);
}

/** What a partial is there for is described once, with the partial. */
function listInside(field: Field, indent: string): string[] {
  const inside = isList(field) ? field.each : field;
  return isGroup(inside) && !partialOf(field) ? listFields(inside.fields, indent) : [];
}

function describe(field: Field): string {
  if (typeof field === 'string') return field;
  const partial = partialOf(field);
  const kind = isList(field) && partial !== 'tiles' ? 'list; ' : '';
  return `${kind}${field.about}${partial ? ` (for \`{{> ${partial}}}\`)` : ''}`;
}

function partialOf(field: Field): string | undefined {
  const same = (a: Field, b: Field): boolean =>
    (isGroup(a) && isGroup(b) && a.fields === b.fields) || (isList(a) && isList(b) && a.each === b.each);
  for (const [name, context] of PARTIAL_CONTEXTS) {
    if (same(field, context) || (isList(field) && same(field.each, context))) return name;
  }
  return undefined;
}
