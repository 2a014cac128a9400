import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';

/** A JSON Schema, or anything that stands in one. */
export type Json = Record<string, unknown>;

/** The reference data that may stand beside the checkout. */
export const DATA = resolve(dirname(fileURLToPath(import.meta.url)), '../../../shared/data');

/** Gives what is wrong with an answer, one line a fault; empty when it keeps to the contract. */
export type Check = (answer: unknown) => readonly string[];

/**
 * A check against a definition of a published swagger file (draft 4). What it refers to in files that are not
 * among the reference data (Azure's common types) stays unchecked. `closed` refuses properties that the
 * contract does not list; leave it open where the contract is older than the API version in use.
 */
export function checkSwagger(file: string, definition: string, closed: boolean): Check {
  const definitions: Json = {};
  const root = include(join(DATA, 'swagger/specification', file), definition, closed, definitions);
  return compile({ ...refer(root), definitions });
}

/** Compiles a draft-4 schema. Azure writes null where a contract without nulls means "absent". */
export function compile(schema: Json): Check {
  const ajv = new AjvDraft04.default({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  return (answer) => {
    if (validate(withoutNulls(answer))) return [];
    return (validate.errors ?? []).map((error) =>
      `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`.trim(),
    );
  };
}

export function refer(name: string): Json {
  return { $ref: `#/definitions/${name}` };
}

const files = new Map<string, Json>();

function readSwagger(file: string): Json {
  const known = files.get(file) ?? (JSON.parse(readFileSync(file, 'utf8')) as Json);
  files.set(file, known);
  return known;
}

/** Takes a definition and all that it refers to into one schema, and gives its name there. */
function include(file: string, definition: string, closed: boolean, into: Json): string {
  const name = `${file.split('/').slice(-2).join('_')}_${definition}`.replaceAll(/[^\w.]/g, '_');
  if (into[name] !== undefined) return name;
  into[name] = {};
  const source = (readSwagger(file).definitions as Json | undefined)?.[definition];
  if (source === undefined) throw new Error(`${file} has no definition ${definition}.`);
  into[name] = convert(source as Json, { file, closed, into });
  return name;
}

interface Place {
  readonly file: string;
  readonly closed: boolean;
  readonly into: Json;
}

const KEPT = [
  'type',
  'format',
  'required',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'pattern',
];

function convert(source: Json, place: Place): Json {
  if (typeof source.$ref === 'string') return convertReference(source.$ref, place);
  const parts = collectParts(source, place);
  const properties = Object.assign({}, ...parts.map((part) => part.properties ?? {})) as Json;
  const required = parts.flatMap((part) => (part.required as string[] | undefined) ?? []);
  const extensible = source['x-ms-enum'] as { modelAsString?: boolean } | undefined;
  const hasProperties = Object.keys(properties).length > 0;
  const converted: Json = Object.fromEntries(
    KEPT.filter((key) => source[key] !== undefined).map((key) => [key, source[key]]),
  );
  if (required.length > 0) converted.required = required;
  if (Array.isArray(source.enum) && !extensible?.modelAsString) converted.enum = source.enum;
  if (source.items !== undefined) converted.items = convert(source.items as Json, place);
  if (hasProperties) converted.properties = properties;
  const additional = source.additionalProperties;
  if (typeof additional === 'object') converted.additionalProperties = convert(additional as Json, place);
  else if (hasProperties && place.closed) converted.additionalProperties = false;
  // AutoRest reads "object" without anything inside as "any value".
  if (source.type === 'object' && !hasProperties && additional === undefined) return {};
  return converted;
}

/** A definition's own part and those it inherits by `allOf`, with their properties converted. */
function collectParts(source: Json, place: Place): readonly Json[] {
  const inherited = ((source.allOf as Json[] | undefined) ?? []).flatMap((parent) => {
    if (typeof parent.$ref !== 'string') return collectParts(parent, place);
    const { file, definition } = locate(parent.$ref, place.file);
    if (!existsSync(file)) return [];
    const found = (readSwagger(file).definitions as Json)[definition] as Json;
    return collectParts(found, { ...place, file });
  });
  const own = Object.entries((source.properties as Json | undefined) ?? {}).map(([name, property]) => [
    name,
    convert(property as Json, place),
  ]);
  return [...inherited, { properties: Object.fromEntries(own), required: source.required }];
}

function convertReference(reference: string, place: Place): Json {
  const { file, definition } = locate(reference, place.file);
  if (!existsSync(file)) return {};
  return refer(include(file, definition, place.closed, place.into));
}

function locate(reference: string, from: string): { readonly file: string; readonly definition: string } {
  const [path = '', pointer = ''] = reference.split('#');
  return {
    file: path === '' ? from : resolve(dirname(from), path),
    definition: pointer.split('/').at(-1) ?? '',
  };
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([name, inner]) => [name, withoutNulls(inner)]),
  );
}
