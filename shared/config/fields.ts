import { z } from 'zod';
import { ConfigSchema } from './schema.ts';

/** The configuration as a JSON Schema, as editors read it: defaults need not be written. */
export function describeConfig(): JsonSchema {
  return z.toJSONSchema(ConfigSchema, { io: 'input', target: 'draft-7' }) as JsonSchema;
}

/** The words of JSON Schema that Purser's own uses. */
export interface JsonSchema {
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
}

/** What the schema says of one place in the file. */
export interface Field {
  /** `''` where the schema says nothing. */
  readonly description: string;
  /** Keys that may stand there; empty for texts, numbers, lists and free mappings. */
  readonly keys: readonly string[];
}

let schema: JsonSchema | undefined;

/** Looks a place up; `value` is the whole file's, and chooses among the variants of an entry. */
export function fieldAt(path: readonly PropertyKey[], value: unknown): Field {
  schema ??= describeConfig();
  let here: JsonSchema | undefined = chooseVariant(schema, value);
  let current = value;
  for (const step of path) {
    current = Object(current)[step];
    here = here && chooseVariant(childOf(here, step), current);
  }
  return { description: here?.description ?? '', keys: Object.keys(here?.properties ?? {}) };
}

function childOf(parent: JsonSchema, step: PropertyKey): JsonSchema | undefined {
  if (typeof step === 'number') return parent.items;
  const rest = typeof parent.additionalProperties === 'object' ? parent.additionalProperties : undefined;
  return parent.properties?.[String(step)] ?? rest;
}

/** Of several variants, the one whose fixed values (`via: url`) the value has, or has by default. */
function chooseVariant(field: JsonSchema | undefined, value: unknown): JsonSchema | undefined {
  return (
    field?.oneOf?.find((variant) =>
      Object.entries(variant.properties ?? {}).every(
        ([key, { const: fixed, default: usual }]) =>
          fixed === undefined || (Object(value)[key] ?? usual) === fixed,
      ),
    ) ?? field
  );
}
