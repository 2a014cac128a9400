import type { z } from 'zod';
import type { Property } from '../../model/posture.ts';

/** Where a property is in a payload, and what it has to be. Keys compare without regard to case. */
export interface PropertyPlace<T = unknown> {
  readonly path: readonly string[];
  readonly as: z.ZodType<T>;
}

export type Properties<Places extends Readonly<Record<string, PropertyPlace>>> = {
  readonly [Name in keyof Places]: Property<z.output<Places[Name]['as']>>;
};

/** Reads properties from a payload; `null` counts as absent, as Azure writes both. */
export function readProperties<Places extends Readonly<Record<string, PropertyPlace>>>(
  payload: unknown,
  places: Places,
): Properties<Places> {
  const entries = Object.entries(places).map(([name, place]) => [name, readProperty(payload, place)]);
  return Object.fromEntries(entries) as Properties<Places>;
}

/** The value, or what Azure takes an absent or unreadable one for. */
export function valueOr<T>(property: Property<T>, otherwise: T): T {
  return property.state === 'read' ? property.value : otherwise;
}

/** Says which property could not be read. */
export function describeProperty(property: { readonly state: 'unreadable'; readonly path: string }): string {
  return `Azure's ${property.path} is not of the documented type`;
}

function readProperty<T>(payload: unknown, { path, as }: PropertyPlace<T>): Property<T> {
  let value = payload;
  for (const key of path) {
    if (value === undefined || value === null) return { state: 'absent' };
    if (typeof value !== 'object' || Array.isArray(value))
      return { state: 'unreadable', path: path.join('.') };
    value = findKey(value, key);
  }
  if (value === undefined || value === null) return { state: 'absent' };
  const result = as.safeParse(value);
  return result.success
    ? { state: 'read', value: result.data }
    : { state: 'unreadable', path: path.join('.') };
}

/** Clusters of different ages spell keys in different cases: `azurepolicy`, `azurePolicy`. */
function findKey(value: object, key: string): unknown {
  if (Object.hasOwn(value, key)) return (value as Readonly<Record<string, unknown>>)[key];
  const folded = key.toLowerCase();
  return Object.entries(value).find(([name]) => name.toLowerCase() === folded)?.[1];
}
