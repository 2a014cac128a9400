import { foldKeys } from './payload.ts';

/** An entity of an alert, its keys in lower case. */
export type Entity = Readonly<Record<string, unknown>>;

/** The entities of one alert, which name one another by `$id` and `$ref`. */
export interface EntityGraph {
  /** Those with a type, in the order of the alert. */
  readonly all: readonly Entity[];
  readonly byId: ReadonlyMap<string, Entity>;
}

/** Deepest nesting that is looked into. Azure nests two or three deep. */
const DEEPEST = 12;
/** Most entities that are looked at. Azure names dozens. */
const MOST = 5000;
/** Most references in a row that are followed: namespace, cluster, resource are three. */
const LONGEST_CHAIN = 8;

/**
 * Lays flat what entities hold: they point to one another in any order and possibly in circles, and may be
 * written out inside one another, in lists as well. What is deeper or more than any alert of Azure's is left.
 */
export function indexEntities(list: readonly unknown[]): EntityGraph {
  const all: Entity[] = [];
  const byId = new Map<string, Entity>();
  const seen = new Set<unknown>();
  const waiting = list.toReversed().map((value) => ({ value, depth: 0 }));
  while (waiting.length > 0 && seen.size < MOST) {
    const { value, depth } = waiting.pop() ?? { value: undefined, depth: 0 };
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    const entity = Array.isArray(value) ? undefined : (foldKeys(value) as Entity);
    if (typeof entity?.type === 'string') all.push(entity);
    const id = entity === undefined ? '' : readId(entity.$id);
    if (entity && id !== '' && !byId.has(id)) byId.set(id, entity);
    if (depth === DEEPEST) continue;
    const parts = Object.values(entity ?? value).toReversed();
    for (const part of parts) waiting.push({ value: part, depth: depth + 1 });
  }
  return { all, byId };
}

/** The entity that a value is or refers to; undefined for none, or for references that lead in a circle. */
export function followReference(value: unknown, graph: EntityGraph): Entity | undefined {
  let target = toEntity(value);
  for (let step = 0; step < LONGEST_CHAIN; step += 1) {
    const reference = readId(target?.$ref);
    if (reference === '') return target;
    target = graph.byId.get(reference);
  }
  return undefined;
}

/** The first entity of a type, given in lower case. */
export function findEntity(graph: EntityGraph, type: string): Entity | undefined {
  return graph.all.find((entity) => String(entity.type).toLowerCase() === type);
}

function toEntity(value: unknown): Entity | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (foldKeys(value) as Entity) : undefined;
}

/** `$id` is a text by the documentation, and a number in some alerts. */
function readId(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
