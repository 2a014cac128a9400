import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Check, compile, DATA, type Json, refer } from './contracts.ts';

/** A type as the definitions write it. */
interface ObjectDefinition {
  readonly type: string;
  readonly referenceName: string | null;
  readonly nestedItem?: ObjectDefinition;
}

interface Model {
  readonly fields: readonly {
    readonly jsonName: string;
    readonly required: boolean;
    readonly objectDefinition: ObjectDefinition;
  }[];
}

const SIMPLE: Readonly<Record<string, Json>> = {
  String: { type: 'string' },
  Location: { type: 'string' },
  Integer: { type: 'integer' },
  Float: { type: 'number' },
  Boolean: { type: 'boolean' },
  DateTime: { type: 'string', format: 'date-time' },
  Tags: { type: 'object', additionalProperties: { type: 'string' } },
  Zones: { type: 'array', items: { type: 'string' } },
  RawObject: {},
  SystemData: { type: 'object' },
  SystemOrUserAssignedIdentityMap: { type: 'object', required: ['type'] },
  EdgeZone: { type: 'object' },
};

/**
 * A check against a model of the newer API definitions (one JSON file a model, constants beside it): fields,
 * whether they are required, their types, the values of constants. Unknown fields are refused.
 * @param folder below `api-definitions`, such as `PolicyInsights/2024-10-01/Openapis`
 */
export function checkModel(folder: string, model: string): Check {
  const definitions: Json = {};
  const directory = join(DATA, 'api-definitions/api-definitions/resource-manager', folder);
  return compile({ ...convertReference(directory, model, definitions), definitions });
}

function convertReference(directory: string, name: string, definitions: Json): Json {
  const constant = join(directory, `Constant-${name}.json`);
  if (existsSync(constant)) {
    const { values } = JSON.parse(readFileSync(constant, 'utf8')) as { values: { value: string }[] };
    return { enum: values.map(({ value }) => value) };
  }
  if (definitions[name] === undefined) {
    definitions[name] = {};
    const model = JSON.parse(readFileSync(join(directory, `Model-${name}.json`), 'utf8')) as Model;
    definitions[name] = convertModel(directory, model, definitions);
  }
  return refer(name);
}

function convertModel(directory: string, model: Model, definitions: Json): Json {
  const required = model.fields.filter((field) => field.required).map((field) => field.jsonName);
  return {
    type: 'object',
    properties: Object.fromEntries(
      model.fields.map((field) => [
        field.jsonName,
        convertType(directory, field.objectDefinition, definitions),
      ]),
    ),
    additionalProperties: false,
    ...(required.length > 0 ? { required } : {}),
  };
}

function convertType(directory: string, definition: ObjectDefinition, definitions: Json): Json {
  const inner = (): Json =>
    definition.nestedItem ? convertType(directory, definition.nestedItem, definitions) : {};
  switch (definition.type) {
    case 'Reference':
      return convertReference(directory, definition.referenceName ?? '', definitions);
    case 'List':
      return { type: 'array', items: inner() };
    case 'Dictionary':
      return { type: 'object', additionalProperties: inner() };
    default: {
      const simple = SIMPLE[definition.type];
      if (!simple)
        throw new Error(`The definitions have a type "${definition.type}" that is not known here.`);
      return simple;
    }
  }
}
