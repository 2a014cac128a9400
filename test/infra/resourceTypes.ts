import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { BicepFile, BicepResource } from './bicep/file.ts';
import type { BicepValue } from './bicep/value.ts';

/**
 * Twins of Microsoft's type data (see `source`), of what is used here and its neighbours, in short: `!` required, `-`
 * read-only, then `string`, `int`, `bool`, `any`, `'A'|'B'` or `#Definition`, then `[]` for lists or `{}` for maps.
 * Resources whose type depends on their name have it after a colon.
 */
const TypesSchema = z.object({
  source: z.object({
    repository: z.literal('Azure/bicep-types-az'),
    path: z.string().regex(/^generated\/.+\/types\.md$/),
    commit: z.string().regex(/^[0-9a-f]{40}$/),
  }),
  resources: z.record(z.string(), z.record(z.string(), z.string())),
  definitions: z.record(z.string(), z.record(z.string(), z.string())),
});

type Types = z.infer<typeof TypesSchema>;
type Properties = Readonly<Record<string, string>>;

const FOLDER = join(import.meta.dirname, 'types');

export const TYPES: readonly Types[] = globSync('*.json', { cwd: FOLDER })
  .sort()
  .map((file) => TypesSchema.parse(JSON.parse(readFileSync(join(FOLDER, file), 'utf8'))));

/** What Bicep itself understands of a resource; the others every resource has, and nobody may set. */
const BICEP = new Set(['scope', 'parent', 'dependsOn']);
const OWN = new Set(['id', 'type', 'apiVersion']);

/** Every way in which a resource of the file departs from its type. */
export function checkResources(file: BicepFile): string[] {
  return file.resources.flatMap((resource) => {
    const place = `${file.path} ${resource.name}`;
    const found = findType(resource);
    if (!found) return [`${place}: no type data for ${resource.type}@${resource.version}`];
    return checkProperties(place, resource.body, found.properties, found.types, true);
  });
}

function findType({ type, version, body }: BicepResource) {
  const name = body.kind === 'object' ? body.entries.get('name') : undefined;
  const variant = `${type}:${name?.kind === 'text' ? name.text : ''}@${version}`;
  for (const types of TYPES) {
    const properties = types.resources[variant] ?? types.resources[`${type}@${version}`];
    if (properties) return { types, properties };
  }
  return undefined;
}

function checkProperties(
  place: string,
  value: BicepValue,
  properties: Properties,
  types: Types,
  isResource = false,
): string[] {
  if (value.kind !== 'object') return checkKind(place, value, 'object');
  const set = [...value.entries].filter(([name]) => !(isResource && BICEP.has(name)));
  const missing = Object.entries(properties)
    .filter(([name, type]) => type.startsWith('!') && !value.entries.has(name) && !value.open)
    .map(([name]) => `${place}.${name} is required`);
  return [
    ...missing,
    ...set.flatMap(([name, entry]) => {
      const type = properties[name];
      const here = `${place}.${name}`;
      if (type?.startsWith('-') || (isResource && OWN.has(name))) return [`${here} is read-only`];
      if (type === undefined) return [`${here} is unknown`];
      return checkValue(here, entry, type.replace(/^!/, ''), types);
    }),
  ];
}

function checkValue(place: string, value: BicepValue, type: string, types: Types): string[] {
  if (value.kind === 'choice') {
    return value.options.flatMap((option) => checkValue(place, option, type, types));
  }
  if (type === 'any' || value.kind === 'null') return [];
  if (type.endsWith('[]')) return checkItems(place, value, type.slice(0, -2), types);
  if (type.endsWith('{}')) return checkMap(place, value, type.slice(0, -2), types);
  if (type.startsWith('#')) {
    const definition = types.definitions[type.slice(1)];
    if (!definition) return [`${place}: the type data lacks ${type}`];
    return checkProperties(place, value, definition, types);
  }
  if (type.startsWith("'")) return checkOption(place, value, type);
  return checkKind(place, value, type);
}

function checkItems(place: string, value: BicepValue, type: string, types: Types): string[] {
  if (value.kind === 'loop') return checkValue(`${place}[]`, value.each, type, types);
  if (value.kind !== 'list') return checkKind(place, value, 'array');
  return value.items.flatMap((item, index) => checkValue(`${place}[${index}]`, item, type, types));
}

function checkMap(place: string, value: BicepValue, type: string, types: Types): string[] {
  if (value.kind !== 'object') return checkKind(place, value, 'object');
  return [...value.entries].flatMap(([name, entry]) => checkValue(`${place}.${name}`, entry, type, types));
}

/** Strictly the listed ones, also where Azure would take others: a new one is looked up before it is used. */
function checkOption(place: string, value: BicepValue, type: string): string[] {
  if (value.kind !== 'text') return checkKind(place, value, 'string');
  const options = type.split('|').map((option) => option.slice(1, -1));
  return options.includes(value.text) ? [] : [`${place} is '${value.text}', not one of ${type}`];
}

const KINDS: Readonly<Record<string, BicepValue['kind']>> = {
  string: 'text',
  int: 'number',
  bool: 'truth',
  array: 'list',
  object: 'object',
};

function checkKind(place: string, value: BicepValue, type: string): string[] {
  const fits =
    value.kind === 'computed' ? value.type === undefined || value.type === type : value.kind === KINDS[type];
  return fits ? [] : [`${place} is ${value.kind === 'computed' ? value.type : value.kind}, not ${type}`];
}
